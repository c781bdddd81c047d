"""A case with a round and a settlement, people with addresses, and a mail server to hand mail to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from openlien.cases.models import ContactPoint
from tests import cast
from tests.domain.settlement.calls import Cast, make_cast

from .servers import Postbox, at, free_port, listening

ADJUSTER, ATTORNEY = "ivy.stone@northfield.example", "gus@pacificcrest.example"


@pytest.fixture
def of(db: None) -> Cast:
    """The case; its adjuster and its attorney have e-mail addresses."""
    made = make_cast()
    for kind, name, address in (("adjuster", "Ivy Stone", ADJUSTER), ("attorney", "Gus Ember", ATTORNEY)):
        ContactPoint.objects.create(
            party=cast.party(kind, name), kind="email", value=address, is_primary=True
        )
    return made


@pytest.fixture
def postbox(settings: pytest.FixtureRequest) -> Iterator[Postbox]:
    """What the mail server that is set takes."""
    box, port = Postbox(), free_port()
    settings.MAIL_SERVER, settings.MAIL_FROM = at(port), "office@lakeview.example"  # type: ignore[attr-defined]
    with listening(box, port):
        yield box
