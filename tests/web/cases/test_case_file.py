"""People and coverage on the summary of a case, and the drawers in which they are entered."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from openlien.cases.models import CaseExpense, Coverage, Injury, Plaintiff
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Permission, Role, roles_allowing
from openlien.kit.money import Money
from tests import cast
from tests.domain.settlement.calls import Cast, expense, make_cast, negotiate, usd

from .reading import hidden, links, words

pytestmark = pytest.mark.django_db

PARTS = ("plaintiffs", "injuries", "policies", "expenses")
POLICY = {
    "insurer": "Copper Mutual",
    "kind": "um",
    "policy_number": "CM-1",
    "claim_number": "77-A",
    "insured_name": "Dale Rowe",
    "limit_per_person": "15,000",
    "limit_per_accident": "$30,000.00",
    "adjuster": "Ivy Stone",
    "adjuster_phone": "(213) 555-0142",
    "adjuster_email": "ivy@copper.example",
    "administrator": "Claims Depot",
}
EXPENSE = {"description": "Expert, Ada Finch", "incurred_on": "11/02/2026", "amount": "1,200.50"}


@pytest.fixture
def of(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def coordinator(browser: Callable[..., Client]) -> Client:
    return browser(Role.SETTLEMENT_COORDINATOR)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: cast.AS_OF)


def start(of: Cast, part: str = "") -> str:
    return f"/cases/{of.case.number}/{part}"


def addresses(of: Cast) -> list[str]:
    injury = Injury.objects.create(plaintiff=of.finn, name="Broken wrist")
    rows = (of.finn, injury, of.coverage, expense(of, "5.00"))
    return [
        address
        for part, row in zip(PARTS, rows, strict=True)
        for address in (f"{part}/new", f"{part}/{row.id}", f"{part}/{row.id}/remove")
    ] + ["facts", "patient"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVIDER])
def test_who_may_change_a_case_opens_every_drawer(
    browser: Callable[..., Client], of: Cast, role: Role
) -> None:
    client, may = browser(role), role in roles_allowing(Permission.CASES_EDIT)
    found = addresses(of)
    for address in found:
        assert client.get(start(of, address)).status_code == (200 if may else 403), address
    summary = client.get(start(of))
    offered = links(summary)
    for address in found:
        if not address.endswith("/remove"):
            assert any(link.startswith(start(of, address)) for link in offered) is may, address
    assert "People and coverage" in words(summary)


def test_a_foreign_case_and_a_foreign_row_look_missing(browser: Callable[..., Client], of: Cast) -> None:
    cast.make_bill(of.case)
    other = cast.make_case("Kai Calder", firm_name="Osprey Legal")
    far = browser(Role.SETTLEMENT_COORDINATOR, scope_kind="law_firm", scope=cast.firm("Osprey Legal"))
    found = addresses(of)
    for address in found:
        assert far.get(start(of, address)).status_code == 404, address
        if "new" not in address and address not in {"facts", "patient"}:
            assert far.post(f"/cases/{other.number}/{address}", {"version": "1"}).status_code == 404, address
    provider = browser(
        Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group("Bayline Care Partners")
    )
    assert "People and coverage" not in words(provider.get(start(of)))
    assert far.get(f"/cases/{other.number}/plaintiffs/{uuid4()}").status_code == 404


def test_somebody_who_is_not_signed_in_is_asked_to(client: Client, of: Cast) -> None:
    for address in addresses(of):
        assert client.get(start(of, address)).status_code == 302


def test_a_drawer_is_noted_once(coordinator: Client, of: Cast) -> None:
    coordinator.get(start(of, "plaintiffs/new"))
    entry = AccessEntry.objects.get()
    assert (entry.what, entry.case_number) == ("Case file form", of.case.number)


def test_a_plaintiff_is_added_once_however_often_the_button_is_clicked(coordinator: Client, of: Cast) -> None:
    where = start(of, "plaintiffs/new")
    sent = {"key": hidden(coordinator.get(where), "key"), "name": "Lou Marlow", "born_on": "03/04/2012"}
    for _ in range(2):
        answer = coordinator.post(f"{where}?list=sort%3D-open", {**sent, "weight": "2"})
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            start(of, "?list=sort%3D-open#people-and-coverage"),
        )
    lou = Plaintiff.objects.get(case=of.case, party__name="Lou Marlow")
    assert (lou.weight, lou.party.born_on.isoformat()) == (2, "2012-03-04")
    shown = words(coordinator.get(start(of)))
    assert "Plaintiff added." in shown
    assert "Lou Marlow born Mar 4, 2012, weight 2 Minor" in shown


def test_a_policy_is_entered_with_its_adjuster_and_shown_on_the_settlement_page(
    coordinator: Client, of: Cast
) -> None:
    where = start(of, "policies/new?from=settlement")
    answer = coordinator.post(where, {**POLICY, "plaintiff": str(of.finn.id)})
    assert answer.headers["Location"] == start(of, "settlement")
    policy = Coverage.objects.get(insurer__name="Copper Mutual")
    assert (policy.plaintiff, policy.kind) == (of.finn, "um")
    assert (str(policy.limit_per_person), str(policy.limit_per_accident)) == ("15000.00", "30000.00")
    panel = words(coordinator.get(start(of, "settlement/rounds/new")))
    assert "Claims Depot" in panel
    assert "(213) 555-0142" in panel
    shown = words(coordinator.get(start(of)))
    assert "Ivy Stone · (213) 555-0142 · ivy@copper.example" in shown


def test_an_injury_and_an_expense_are_entered_and_counted(coordinator: Client, of: Cast) -> None:
    sent = {"plaintiff": str(of.zoe.id), "name": "Cervical strain", "description": "C5 to C7"}
    answer = coordinator.post(start(of, "injuries/new"), {**sent, "then": "again"})
    assert answer.headers["Location"] == start(of, "injuries/new")
    coordinator.post(start(of, "expenses/new"), {**EXPENSE, "is_recoverable": "on"})
    spent = CaseExpense.objects.get(case=of.case)
    assert (spent.amount, spent.is_recoverable, spent.is_financed) == (Money("1200.50"), True, False)
    view = words(coordinator.get(start(of, f"settlement/view?of={of.zoe.id}")))
    assert "Cervical strain C5 to C7" in view
    assert "Case expense $600.25" in view


@pytest.mark.parametrize(
    ("part", "sent", "sentence"),
    [
        ("plaintiffs", {"name": "", "weight": "1"}, "Enter the name of the plaintiff."),
        (
            "plaintiffs",
            {"name": "Finn Marlow", "weight": "1"},
            "Finn Marlow is a plaintiff of this case already",
        ),
        ("plaintiffs", {"name": "Lou", "weight": "0"}, "greater than or equal to 1"),
        ("plaintiffs", {"name": "Lou", "weight": "1", "born_on": "12/31/2199"}, "is still to come"),
        ("injuries", {"name": "Sprain", "plaintiff": ""}, "Choose whose injury it is."),
        ("policies", {**POLICY, "insurer": ""}, "Enter the name of the insurer."),
        ("policies", {**POLICY, "kind": "x"}, "Choose one of the types."),
        ("policies", {**POLICY, "limit_per_person": "-1"}, "may not be below 0.00"),
        ("policies", {**POLICY, "adjuster_phone": "soon"}, "Enter the phone number with its area code"),
        ("policies", {**POLICY, "adjuster_email": "ivy"}, "Enter an e-mail address"),
        ("expenses", {**EXPENSE, "amount": "0"}, "An expense is more than 0.00"),
        ("expenses", {**EXPENSE, "incurred_on": "12/31/2199"}, "is still to come"),
        ("expenses", {**EXPENSE, "description": ""}, "Enter what it was spent on."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    coordinator: Client, of: Cast, part: str, sent: dict[str, str], sentence: str
) -> None:
    answer = coordinator.post(start(of, f"{part}/new"), sent)
    assert answer.status_code in {409, 422}
    assert sentence in words(answer)
    typed = next(value for value in sent.values() if value)
    assert f'value="{typed}"' in answer.content.decode()


def test_a_row_is_changed_and_a_stale_one_shows_what_was_saved_meanwhile(
    coordinator: Client, of: Cast
) -> None:
    spent = expense(of, "5.00")
    where = start(of, f"expenses/{spent.id}")
    assert 'value="5.00"' in coordinator.get(where).content.decode()
    assert coordinator.post(where, {**EXPENSE, "version": "1"}).status_code == 302
    stale = coordinator.post(where, {**EXPENSE, "amount": "7.00", "version": "1"})
    assert stale.status_code == 409
    assert "changed this on" in words(stale)
    assert "7.00 1,200.50" in words(stale)
    coordinator.post(where, {**EXPENSE, "amount": "7.00", "version": hidden(stale, "version")})
    spent.refresh_from_db()
    assert (spent.amount, spent.version) == (usd("7.00"), 3)


def test_the_name_of_the_patient_changes_everywhere(coordinator: Client, of: Cast) -> None:
    where = start(of, f"plaintiffs/{of.zoe.id}")
    sent = {"name": "Zoe Marlowe", "born_on": "1990-05-06", "weight": "1", "version": "1"}
    coordinator.post(where, sent)
    shown = words(coordinator.get(start(of)))
    assert "Zoe Marlowe" in shown
    assert "Patient, 36" in shown


def test_removing_asks_first_and_says_what_stands_in_the_way(coordinator: Client, of: Cast) -> None:
    negotiate(of, offer=usd("100.00"))
    where = start(of, f"policies/{of.coverage.id}/remove")
    assert "Remove policy of Northfield Mutual" in words(coordinator.get(where))
    refused = coordinator.post(where, {"version": "1"})
    assert refused.status_code == 409
    assert "It is still named by 1 round of this case" in words(refused)
    spent = expense(of, "5.00")
    gone = coordinator.post(start(of, f"expenses/{spent.id}/remove"), {"version": "1"})
    assert gone.status_code == 302
    assert not CaseExpense.objects.exists()
    assert "Expense removed." in words(coordinator.get(start(of)))


def test_the_settlement_page_leads_to_what_the_case_file_lacks(
    coordinator: Client, browser: Callable[..., Client], of: Cast
) -> None:
    def way(part: str) -> str:
        return start(of, f"{part}/new?from=settlement")

    assert way("policies") in links(coordinator.get(start(of, "settlement/rounds/new")))
    Coverage.objects.all().delete()
    view = coordinator.get(start(of, "settlement/view"))
    assert {way("policies"), way("injuries")} <= set(links(view))
    Plaintiff.objects.filter(case=of.case).delete()
    for address in ("settlement", "settlement/view"):
        assert way("plaintiffs") in links(coordinator.get(start(of, address))), address
    reader = browser(Role.LEGAL_TEAM).get(start(of, "settlement/view"))
    assert not any("/new?from=settlement" in link for link in links(reader))
    assert coordinator.get(start(of, "settlement/view/print")).status_code == 200


def test_what_happened_is_written_and_shown_on_the_settlement_view(coordinator: Client, of: Cast) -> None:
    where = start(of, "facts?from=settlement")
    assert "Rear-ended at a light." in words(coordinator.get(where))
    sent = {"incident_facts": "Struck on green.", "injuries_summary": "Neck.", "version": "1"}
    assert coordinator.post(where, sent).headers["Location"] == start(of, "settlement")
    stale = coordinator.post(where, {**sent, "incident_facts": "Mine"})
    assert stale.status_code == 409
    assert "Mine Struck on green." in words(stale)
    view = words(coordinator.get(start(of, "settlement/view")))
    assert "Incident facts Struck on green. Injuries Neck." in view


def test_the_patient_is_changed_and_shown_on_the_desk(coordinator: Client, of: Cast) -> None:
    where = start(of, "patient")
    sent = {
        "language": "Spanish",
        "gender": "female",
        "marital_status": "widowed",
        "mobile": "(213) 555-0142",
        "email": "ana@patient.example",
        "home": "9 Mill Road, Bay City, CA 90003",
        "work": "4 Pier Street, Bay City, CA 90003",
        "version": str(of.case.patient.version),
    }
    assert "Work address" in words(coordinator.get(where))
    done = coordinator.post(where, sent)
    assert done.headers["Location"] == start(of, "#people-and-coverage")
    desk = coordinator.get(start(of, "negotiation")).content.decode()
    assert "speaks Spanish" in desk
    assert "Female · Widowed" in desk
    for label in ("Mobile (213) 555-0142 of patient", "Work address of patient: 4 Pier Street"):
        assert label in desk
    stale = coordinator.post(where, {**sent, "language": "Tagalog"})
    assert stale.status_code == 409
    assert "Tagalog Spanish" in words(stale)
    for field, bad in (("mobile", "soon"), ("phone", "1"), ("email", "ana"), ("gender", "none")):
        refused = coordinator.post(where, {**sent, field: bad, "version": str(of.case.patient.version + 1)})
        assert refused.status_code == 422, field
        assert f'id="f-{field}-error"' in refused.content.decode(), field


def test_a_policy_is_offered_the_insurers_and_administrators_on_file(of: Cast, coordinator: Client) -> None:
    coordinator.post(start(of, "policies/new"), {"key": uuid4().hex, **POLICY})
    seen = words(coordinator.get("/cases/insurers?q=MUTUAL"))
    assert "Copper Mutual 1 policy" in seen
    assert "Northfield Mutual 1 policy" in seen
    assert "Northfield" not in words(coordinator.get("/cases/insurers?q=copper"))
    assert "Claims Depot 1 policy" in words(coordinator.get("/cases/administrators?q="))
    assert "Not on file yet" in words(coordinator.get("/cases/insurers?q=%00Nobody"))


def test_somebody_of_a_law_firm_is_offered_what_its_own_cases_name(
    of: Cast, browser: Callable[..., Client]
) -> None:
    elsewhere = cast.make_case(firm_name="Harbor Legal")
    Coverage.objects.create(case=elsewhere, insurer=cast.party("insurer", "Harbor Mutual"), kind="bi")
    theirs = browser(Role.SETTLEMENT_COORDINATOR, scope_kind="law_firm", scope=elsewhere.law_firm)
    seen = words(theirs.get("/cases/insurers?q=mutual"))
    assert "Harbor Mutual" in seen
    assert "Northfield" not in seen
