"""The Settlement View: the sections of requirement 2 for one plaintiff, and who opens which page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from openlien.cases.models import Coverage, Injury
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Permission, Role, roles_allowing
from tests import cast
from tests.domain.settlement.calls import (
    Cast,
    expense,
    lien,
    money_out,
    negotiate,
    settle,
    usd,
)

from .reading import page_of, row_of, words_of

pytestmark = pytest.mark.django_db


def test_the_view_has_every_section_for_the_plaintiff_chosen(of: Cast, coordinator: Client) -> None:
    Injury.objects.create(plaintiff=of.zoe, name="Cervical strain", description="C5 to C7")
    Injury.objects.create(plaintiff=of.finn, name="Broken wrist")
    lien(of, "County Hospital", "hospital", "9000.00", negotiated=usd("6000.00"), comments="Agreed by phone")
    expense(of, "1500.00", plaintiff=of.zoe)
    negotiate(of, held_on=date(2026, 1, 3), demand=usd("90000.00"), offer=usd("20000.00"))
    negotiate(of, held_on=date(2026, 1, 5), demand=usd("0.00"), plaintiff_id=None)
    answer = coordinator.get(page_of(of, "/view"))
    seen = words_of(answer)
    for text in (
        "Incident facts Rear-ended at a light.",
        "Injuries Neck and back.",
        "Cervical strain C5 to C7",
        "Case expense $1,500.00",
        "Last demand $90,000.00",
        "Last offer $20,000.00",
    ):
        assert text in seen
    assert "Broken wrist" not in seen
    row = row_of(answer, "Agreed by phone")
    assert row == "County Hospital Hospital 6,000.00 Agreed by phone"
    assert "Broken wrist" in words_of(coordinator.get(page_of(of, f"/view?of={of.finn.id}")))


def test_coverage_leaves_out_duplicates_and_other_plaintiffs_and_lists_administrators(
    of: Cast, coordinator: Client
) -> None:
    first = Coverage.objects.get(id=of.coverage.id)
    Coverage.objects.filter(id=first.id).update(administrator=cast.party("tpa", "Claims Depot"))
    Coverage.objects.create(
        case=of.case,
        insurer=first.insurer,
        adjuster=first.adjuster,
        insured_name="Dale Rowe",
        claim_number="NM-77",
        limit_per_person=first.limit_per_person,
        limit_per_accident=first.limit_per_accident,
    )
    Coverage.objects.create(
        case=of.case, insurer=cast.party("insurer", "Tideline Auto"), kind="um", plaintiff=of.finn
    )
    answer = coordinator.get(page_of(of, f"/view/print?of={of.zoe.id}"))
    assert words_of(answer).count("Northfield Mutual") == 1
    assert row_of(answer, "Claims Depot").startswith("Claims Depot Bodily injury · Third-party administrator")
    assert "Tideline Auto" not in words_of(answer)
    assert "Tideline Auto" in words_of(coordinator.get(page_of(of, f"/view?of={of.finn.id}")))


def test_the_view_prints_on_a_page_of_its_own(of: Cast, coordinator: Client) -> None:
    answer = coordinator.get(page_of(of, "/view/print"))
    assert "Rear-ended at a light." in words_of(answer)
    assert "data-print-now" in answer.content.decode()


def test_a_plaintiff_of_another_case_is_not_shown(of: Cast, coordinator: Client) -> None:
    other = cast.make_case("Wren Adair").plaintiffs.get()
    assert coordinator.get(page_of(of, f"/view?of={other.id}")).status_code == 404


UNSCOPED = [role for role in Role if role is not Role.PROVIDER]


@pytest.mark.parametrize("role", UNSCOPED)
def test_each_role_opens_what_its_permissions_say(
    of: Cast, browser_of: Callable[[Role], Client], role: Role
) -> None:
    row, settled = negotiate(of), settle(of)
    check = money_out(of, settled, "100.00")
    client = browser_of(role)
    one = f"/settlements/{settled.id}"
    for rest, needed in (
        ("", Permission.SETTLEMENTS_VIEW),
        ("/view", Permission.SETTLEMENTS_VIEW),
        (f"/rounds/{row.id}/print", Permission.SETTLEMENTS_VIEW),
        ("/rounds/new", Permission.SETTLEMENTS_EDIT),
        (f"/rounds/{row.id}", Permission.SETTLEMENTS_EDIT),
        (f"/rounds/{row.id}/delete", Permission.SETTLEMENTS_EDIT),
        (one, Permission.SETTLEMENTS_EDIT),
        (f"{one}/delete", Permission.SETTLEMENTS_EDIT),
        (f"{one}/fees/new", Permission.CHECKS_EDIT),
        ("/checks/new", Permission.CHECKS_EDIT),
        ("/checks/distribution", Permission.CHECKS_EDIT),
        (f"/checks/{check.id}", Permission.CHECKS_EDIT),
    ):
        expected = 200 if role in roles_allowing(needed) else 403
        assert client.get(page_of(of, rest)).status_code == expected, rest


def test_a_reader_sees_the_tables_and_may_only_print(of: Cast, browser_of: Callable[[Role], Client]) -> None:
    row, settled = negotiate(of), settle(of)
    money_out(of, settled, "100.00")
    body = browser_of(Role.LEGAL_TEAM).get(page_of(of)).content.decode()
    assert f"/rounds/{row.id}/print" in body
    assert f"/rounds/{row.id}/delete" not in body
    assert 'name="check"' not in body


def test_a_provider_does_not_see_a_settlement(of: Cast, client: Client) -> None:
    client.force_login(cast.make_user(Role.PROVIDER, scope_id=cast.provider_group().id))
    assert client.get(page_of(of)).status_code == 403


def test_what_belongs_to_another_case_is_not_there(of: Cast, coordinator: Client, accountant: Client) -> None:
    row, settled = negotiate(of), settle(of)
    check = money_out(of, settled, "100.00")
    other = f"/cases/{cast.make_case('Wren Adair').number}/settlement"
    for rest in (f"/rounds/{row.id}", f"/settlements/{settled.id}", f"/rounds/{uuid4()}"):
        for more in ("", "/delete", "/print"):
            assert coordinator.get(f"{other}{rest}{more}").status_code == 404
    for rest in (f"/checks/{check.id}", f"/checks/{check.id}/delete", f"/settlements/{settled.id}/fees/new"):
        assert accountant.get(f"{other}{rest}").status_code == 404


def test_reading_the_page_leaves_one_row_in_the_access_log(of: Cast, coordinator: Client) -> None:
    coordinator.get(page_of(of))
    coordinator.get(page_of(of, "/view"))
    seen = AccessEntry.objects.order_by("id").values_list("what", flat=True)
    assert list(seen)[-2:] == ["Negotiations and settlements", "Settlement view"]
