"""What a test reads out of a page."""

from __future__ import annotations

import html
import re


def words(response: object) -> str:
    """The text of a page as a person reads it, with single blanks."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(text))


def links(response: object) -> list[str]:
    """The addresses that a page links to."""
    return [html.unescape(href) for href in re.findall(r'href="([^"]+)"', response.content.decode())]  # type: ignore[attr-defined]


def hidden(response: object, name: str) -> str:
    """The value of a hidden field of a page's form."""
    tag = next(
        tag
        for tag in re.findall(r"<input[^>]+>", response.content.decode())  # type: ignore[attr-defined]
        if f'name="{name}"' in tag
    )
    return html.unescape(re.search(r'value="([^"]*)"', tag)[1])  # type: ignore[index]


def rows(response: object) -> list[str]:
    """The case numbers in the order of the list."""
    return re.findall(r'<th role="rowheader"[^>]*><a[^>]*>(CASE-[0-9-]+)</a>', response.content.decode())  # type: ignore[attr-defined]
