"""Pages as tests read them: tables by their name, words, ids and links."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import python_calamine
from django.http import HttpResponseBase
from django.test import Client

NUMBER = re.compile(r"−?[\d,]+(\.\d+)?%?")
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "use", "rect", "line", "path", "circle"})


@dataclass
class ShownTable:
    """One table as printed: the texts of its heads, its rows and its last row."""

    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """A page taken apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tables: dict[str, ShownTable] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._table: ShownTable | None = None
        self._section = ""
        self._cell: list[str] | None = None
        self.feed(html)

    @property
    def text(self) -> str:
        """All words of the page, with single spaces."""
        return " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name) for name in given]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "table" and given.get("role") == "table":
            self._table = self.tables.setdefault(given["aria-label"], ShownTable())
        if tag in ("thead", "tbody", "tfoot"):
            self._section = tag
        if tag == "tr" and self._table and self._section == "tbody":
            self._table.rows.append([])
        if tag in ("td", "th") and self._table:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._table and self._cell is not None:
            text = " ".join(" ".join(self._cell).split())
            {"thead": self._table.heads, "tfoot": self._table.foot}.get(
                self._section, self._table.rows[-1] if self._table.rows else []
            ).append(text)
            self._cell = None
        if tag == "table":
            self._table = None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._cell is not None:
            self._cell.append(data)


def read(client: Client, address: str, *, status: int = 200) -> Page:
    """The page at an address, which has to answer with this status."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-2000:]
    return Page(response.content.decode())


def plain(text: str) -> str:
    """A cell as an export writes it: no dash for nothing, no separators, no percent sign."""
    if text == "—":
        return ""
    return text.replace(",", "").rstrip("%").replace("−", "-") if NUMBER.fullmatch(text) else text


def csv_rows(response: HttpResponseBase) -> list[list[str]]:
    """The rows of a CSV answer, heads first."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(text)))


def xlsx_rows(response: HttpResponseBase) -> list[list[object]]:
    """The rows of an XLSX answer, heads first."""
    assert response.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response)))  # type: ignore[arg-type]
    return book.get_sheet_by_index(0).to_python()


def falls(values: list[str]) -> bool:
    """Whether these printed numbers never rise."""
    numbers = [float(plain(value)) for value in values]
    return all(one >= other for one, other in pairwise(numbers))
