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
  asking = { number: asked, question, turn, silence: null };
  document.body.classList.add("is-asking");
  showWelcome();
  turn.scrollIntoView({ block: "start" });
  listen();
  const history = current.turns.slice(-EARLIER).map((one) => one.question);
  trigger("submit", { ask: asked, number: current.turns.length, question, history });
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
  } else if (reply.state === "done") {
    finish(reply.html, reply.turn);
    announce(reply.announcement);
  }
}

function finish(html, turn) {
  const { turn: pending } = asking;
  pending.insertAdjacentHTML("afterend", html);
  const shown = pending.nextElementSibling;
  pending.remove();
  stopListening();
  current.turns.push(turn);
  keepCurrent();
  showWelcome();
  shown.scrollIntoView({ block: "start" });
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

// Neither answered nor refused: the turn stays, with what happened in its place.
async function leave(message) {
  const { question } = asking;
  const turn = { format: 1, question, message };
  const shown = await call("show", { turns: [turn], number: current.turns.length });
  if (!asking) return;
  if (shown.error) return refuse(message);
  finish(shown.html[0], turn);
  announce(message);
}

function stopAsking() {
  if (asking) leave(texts().stopped);
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
