// Sources beside the answer: opened in full, or previewed while a number is pointed at. Shares its scope; see page.js.

const numberOf = (turn) => [...document.getElementById("turns").children].indexOf(turn);
const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
let openedFrom = null;

async function openSource(mark) {
  hidePreview();
  const turn = mark.closest(".turn");
  const room = turn.querySelector(".opened");
  const text = room.querySelector(".opened-text");
  // One at a time: nobody reads two, and a document's heading has one id.
  for (const other of document.querySelectorAll(".answer.is-open")) if (!turn.contains(other)) foldSource(other.closest(".turn"));
  openedFrom = mark;
  turn.querySelector(".answer").classList.add("is-open");
  turn.querySelector(".source-list").hidden = true;
  room.hidden = false;
  text.textContent = texts().openingSource;
  markCurrent(turn, mark.dataset.cite);
  const shown = await call("source", { turn: current.turns[numberOf(turn)], n: Number(mark.dataset.cite) });
  if (openedFrom !== mark) return;
  if (shown.error) {
    text.textContent = shown.error;
    return;
  }
  text.innerHTML = shown.html;
  showMark(text);
}

// First the text within its own frame, then the frame within the window.
function showMark(room) {
  const text = room.querySelector(".text");
  const mark = room.querySelector("mark");
  if (text && mark) {
    const offset = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += offset - text.clientHeight / 3;
  }
  room.querySelector("h3")?.focus({ preventScroll: true });
  const target = mark ?? room;
  const box = target.getBoundingClientRect();
  const bottom = document.getElementById("composer").getBoundingClientRect().top;
  if (box.top < 0 || box.bottom > bottom) {
    target.scrollIntoView({ block: "center", behavior: isCalm() ? "auto" : "smooth" });
  }
}

function markCurrent(turn, number) {
  for (const one of turn.querySelectorAll(".cite")) {
    if (one.dataset.cite === number) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
}

function foldSource(turn) {
  turn.querySelector(".answer").classList.remove("is-open");
  turn.querySelector(".opened").hidden = true;
  turn.querySelector(".opened-text").replaceChildren();
  turn.querySelector(".source-list").hidden = false;
  markCurrent(turn, "");
}

function closeSource(turn) {
  foldSource(turn);
  const back = turn.contains(openedFrom) ? openedFrom : turn.querySelector(".source-list .cite");
  openedFrom = null;
  back?.focus();
}

// The first line of a preview says where, the rest is the quotation.
function showPreview(mark) {
  const preview = document.getElementById("preview");
  const [where, ...quotation] = mark.dataset.preview.split("\n");
  const line = document.createElement("b");
  line.textContent = where;
  const text = document.createElement("span");
  text.textContent = quotation.join(" ");
  preview.replaceChildren(line, text);
  preview.hidden = false;
  mark.setAttribute("aria-describedby", "preview");
  const box = mark.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - preview.offsetWidth - 8));
  const above = box.top - preview.offsetHeight - 6;
  preview.style.left = `${left}px`;
  preview.style.top = `${above > 0 ? above : box.bottom + 6}px`;
}

function hidePreview() {
  const preview = document.getElementById("preview");
  if (!preview || preview.hidden) return;
  preview.hidden = true;
  for (const mark of document.querySelectorAll("[aria-describedby=preview]")) mark.removeAttribute("aria-describedby");
}

async function copyText(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // The clipboard interface exists only on loopback and HTTPS; an office server may be plain HTTP.
    const area = document.createElement("textarea");
    area.value = button.dataset.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  announce(button.dataset.copied);
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
}
