// Asking: a question is shown at once, its answer when the server sends it. Several scripts share this scope; see page.js.

// Without any word from the server for so long, it is asked whether it is still there.
const SILENCE_MS = 3000;
// Earlier questions that go along with a new one.
const EARLIER = 20;

let asking = null;
let asked = 0;

async function call(name, data) {
  try {
    const result = await server[name](data);
    if (result) return result;
  } catch {
    // Told below, as the framework's own silence about it is.
  }
  return { error: texts().connectionLost };
}

function showHint(text) {
  const hint = document.getElementById("hint");
  hint.hidden = !text;
  hint.textContent = text ?? "";
}

function announce(text) {
  document.getElementById("announcement").textContent = text;
}

function showWelcome() {
  const isEmpty = document.getElementById("turns").childElementCount === 0;
  element.querySelector(".welcome").hidden = !isEmpty;
  element.querySelector(".conversation-actions").hidden = isEmpty || asking !== null;
}

// Called with the text of the box; what it returns stays in the box.
function sendQuestion(text) {
  const question = (text ?? "").trim();
  const problem = asking ? texts().busy : question ? "" : texts().emptyQuestion;
  showHint(problem);
  if (problem) return text ?? "";
  ask(question);
  return "";
}

function ask(question) {
  const room = document.getElementById("turns");
  const turn = document.getElementById("pending-turn").content.firstElementChild.cloneNode(true);
  turn.querySelector(".question").textContent = question;
  turn.querySelector(".message").textContent = texts().searching;
  room.append(turn);
  asked += 1;
  // Where it stands in the conversation: an answer that is still being written stands there already.
  const place = current.turns.length;
  asking = { number: asked, question, turn, place, isShown: false, silence: null };
  document.body.classList.add("is-asking");
  showWelcome();
  turn.scrollIntoView({ block: "start" });
  listen();
  const history = current.turns.slice(-EARLIER).map((one) => one.question);
  trigger("submit", { ask: asked, number: place, question, history });
}

// Hears of silence: a lost connection must not look like a long search.
function listen() {
  clearTimeout(asking.silence);
  const { number } = asking;
  asking.silence = setTimeout(async () => {
    try {
      await fetch("health", { cache: "no-store" });
      if (asking?.number === number) listen();
    } catch {
      if (asking?.number === number) leave(texts().connectionLost);
    }
  }, SILENCE_MS);
}

function onReply(reply) {
  if (!reply || reply.ask !== asking?.number) return;
  listen();
  if (reply.state === "waiting") {
    asking.turn.querySelector(".message").textContent = reply.message;
    announce(reply.message);
  } else if (reply.state === "refused") {
    refuse(reply.message);
  } else {
    // What was announced with the verdict is not said again when a language model has put it in other words.
    const said = [asking.isShown ? "" : reply.announcement, reply.further].filter(Boolean).join(" ");
    if (said) announce(said);
    if (reply.state === "done") finish(reply.html, reply.turn);
    else showSoFar(reply.html, reply.turn);
  }
}

// A language model is still writing. Should the page go away now, what is there is kept as an answer that was stopped.
function showSoFar(html, turn) {
  show(html);
  current.turns[asking.place] = { ...turn, message: texts().stoppedWriting };
  keepCurrent();
}

function finish(html, turn) {
  show(html);
  current.turns[asking.place] = turn;
  stopListening();
  keepCurrent();
  showWelcome();
}

// What is on the screen already is altered only where it changes: sources stay open, and the focus stays where it is.
function show(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  if (asking.isShown) return alter(asking.turn, fresh);
  asking.turn.replaceWith(fresh);
  asking.turn = fresh;
  asking.isShown = true;
  fresh.scrollIntoView({ block: "start" });
}

// Who reads has set these, not the server.
const READERS_OWN = ["open", "hidden", "aria-current", "aria-describedby"];

function alter(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.matches(".opened")) return;
  const isOpen = old.classList.contains("is-open");
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !READERS_OWN.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !READERS_OWN.includes(name)) old.setAttribute(name, value);
  }
  old.classList.toggle("is-open", isOpen);
  let next = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    let same = next;
    while (same && !isAlike(same, node)) same = same.nextSibling;
    if (!same) {
      old.insertBefore(node, next);
      continue;
    }
    while (next !== same) next = removed(next);
    alter(same, node);
    next = same.nextSibling;
  }
  while (next) next = removed(next);
}

const isAlike = (one, other) => one.nodeName === other.nodeName && one.classList?.[1] === other.classList?.[1];

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

// Not even looked at: the question goes back into the box.
function refuse(message) {
  const { turn, question } = asking;
  turn.remove();
  stopListening();
  showWelcome();
  showHint(message);
  fillBox(question);
}

// Neither answered to the end nor refused: the turn stays as far as it came, with what happened in it.
async function leave(message) {
  const { number, question, place } = asking;
  const turn = { ...(current.turns[place] ?? { format: 1, question }), message };
  const shown = await call("show", { turns: [turn], number: place });
  if (asking?.number !== number) return;
  if (shown.error && !current.turns[place]) return refuse(message);
  if (shown.error) return giveUp(message);
  finish(shown.html[0], turn);
  announce(message);
}

// The server cannot even be asked for what it sent: that stays as it is, without what promised more.
function giveUp(message) {
  asking.turn.querySelector(".writing")?.remove();
  asking.turn.removeAttribute("aria-busy");
  stopListening();
  showHint(message);
  showWelcome();
}

// Another conversation takes the place of this one: nobody waits for the rest, which the server is told as well.
function abandon() {
  stopListening();
  document.getElementById("stop")?.click();
}

function stopAsking() {
  if (asking) leave(asking.isShown ? texts().stoppedWriting : texts().stopped);
}

function stopListening() {
  clearTimeout(asking.silence);
  asking = null;
  document.body.classList.remove("is-asking");
}

function fillBox(text) {
  const box = document.querySelector("#question textarea");
  if (!box || box.value.trim()) return;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function askAgain() {
  if (asking) return showHint(texts().busy);
  const last = current.turns.pop();
  if (!last) return;
  document.getElementById("turns").lastElementChild?.remove();
  ask(last.question);
}
