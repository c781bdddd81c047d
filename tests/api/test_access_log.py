"""An answer that names patients leaves one row in the access log with the number of them; any other none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from tests import cast

pytestmark = pytest.mark.django_db
AUDITOR = Role.AUDITOR


def trace() -> list[tuple[str, str, int]]:
    return list(AccessEntry.objects.order_by("id").values_list("what", "source", "rows"))


@pytest.mark.parametrize(
    ("path", "query", "what"),
    [
        ("/receivables/settled-pending", {"asOf": "2026-11-20"}, "Settled, awaiting payment"),
        ("/receivables/at-risk", {"asOf": "2026-11-20"}, "Cases at risk"),
        ("/cases/search", {"q": "marlow"}, "Search"),
    ],
)
def test_a_list_of_cases_leaves_one_row(
    caller: Callable[..., Any], path: str, query: dict[str, str], what: str
) -> None:
    cast.ready_cases()
    cast.make_bill(cast.make_case("Ana Marlow", stage="no_longer_represent"), "700.00")
    answer = caller(AUDITOR).get(path, **query)
    found = len(answer.json()["items"])
    assert found
    assert trace() == [(what, "api", found)]


def test_a_search_that_finds_nobody_leaves_none(caller: Callable[..., Any]) -> None:
    cast.ready_cases()
    assert caller(AUDITOR).get("/cases/search", q="nobody").json() == {"items": []}
    assert trace() == []


def test_figures_leave_none(caller: Callable[..., Any]) -> None:
    cast.ready_cases()
    for path in ("/receivables/summary", "/receivables/by-case-status", "/imports"):
        answer = caller(AUDITOR).get(path)
        assert (answer.status_code, "Marlow" in answer.content.decode()) == (200, False)
    assert trace() == []
