// The scripts of the page run once, one after the other in one scope, when the conversation is put on the page. `element` holds
// it, `trigger` sends an event to the server, `server` has the functions that may be called there. The listeners sit on the
// document, because its parts come and go.

const PRESSED = {
  new: () => {
    location.hash = "#ask";
    openConversation(null);
    document.querySelector("#question textarea")?.focus();
  },
  history: () => {
    listHistory();
    document.getElementById("history-dialog").showModal();
  },
  theme: switchTheme,
  language: (button) => chooseLanguage(button.dataset.language),
  export: () => document.getElementById("export-dialog").showModal(),
  "export-markdown": () => exportNote("markdown"),
  "export-print": () => exportNote("print"),
  "history-delete-all": () =>
    confirmFirst(texts().deleteAllSure, () => {
      removeConversations(() => true);
      listHistory();
    }),
  "confirm-no": () => document.getElementById("confirm-dialog").close(),
  "confirm-yes": () => {
    document.getElementById("confirm-dialog").close();
    confirmed?.();
  },
  "feedback-send": sendFeedback,
  "close-document": closeDocument,
};

document.addEventListener("click", (event) => {
  if (event.target.closest?.(".skip")) {
    event.preventDefault();
    location.hash = "#ask";
    document.querySelector("#question textarea")?.focus();
  }
  const button = event.target.closest?.("button");
  if (!button || button.disabled) return;
  const data = button.dataset;
  if (Object.hasOwn(PRESSED, button.id)) PRESSED[button.id](button);
  else if (data.ask) sendQuestion(data.ask);
  else if (data.retry) askAgain();
  else if (data.copy) copyText(button);
  else if (data.cite) openSource(button);
  else if (data.sources) closeSource(button.closest(".turn"));
  else if (data.document) openDocument(button);
  else if (data.rate) openFeedback(button);
  else if (data.history) onHistory(button);
  else if (data.close) button.closest("dialog").close();
});

const markOf = (event) => event.target.closest?.(".cite");
document.addEventListener("mouseover", (event) => {
  if (markOf(event)) showPreview(markOf(event));
  else if (!event.target.closest?.("#preview")) hidePreview();
});
document.addEventListener("focusin", (event) => {
  if (markOf(event)?.matches(":focus-visible")) showPreview(markOf(event));
  else hidePreview();
});
document.addEventListener("scroll", hidePreview, { passive: true, capture: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const preview = document.getElementById("preview");
  if (preview && !preview.hidden) return hidePreview();
  const opened = event.target.closest?.(".opened")?.closest(".turn");
  if (opened) closeSource(opened);
  else if (event.target.closest?.("#reading")) closeDocument();
});
document.addEventListener("input", (event) => {
  if (event.target.id === "search-documents") {
    clearTimeout(typing);
    typing = setTimeout(listDocuments, TYPING_MS);
  } else if (event.target.id === "history-keep") {
    changeAll((all) => {
      all.keep = event.target.checked;
    });
    if (event.target.checked) keepCurrent();
  }
});

window.addEventListener("hashchange", showView);
window.addEventListener("reply", (event) => onReply(event.detail));
// The page loads itself again when the server was started anew: what was being typed must not be lost.
// A page that goes before it was complete has nothing to say about that.
let isComplete = false;
window.addEventListener("pagehide", () => {
  if (!isComplete) return;
  sessionStorage.setItem("naskah", document.querySelector("#question textarea")?.value ?? "");
});
window.addEventListener("afterprint", () => document.getElementById("note").replaceChildren());
window.sendQuestion = sendQuestion;
window.stopAsking = stopAsking;

restoreTheme();

// The other parts are put on the page in the same moment, in an order that is the framework's own.
function begin() {
  const parts = ["#texts", "#topbar [data-view]", "#question textarea"];
  if (!parts.every((part) => document.querySelector(part))) return setTimeout(begin, 20);
  showView();
  showSignOut();
  reopen();
  fillBox(sessionStorage.getItem("naskah") ?? "");
  isComplete = true;
}
begin();
