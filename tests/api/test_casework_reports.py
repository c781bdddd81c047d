"""Reports of casework as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openlien.collections.reports import REPORTS
from openlien.identity.permissions import Role
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_list_says_what_each_takes(caller: Callable[..., Any]) -> None:
    items = caller(Role.NEGOTIATIONS_MANAGER).get("/casework-reports").json()["items"]
    assert [item["slug"] for item in items] == [each.slug for each in REPORTS]
    assert items[0]["choices"][0] == {
        "name": "by",
        "label": "By",
        "options": ["firm", "negotiator", "month"],
    }


def test_a_report_has_its_rows_and_totals(caller: Callable[..., Any]) -> None:
    case = cast.make_case()
    cast.make_bill(case, "1000.00")
    cast.pay(case, "300.00", cast.AS_OF)
    api = caller(Role.NEGOTIATIONS_MANAGER)
    query = {"from": "2026-11-01", "to": "2026-11-20"}
    answer = api.get("/casework-reports/negotiator-results", **query).json()
    assert (answer["items"][0]["collected"], answer["totals"]["collected"]) == ("300.00", "300.00")
    assert "$300.00 came in on 1 case" in answer["takeaway"]


def test_a_misspelt_question_is_refused(caller: Callable[..., Any]) -> None:
    api = caller(Role.NEGOTIATIONS_MANAGER)
    assert api.get("/casework-reports/settlement-success", by="planet").status_code == 422
    assert api.get("/casework-reports/plan-compliance", by="firm").status_code == 422
    assert api.get("/casework-reports/unknown").status_code == 404
    assert caller(Role.CUSTOMER_SERVICE).get("/casework-reports/plan-compliance").status_code == 403
