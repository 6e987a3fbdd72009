"""The page on which one signs in: a whole HTML document, since the framework's own is in another look and half in English."""

from __future__ import annotations

from assistant.page.markup import escape
from assistant.page.wording import PageWording

# The server answers 400 to a wrong name or password. Colours follow the theme that was chosen, else the system's.
_SCRIPT = """
const form = document.querySelector("form");
const problem = document.querySelector("[role=alert]");
const chosen = localStorage.getItem("tema");
const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.body.classList.toggle("dark", dark);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  let status = 0;
  try {
    status = (await fetch("login", { method: "POST", body: new FormData(form) })).status;
  } catch {}
  if (status === 200) return location.reload();
  problem.textContent = status === 400 ? problem.dataset.wrong : problem.dataset.lost;
  form.password.value = "";
  form.password.focus();
});
"""


def sign_in_page(words: PageWording, style: str) -> str:
    """The document in one language; `style` is the page's CSS, which is ours and may not end its own element."""
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(words.product)}</title>'
        f'<link rel="icon" href="favicon.ico"><style>{style}</style></head><body class="sign-in"><main class="gradio-container">'
        f"<h1>{escape(words.product)}</h1><p>{escape(words.sign_in_text)}</p>"
        '<form method="post" action="login">'
        f'<label for="username">{escape(words.sign_in_name)}</label>'
        '<input id="username" name="username" autocomplete="username" autocapitalize="none" required autofocus>'
        f'<label for="password">{escape(words.sign_in_password)}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f'<p role="alert" data-wrong="{escape(words.sign_in_wrong)}" data-lost="{escape(words.connection_lost)}"></p>'
        f'<button type="submit" class="button">{escape(words.sign_in)}</button></form></main>'
        f"<script>{_SCRIPT}</script></body></html>"
    )
