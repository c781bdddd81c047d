"""Who may open which case page, and what a foreign or missing case looks like."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Permission, Role, roles_allowing
from tests import cast

from .reading import words

pytestmark = pytest.mark.django_db

TABS = ("", "bills", "money", "activity", "bills.csv")
UNSCOPED = [role for role in Role if role is not Role.PROVIDER]


def addresses(case: object) -> dict[str, Permission]:
    bill = case.bills.first()
    return {
        f"/cases/{case.number}/stage-changes/new": Permission.CASES_EDIT,
        f"/cases/{case.number}/receipts/new": Permission.PAYMENTS_RECORD,
        f"/cases/{case.number}/bills/{bill.id}/adjustments/new": Permission.ADJUSTMENTS_RECORD,
        "/cases/export.csv": Permission.PORTFOLIO_EXPORT,
        "/cases/export.xlsx": Permission.PORTFOLIO_EXPORT,
    }


@pytest.mark.parametrize("role", UNSCOPED)
def test_every_role_opens_what_its_permissions_say(browser: Callable[..., Client], role: Role) -> None:
    case, client = cast.ready_cases().settled, browser(role)
    for tab in TABS:
        assert client.get(f"/cases/{case.number}/{tab}").status_code == 200
    for address, permission in addresses(case).items():
        expected = 200 if role in roles_allowing(permission) else 403
        assert client.get(address).status_code == expected, address


@pytest.mark.parametrize("role", UNSCOPED)
def test_a_page_offers_what_the_role_may_do_and_nothing_else(
    browser: Callable[..., Client], role: Role
) -> None:
    case = cast.ready_cases().settled
    client = browser(role)
    page, listed = client.get(f"/cases/{case.number}/bills"), client.get("/cases/")
    for action, permission, shown in (
        ("stage-changes/new", Permission.CASES_EDIT, page),
        ("receipts/new", Permission.PAYMENTS_RECORD, page),
        ("adjustments/new", Permission.ADJUSTMENTS_RECORD, page),
        ("/cases/export.csv", Permission.PORTFOLIO_EXPORT, listed),
    ):
        assert (action in shown.content.decode()) is (role in roles_allowing(permission)), action


def test_somebody_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    case = cast.ready_cases().settled
    for address in ("/cases/", f"/cases/{case.number}/", "/search/palette?q=zoe", *addresses(case)):
        assert client.get(address).status_code == 302, address


def test_a_foreign_case_looks_like_a_missing_one(browser: Callable[..., Client]) -> None:
    ready = cast.ready_cases()
    provider = browser(
        Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group("Bayline Care Partners")
    )
    for number in (ready.litigating.number, "CASE-2026-99999"):
        for tab in TABS:
            answer = provider.get(f"/cases/{number}/{tab}")
            assert (answer.status_code, "Kai Calder" in answer.content.decode()) == (404, False)
    assert provider.get(f"/cases/{ready.settled.number}/").status_code == 200


def test_a_provider_reads_its_own_bills_and_no_internal_matters(browser: Callable[..., Client]) -> None:
    case = cast.ready_cases().settled
    cast.make_bill(case, "700.00", facility_name="Summit Pain Institute", tranche="Pool 7")
    provider = browser(
        Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group("Ridgeway Medical Group")
    )
    page = words(provider.get(f"/cases/{case.number}/bills"))
    assert "Total, 1 bill 700.00" in page
    assert "Pool 7" not in page
    assert "Coastal MRI" not in page
    assert "Liens" not in words(provider.get(f"/cases/{case.number}/"))
    assert "No money has come in" in words(provider.get(f"/cases/{case.number}/money"))


def test_somebody_limited_to_a_firm_cannot_change_a_foreign_case(browser: Callable[..., Client]) -> None:
    ready = cast.ready_cases()
    client = browser(Role.NEGOTIATIONS_MANAGER, scope_kind="law_firm", scope=cast.firm("Osprey Legal"))
    bill = ready.settled.bills.first()
    own = f"/cases/{ready.litigating.number}"
    for address in (
        *addresses(ready.settled),
        f"{own}/bills/{bill.id}/adjustments/new",
        f"{own}/bills/{uuid4()}/adjustments/new",
    ):
        if "export" not in address:
            assert client.post(address, {"stage": "pending"}).status_code == 404, address
    assert client.get(f"{own}/receipts/new").status_code == 200


def test_every_view_of_a_record_is_noted_once(browser: Callable[..., Client]) -> None:
    case, client = cast.ready_cases().settled, browser(Role.NEGOTIATIONS_MANAGER)
    for tab in TABS:
        client.get(f"/cases/{case.number}/{tab}")
    client.get("/cases/CASE-2026-99999/")
    noted = AccessEntry.objects.order_by("id").values_list("what", "case_number", "rows")
    assert list(noted) == [
        *((what, case.number, 1) for what in ("Case summary", "Case bills", "Case money", "Case activity")),
        ("Case bills export", case.number, 2),
    ]
