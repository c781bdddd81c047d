"""Words that do not belong into the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openlien.project.environment import REPOSITORY

from .pages import PAGES, links, name_of

README_LINES_MAX = 150
# The names of products in the requirements, put together here so that this file does not hold them.
BRANDS = [
    "".join(parts) for parts in (("Lien", "wise"), ("Smart", "Advocate"), ("Case ", "Clinical"), ("G", "AIN"))
]
FORBIDDEN = {
    "a brand of the requirements": re.compile("|".join(rf"\b{brand}\b" for brand in BRANDS)),
    "a package index": re.compile(r"index" r"-url|\bregistry\b"),
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(work|home|root|Users|opt)/"),
    "an unfinished note": re.compile(r"\b(TODO|FIXME|TBD|XXX)\b"),
}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_page_holds_no_forbidden_word(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = [(what, match[0]) for what, words in FORBIDDEN.items() for match in words.finditer(text)]
    assert found == []


@pytest.mark.parametrize("text", [*BRANDS, "--index" + "-url x", "in /home/olive/liens", "TODO"])
def test_a_forbidden_word_is_noticed(text: str) -> None:
    assert any(words.search(text) for words in FORBIDDEN.values())


def test_the_readme_is_short_and_shows_a_picture() -> None:
    readme = REPOSITORY / "README.md"
    assert len(readme.read_text().splitlines()) <= README_LINES_MAX
    assert "portfolio.png" in {link.file.name for link in links(readme)}
