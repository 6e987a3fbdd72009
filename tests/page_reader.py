"""What a browser would see in a piece of the page: its elements with their attributes, and the text inside them."""

from __future__ import annotations

from html.parser import HTMLParser

Outline = list[tuple[str, list[str]]]
"""Every element with the names of its attributes: what a text must not be able to change."""
# Elements that hold nothing, and so have no end.
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class PageReader(HTMLParser):
    """Reads HTML whose elements are all closed; any other fails."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[tuple[str, int]] = []
        self._closed: list[tuple[str, int, int]] = []
        self.feed(html)
        self.close()
        assert not self._open, f"Not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened, start = self._open.pop()
        assert opened == tag, f"{opened} is closed by {tag}"
        self._closed.append((tag, start, len(self.text)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def outline(self) -> Outline:
        return [(tag, sorted(attributes)) for tag, attributes in self.elements]

    def attributes(self, name: str) -> list[str | None]:
        """The values of an attribute, of whatever element."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    def texts(self, tag: str) -> list[str]:
        """The text inside every element of a kind, in order."""
        return [
            self.text[start:end] for name, start, end in sorted(self._closed, key=lambda span: span[1:]) if name == tag
        ]
