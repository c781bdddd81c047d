"""Links and pictures lead somewhere, and every page can be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from openlien.project.environment import REPOSITORY

from .pages import PAGES, anchors, links, name_of

PICTURES = REPOSITORY / "docs" / "pictures"
PICTURE_BYTES_MAX = 150 * 1024
INDEX = REPOSITORY / "docs" / "README.md"
FOUND_THROUGH_THEIR_OWN_INDEX = ("docs/decisions/", "docs/formulas/")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_the_page_leads_somewhere(page: Path) -> None:
    broken = [str(link) for link in links(page) if not link.file.exists()]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_heading_that_the_page_points_to_is_there(page: Path) -> None:
    pointed = [
        link for link in links(page) if link.anchor and link.file.suffix == ".md" and link.file.exists()
    ]
    assert [str(link) for link in pointed if link.anchor not in anchors(link.file)] == []


def test_every_picture_is_shown_and_small() -> None:
    shown = {link.file for page in PAGES for link in links(page)}
    pictures = set(PICTURES.iterdir())
    assert pictures
    assert pictures - shown == set()
    assert [path.name for path in pictures if path.stat().st_size > PICTURE_BYTES_MAX] == []


def test_the_index_lists_every_page() -> None:
    listed = {link.file for link in links(INDEX)} | {INDEX}
    missing = [
        name_of(page)
        for page in PAGES
        if page.is_relative_to(INDEX.parent)
        and page not in listed
        and not name_of(page).startswith(FOUND_THROUGH_THEIR_OWN_INDEX)
    ]
    assert missing == []
