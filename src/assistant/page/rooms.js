// The other rooms of the page: views, documents, export, feedback, dialogs. Shares its scope; see page.js.

const VIEWS = ["ask", "documents", "about"];
// A search begins when typing pauses.
const TYPING_MS = 250;
let typing = null;
let rated = null;

function showView() {
  const named = location.hash.slice(1);
  const view = VIEWS.includes(named) ? named : "ask";
  document.body.dataset.view = view;
  for (const link of document.querySelectorAll("#topbar [data-view]")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view === "documents") listDocuments();
  if (VIEWS.includes(named)) window.scrollTo(0, 0);
}

async function listDocuments() {
  const search = document.getElementById("search-documents").value;
  const shown = await call("documents", { search });
  if (search !== document.getElementById("search-documents").value) return;
  document.getElementById("documents-text").textContent = shown.error ?? shown.text;
  document.getElementById("documents-list").innerHTML = shown.html ?? "";
}

async function openDocument(button) {
  const shown = await call("document", { document: button.dataset.document });
  const room = document.getElementById("reading");
  const text = room.querySelector(".opened-text");
  if (shown.error) text.textContent = shown.error;
  else text.innerHTML = shown.html;
  room.hidden = false;
  document.body.classList.add("is-reading");
  for (const one of document.querySelectorAll(".document[aria-current]")) one.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
  const { top } = room.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight / 2) room.scrollIntoView({ block: "start" });
  text.querySelector("h3")?.focus({ preventScroll: true });
}

function closeDocument() {
  document.getElementById("reading").hidden = true;
  document.body.classList.remove("is-reading");
  const button = document.querySelector(".document[aria-current]");
  button?.removeAttribute("aria-current");
  button?.focus();
}

async function exportNote(way) {
  document.getElementById("export-dialog").close();
  const shown = await call("note", { turns: current.turns, title: current.title });
  if (shown.error) return showHint(shown.error);
  if (way === "print") {
    document.getElementById("note").innerHTML = shown.html;
    return window.print();
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([shown.markdown], { type: "text/markdown;charset=utf-8" }));
  link.download = shown.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function openFeedback(button) {
  const turn = button.closest(".turn");
  rated = { button, number: numberOf(turn), helpful: button.dataset.rate === "good" };
  const dialog = document.getElementById("feedback-dialog");
  for (const check of dialog.querySelectorAll("input")) check.checked = false;
  document.getElementById("feedback-comment").value = "";
  document.getElementById("feedback-problem").textContent = "";
  document.getElementById("feedback-reasons").hidden = rated.helpful;
  dialog.showModal();
}

async function sendFeedback() {
  const dialog = document.getElementById("feedback-dialog");
  const { button, number, helpful } = rated;
  const sent = await call("rate", {
    turn: current.turns[number],
    history: current.turns.slice(0, number).map((one) => one.question),
    helpful,
    reasons: [...dialog.querySelectorAll("[name=reason]:checked")].map((check) => check.value),
    comment: document.getElementById("feedback-comment").value,
  });
  if (sent.error) {
    document.getElementById("feedback-problem").textContent = sent.error;
    return;
  }
  dialog.close();
  for (const one of button.parentElement.querySelectorAll(".rate")) one.remove();
  announce(texts().feedbackThanks);
  showHint("");
}

let confirmed = null;
function confirmFirst(question, action) {
  confirmed = action;
  document.getElementById("confirm-text").textContent = question;
  document.getElementById("confirm-dialog").showModal();
}

function chooseLanguage(language) {
  document.cookie = `bahasa=${language}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
}

function switchTheme() {
  const isDark = document.body.classList.toggle("dark");
  localStorage.setItem("tema", isDark ? "dark" : "light");
}

function restoreTheme() {
  const chosen = localStorage.getItem("tema");
  if (chosen) document.body.classList.toggle("dark", chosen === "dark");
}

// Only where one signed in is there something to sign out of.
async function showSignOut() {
  try {
    const user = await (await fetch("gradio_api/user")).json();
    if (user) document.getElementById("sign-out").hidden = false;
  } catch {
    // Without it the page works all the same.
  }
}
