"""The pages of docs/formulas as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

import openlien
from openlien.kit.errors import NotFound
from openlien.web.jinja import slug, url

FOLDER = Path(openlien.__file__).parents[1] / "docs" / "formulas"
INDEX = "README"
NAME = re.compile(r"[a-z0-9-]{1,60}")
PAGE_LINK = re.compile(r"([a-z0-9-]+)\.md")


@dataclass(frozen=True, slots=True)
class FormulaPage:
    """One page: its title, and its body without the title."""

    name: str
    title: str
    body: Markup


def formula_page(name: str) -> FormulaPage:
    """Return a page of docs/formulas as HTML.

    *Raises*: NotFound when there is none of that name.
    """
    if not NAME.fullmatch(name) or not (FOLDER / f"{name}.md").is_file():
        raise NotFound()
    return _page(name, (FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def formula_index() -> FormulaPage:
    """Return the table of all pages, without the notes for those who write them.

    *Raises*: NotFound when the documentation is not installed beside the program.
    """
    source = FOLDER / f"{INDEX}.md"
    if not source.is_file():
        raise NotFound()
    return _page(INDEX, source.read_text(encoding="utf-8").partition("\n## How to write")[0])


@cache
def _page(name: str, text: str) -> FormulaPage:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    title = tokens[1].content if tokens and tokens[0].tag == "h1" else name
    body = [
        ours
        for place in range(3, len(tokens))
        for ours in _ours(tokens[place], tokens[place + 1 : place + 2])
    ]
    # The reader escapes all text of the page and drops HTML, so what it renders is ours alone.
    return FormulaPage(name, title, Markup(reader.renderer.render(body, reader.options, {})))


def _ours(token: Token, following: list[Token]) -> list[Token]:
    """The token in the looks of our pages: our tables, anchors, links between pages, quiet fences."""
    if token.type == "table_open":
        token.attrSet("class", "table")
    elif token.type == "heading_open" and following:
        token.attrSet("id", slug(following[0].content))
    elif token.type == "inline":
        for child in token.children or []:
            if child.type == "link_open" and (link := PAGE_LINK.fullmatch(str(child.attrGet("href")))):
                child.attrSet("href", url("formulas:page", link[1]))
    elif token.type == "fence" and token.content.startswith("calls:"):
        return _checked_by(token.content.partition(":")[2].strip())
    return [token]


def _checked_by(function: str) -> list[Token]:
    words = Token("inline", "", 0)
    sentence = Token("text", "", 0)
    sentence.content = "The tests run these rows against "
    code = Token("code_inline", "code", 0)
    code.content = function
    words.children = [sentence, code]
    return [
        Token("paragraph_open", "p", 1, attrs={"class": "checked"}),
        words,
        Token("paragraph_close", "p", -1),
    ]
