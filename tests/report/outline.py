"""What a page holds, read strictly: tags that do not balance are an error, not to be repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "col", "hr", "img", "link", "meta", "wbr"})
_REFERENCES = ("aria-labelledby", "aria-describedby", "for", "headers")


@dataclass(eq=False)
class Outline(HTMLParser):
    """A parsed page: its elements, ids, references to ids, headings, text and tables."""

    source: str
    tags: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    addresses: list[tuple[str, str, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    scopes: list[str | None] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    _table: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    @property
    def text(self) -> str:
        """All text that is not style, joined by spaces."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute stands twice: {self.get_starttag_text()}"
        if tag not in _VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        for name in _REFERENCES:
            self.references.update(given.get(name, "").split())
        for name, value in given.items():
            self.references.update(re.findall(r"url\(#([^)]*)\)", value))
            if name in {"href", "src", "xlink:href", "srcset", "action", "data", "poster"}:
                self.addresses.append((tag, name, value))
        self._note(tag, given)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self._table = given.get("id", "")
            self.tables[self._table] = []
        if tag == "tr":
            self.tables[self._table].append([])
        if tag in {"td", "th"}:
            self.tables[self._table][-1].append("")
        if tag == "th":
            self.scopes.append(given.get("scope"))
        if tag == "caption":
            self.captions[self._table] = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}> at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words.append(data)
        if "caption" in self.open:
            self.captions[self._table] += data
        if {"td", "th"} & set(self.open):
            cell = self.tables[self._table][-1]
            cell[-1] = " ".join(f"{cell[-1]} {data}".split())
