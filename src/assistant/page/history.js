// Conversations, kept in this browser only. `element`, `trigger` and `server` are given by the page; see page.js.
// A turn is what the server sent of it ({question, …}); nothing here looks inside its answer.

const KEY = "percakapan";
const TITLE_LENGTH = 60;
const texts = () => document.getElementById("texts")?.dataset ?? {};

// What is kept while the browser may not keep anything.
let passing = { format: 1, keep: true, conversations: [] };

function readAll() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept?.keep === false && !passing.keep) return passing;
    if (kept?.format === 1 && Array.isArray(kept.conversations)) return kept;
  } catch {
    // Unreadable, or storage is forbidden: as if nothing were kept.
  }
  return passing;
}

// Another tab may have written meanwhile: read, change, write, all at once.
function changeAll(change) {
  const all = readAll();
  change(all);
  passing = all;
  if (!all.keep) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...all, conversations: [] }));
    } catch {}
    return;
  }
  for (;;) {
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
      return;
    } catch (error) {
      const oldest = all.conversations.filter((one) => one.id !== current.id).sort((a, b) => a.changed - b.changed)[0];
      if (error?.name !== "QuotaExceededError" || !oldest) return;
      all.conversations = all.conversations.filter((one) => one !== oldest);
      showHint(texts().historyFull);
    }
  }
}

// Numbers of its own suffice: crypto.randomUUID exists on HTTPS and loopback only.
const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
const newConversation = () => ({ id: newId(), title: "", changed: Date.now(), turns: [] });

// The conversation on the screen. A reload of this tab comes back to it; a new tab begins a new one.
let current = newConversation();

function keepCurrent() {
  current.changed = Date.now();
  if (!current.title && current.turns.length) current.title = current.turns[0].question.slice(0, TITLE_LENGTH);
  sessionStorage.setItem(KEY, current.id);
  changeAll((all) => {
    const others = all.conversations.filter((one) => one.id !== current.id);
    all.conversations = current.turns.length ? [current, ...others] : others;
  });
}

async function openConversation(conversation) {
  if (asking) abandon();
  current = conversation ?? newConversation();
  sessionStorage.setItem(KEY, current.id);
  const room = document.getElementById("turns");
  room.replaceChildren();
  showWelcome();
  if (!current.turns.length) return window.scrollTo(0, 0);
  const shown = await call("show", { turns: current.turns });
  if (current !== conversation) return;
  if (shown.error) {
    current = newConversation();
    return showHint(shown.error);
  }
  room.innerHTML = shown.html.join("");
  showWelcome();
  room.lastElementChild?.scrollIntoView({ block: "start" });
}

function reopen() {
  const id = sessionStorage.getItem(KEY);
  const kept = readAll().conversations.find((one) => one.id === id);
  if (kept) openConversation(kept);
}

function removeConversations(isGone) {
  changeAll((all) => {
    all.conversations = all.conversations.filter((one) => !isGone(one));
  });
  if (isGone(current)) openConversation(null);
}

// The dialog that lists them: every title is text, put in as text.
function listHistory() {
  const { conversations, keep } = readAll();
  const listed = [...conversations].sort((a, b) => b.changed - a.changed);
  document.getElementById("history-list").replaceChildren(...listed.map(historyEntry));
  document.getElementById("history-empty").hidden = listed.length > 0;
  document.getElementById("history-delete-all").hidden = listed.length === 0;
  document.getElementById("history-keep").checked = keep;
}

function historyEntry(conversation) {
  const entry = document.createElement("li");
  entry.dataset.id = conversation.id;
  if (conversation.id === current.id) entry.setAttribute("aria-current", "true");
  const title = conversation.title || texts().untitled;
  const when = document.createElement("small");
  when.textContent = new Date(conversation.changed).toLocaleString(texts().language, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const open = historyButton("open", title, title);
  open.append(when);
  const rename = historyButton("rename", texts().rename, `${texts().rename}: ${title}`);
  const remove = historyButton("delete", texts().delete, `${texts().delete}: ${title}`);
  entry.append(open, rename, remove);
  return entry;
}

function historyButton(does, text, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = does === "open" ? "open" : "action";
  button.dataset.history = does;
  button.textContent = text;
  if (label !== text) button.setAttribute("aria-label", label);
  return button;
}

function renameIn(entry, conversation) {
  const form = document.createElement("form");
  const input = document.createElement("input");
  input.value = conversation.title;
  input.maxLength = 120;
  input.setAttribute("aria-label", texts().renameLabel);
  const save = historyButton("save", texts().save, texts().save);
  save.type = "submit";
  form.append(input, save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changeAll((all) => {
      const kept = all.conversations.find((one) => one.id === conversation.id);
      if (kept) kept.title = input.value.trim() || kept.title;
    });
    if (conversation.id === current.id) current.title = input.value.trim() || current.title;
    listHistory();
    document.querySelector(`#history-list [data-id="${CSS.escape(conversation.id)}"] button`)?.focus();
  });
  entry.replaceChildren(form);
  input.select();
}

function onHistory(button) {
  const entry = button.closest("li");
  const conversation = readAll().conversations.find((one) => one.id === entry.dataset.id);
  if (!conversation) return listHistory();
  if (button.dataset.history === "open") {
    document.getElementById("history-dialog").close();
    location.hash = "#ask";
    openConversation(conversation);
  } else if (button.dataset.history === "rename") {
    renameIn(entry, conversation);
  } else if (button.dataset.history === "delete") {
    confirmFirst(texts().deleteSure.replace("{title}", conversation.title || texts().untitled), () => {
      removeConversations((one) => one.id === conversation.id);
      listHistory();
    });
  }
}
