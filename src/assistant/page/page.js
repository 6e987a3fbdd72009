// Runs once when the conversation is put on the page: `element` holds it, `trigger` sends an event to the server.
// The listeners sit on `element` because its content is replaced with every answer.

function openSource(id, moveFocus) {
  const source = document.getElementById(id);
  if (!source) return;
  for (const other of element.querySelectorAll("details.source.is-cited")) other.classList.remove("is-cited");
  source.open = true;
  source.classList.add("is-cited");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  (source.querySelector("mark") || source).scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  if (moveFocus) source.querySelector("summary").focus({ preventScroll: true });
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
  button.disabled = true;
  setTimeout(() => {
    button.textContent = label;
    button.disabled = false;
  }, 1500);
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.ask) trigger("submit", { question: button.dataset.ask });
  else if (button.dataset.retry) trigger("submit", { retry: true });
  else if (button.dataset.copy) copyText(button);
  // A click made with the keyboard has no detail: the focus then follows to the source.
  else if (button.dataset.cite) openSource(button.dataset.cite, event.detail === 0);
});

// A new question scrolls to the top of the window, and again when its answer makes the page long enough for that.
let shown = 0;
let waited = false;
new MutationObserver(() => {
  const turns = element.querySelectorAll(".turn");
  const waits = element.querySelector(".answer--pending") !== null;
  if (turns.length > shown || (waited && !waits)) turns[turns.length - 1]?.scrollIntoView({ block: "start" });
  else if (turns.length === 0 && shown > 0) window.scrollTo(0, 0);
  shown = turns.length;
  waited = waits;
}).observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
