"""Where on the page somebody is: which plaintiff is shown, which settlement is open, where they came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest

from ..jinja import url


@dataclass(frozen=True, slots=True)
class Place:
    """The page of a case as its address says; every drawer over it keeps the place."""

    number: str
    plaintiff: str = ""
    opened: str = ""
    came_from: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The place as the query of an address; blank values fall away there."""
        return {"plaintiff": self.plaintiff, "open": self.opened, "list": self.came_from}

    @property
    def page(self) -> str:
        """The address of the page itself."""
        return url("cases:settlement", self.number, query=self.query)

    @property
    def plaintiff_id(self) -> UUID | None:
        """The plaintiff that is shown; None for all."""
        return uuid_or_none(self.plaintiff)

    def to(self, name: str, *parts: object) -> str:
        """The address of a drawer over this place, such as `round`."""
        return url(f"settlement:{name}", self.number, *parts, query=self.query)

    def showing(self, plaintiff: str) -> Place:
        """The place with another plaintiff shown."""
        return replace(self, plaintiff=plaintiff)

    def opening(self, settlement: str) -> Place:
        """The place with the checks of that settlement open; none for blank."""
        return replace(self, opened=settlement)


def place_of(request: HttpRequest, number: str) -> Place:
    """The place that the address names; what is no id counts as blank."""
    plaintiff, opened = (request.GET.get(name, "") for name in ("plaintiff", "open"))
    return Place(
        number,
        plaintiff if uuid_or_none(plaintiff) else "",
        opened if opened == NONE_OPEN or uuid_or_none(opened) else "",
        request.GET.get("list", "")[:2000],
    )


NONE_OPEN = "none"


def uuid_or_none(text: str) -> UUID | None:
    """The id that the text is; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
