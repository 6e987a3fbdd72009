"""Web pages: the article without what stands around it, and what the page says about it. The home of trafilatura."""

from __future__ import annotations

import copy
import datetime
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import trafilatura
from trafilatura.settings import DEFAULT_CONFIG

from assistant.errors import ReadError
from ingest.formats.content import Content
from ingest.formats.kinds import damaged
from ingest.formats.tables import table_lines
from ingest.formats.text import declared_encoding, decode

# Otherwise pages below 250 characters lose their paragraphs and lists to a rescue for what failed.
_ALSO_SHORT = copy.deepcopy(DEFAULT_CONFIG)
_ALSO_SHORT.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
_TAG = re.compile(r"<[a-zA-Z!/]")
_STYLE_TYPE = re.compile(
    r"list-style(?:-type)?\s*:\s*(lower-alpha|lower-latin|upper-alpha|lower-roman|upper-roman|decimal)"
)
_TYPES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I", "decimal": "1"
}  # fmt: skip
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BLOCKS = ("p", "head", "list", "table", "quote", "div", "body")
_CONTAINERS = frozenset("article body center div form main section span table tbody td tr".split())
_MOST_OF_IT = 0.7
_MUCH = 0.1
_COMPARED = 60
_MOST_COMPARED = 1_000
# Left in place of a list's own marks, which the extraction drops.
_MARKED = "\u2063"


def read_webpage(data: bytes) -> Content:
    """The article of an HTML page. Raises ReadError when the bytes are no page."""
    html = decode(data, declared_encoding(data))
    if not _TAG.search(html):
        raise ReadError("tidak berisi HTML, hanya teks biasa. Ganti akhiran nama berkasnya menjadi .txt.")
    content = _extracted(_parsed(html))
    tree = _parsed(html)
    article = _likely_article(tree)
    if article is None or not _lacks(content.text, article):
        return content
    # Where nothing marks the article, the extraction goes by its paragraphs alone and leaves out lists.
    article.tag = "article"
    again = _extracted(tree)
    return again if len(again.text) > len(content.text) else content


def _parsed(html: str) -> Any:
    whole = re.search(r"<(?:html|body|head)\b", html[:10_000], re.IGNORECASE)
    tree = trafilatura.load_html(html if whole else f"<html><body>{html}</body></html>")
    if tree is None:
        raise ReadError(damaged(".html"))
    _mark_items(tree)
    return tree


def _extracted(tree: Any) -> Content:
    found = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        config=_ALSO_SHORT,
        with_metadata=True,
        # The day of publication as the page declares it; no guessing from whatever looks like a date.
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": datetime.date.today()},
    )
    if found is None or isinstance(found, dict):
        return Content(text="")
    return Content(
        text="\n\n".join(filter(None, _blocks(found.body))),
        title=found.title or "",
        publisher=found.sitename or "",
        date=found.date or "",
        url=found.url if found.url and re.match(r"https?://\S+$", found.url) else "",
    )


def _likely_article(tree: Any) -> Any | None:
    """The smallest element that holds most of a page's paragraphs and items, links aside."""
    weights: Counter[Any] = Counter()
    for element in tree.iter("p", "li"):
        own = sum(map(len, _own_words(element)))
        for above in element.iterancestors():
            weights[above] += own
    article = tree.find("body")
    while article is not None and article.tag != "article":
        smaller = next(
            (
                child
                for child in article
                if child.tag in _CONTAINERS and weights[child] > _MOST_OF_IT * weights[article]
            ),
            None,
        )
        if smaller is None:
            return article if article.tag != "body" else _wrapped(article)
        article = smaller
    return None


def _own_words(element: Any) -> list[str]:
    """The words of a paragraph or an item, without links and without what stands below it in other ones."""
    if next(element.iterdescendants("p", "li"), None) is not None:
        return []
    return [
        word for text in element.xpath(".//text()[not(ancestor::a)]") for word in str(text).replace(_MARKED, "").split()
    ]


def _wrapped(body: Any) -> Any:
    """An element around all that a page holds, which may be made its article."""
    around = body.makeelement("div")
    around.text, body.text = body.text, None
    for child in list(body):
        around.append(child)
    body.append(around)
    return around


def _lacks(text: str, article: Any) -> bool:
    """Whether an extracted text leaves out much of an element's paragraphs and items."""
    known = "".join(text.split())
    pieces = ["".join(_own_words(element)) for element in article.iter("p", "li")]
    pieces = pieces[:: 1 + len(pieces) // _MOST_COMPARED]
    missing = sum(len(piece) for piece in pieces if piece[:_COMPARED] not in known)
    return missing > _MUCH * sum(map(len, pieces))


def _mark_items(tree: Any) -> None:
    """Write the numbers and letters of ordered lists into their items: regulations are cited by them."""
    for ordered in tree.iter("ol"):
        style = _STYLE_TYPE.search(ordered.get("style", ""))
        kind = _TYPES[style[1]] if style else ordered.get("type", "1")
        number = _whole_number(ordered.get("start", ""), 1)
        for item in ordered.iterchildren("li"):
            number = _whole_number(item.get("value", ""), number)
            item.text = f"{_MARKED}{_mark(kind, number)}. {item.text or ''}"
            number += 1


def _whole_number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else otherwise


def _mark(kind: str, number: int) -> str:
    if kind in "aA" and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in "iI" and 1 <= number < 40:
        roman, rest = "", number
        for value, letters in _ROMAN:
            while rest >= value:
                roman, rest = roman + letters, rest - value
        return roman.upper() if kind == "I" else roman
    return str(number)


def _blocks(body: Any) -> Iterator[str]:
    """Paragraphs of the extracted tree; the items of a list stand on consecutive lines."""
    if body.tag == "table":
        rows = [[_text_of(cell) for cell in row.iter("cell")] for row in body.iter("row")]
        yield from table_lines(rows, headed=all(cell.get("role") == "head" for cell in next(body.iter("row"), ())))
    elif body.tag == "list":
        items = [_item_line(item, body.get("rend", "")) for item in body.iter("item")]
        yield "\n".join(filter(None, items))
    elif next(body.iterchildren(*_BLOCKS), None) is None:
        yield _text_of(body).replace(_MARKED, "\n")
    else:
        yield (body.text or "").strip()
        for element in body:
            yield from _blocks(element)
            yield (element.tail or "").strip()


def _item_line(item: Any, rendering: str) -> str:
    """An item with its mark; what a nested list holds is told by its own items."""
    text = " ".join(_text_of(item, without="list").split())
    if text.startswith(_MARKED):
        return text[1:]
    return f"- {text}" if text and rendering != "dl" else text


def _text_of(element: Any, without: str = "") -> str:
    """The text of an element and of all below it; a break is a new line."""
    parts = [element.text or ""]
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if isinstance(child, str):
            parts.append(child)
            continue
        waiting.append(child.tail or "")
        if child.tag == "lb":
            parts.append("\n")
        elif child.tag != without:
            parts.append(child.text or "")
            waiting.extend(reversed(child))
    return "".join(parts).strip()
