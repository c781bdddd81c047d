"""How tests of the pages' looks render: pages of the gallery and single macros, without a database."""

from __future__ import annotations

from html.parser import HTMLParser

from django.template import engines
from django.test import RequestFactory
from django.urls import resolve

from openlien.identity.actor import Actor, Grant
from openlien.identity.permissions import Role

GALLERY_PAGES = (
    "/gallery/",
    "/gallery/?open=drawer",
    "/gallery/case",
    "/gallery/plain",
    "/gallery/firms?q=har",
    "/gallery/progress?rows=4000",
)


def page(address: str) -> str:
    """The HTML of a page for somebody who is signed in."""
    request = RequestFactory().get(address)
    request.actor = Actor(name="Dana Ortiz", grants=(Grant(Role.AUDITOR),))  # type: ignore[attr-defined]
    match = resolve(request.path)
    answer = match.func(request, *match.args, **match.kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def fragment(source: str, **context: object) -> Markup:
    """The markup of a piece of template."""
    return Markup(engines["jinja2"].env.from_string(source).render(**context))


class Markup(HTMLParser):
    """HTML taken apart: its elements in order, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of every such element."""
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key.replace("_", "-")) == value for key, value in wanted.items())
        ]

    def one(self, tag: str, **wanted: str) -> dict[str, str]:
        """The attributes of the only such element."""
        (found,) = self.all(tag, **wanted)
        return found
