"""The pages of the documentation, taken apart: headings, links, pictures, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from openlien.project.environment import REPOSITORY

PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
ELSEWHERE = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Link:
    """A link or picture of a page that points into the repository."""

    page: Path
    target: str

    @property
    def file(self) -> Path:
        """The file it points to."""
        path = self.target.partition("#")[0]
        return (self.page.parent / path).resolve() if path else self.page

    @property
    def anchor(self) -> str:
        """The heading it points to, blank for none."""
        return self.target.partition("#")[2]

    def __str__(self) -> str:
        return f"{name_of(self.page)}: {self.target}"


def name_of(page: Path) -> str:
    """The page as the repository names it."""
    return page.relative_to(REPOSITORY).as_posix()


def links(page: Path) -> Iterator[Link]:
    """The links and pictures of a page that stay in the repository."""
    for token in _tokens(page):
        for child in token.children or []:
            target = child.attrGet("href") or child.attrGet("src")
            if target and not str(target).startswith(ELSEWHERE):
                yield Link(page, str(target))


def anchors(page: Path) -> set[str]:
    """The names under which the headings of a page can be reached."""
    tokens = _tokens(page)
    headings = [
        tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"
    ]
    return {_anchor(heading) for heading in headings}


def blocks(page: Path) -> list[str]:
    """The code blocks of a page, fenced and indented."""
    return [token.content for token in _tokens(page) if token.type in {"fence", "code_block"}]


def _tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def _anchor(heading: str) -> str:
    # As code hosts make them: lower case, punctuation gone, blanks as hyphens.
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
