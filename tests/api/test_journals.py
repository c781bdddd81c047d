"""Journals through the interface: written, moved by three people, and every bad input refused by its code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.identity.permissions import Role
from openlien.kit.clock import business_today
from openlien.ledger.models import (
    GLAccount,
    JournalAttachment,
    JournalEntry,
    JournalLine,
    JournalTemplate,
    Posting,
)
from tests import cast, uploads

from .conftest import Caller

pytestmark = pytest.mark.django_db
TODAY = business_today("America/Los_Angeles")


@pytest.fixture(autouse=True)
def _on_the_business_day(settings: Any) -> None:
    settings.BUSINESS_TIME_ZONE = "America/Los_Angeles"


@pytest.fixture
def analyst(caller: Callable[..., Caller]) -> Caller:
    return caller(Role.FINANCIAL_ANALYST)


@pytest.fixture
def manager(caller: Callable[..., Caller]) -> Caller:
    return caller(Role.ACCOUNTING_MANAGER)


@pytest.fixture
def controller(caller: Callable[..., Caller]) -> Caller:
    return caller(Role.CFO_CONTROLLER)


def line(account: str, debit: str = "0.00", credit: str = "0.00", **more: Any) -> dict[str, Any]:
    return {"account": account, "debit": debit, "credit": credit, **more}


def body(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A journal of 300.00 that balances, unless other lines are given."""
    return {
        "template": "manual-adjustment",
        "entryOn": TODAY.isoformat(),
        "description": "Correction",
        "lines": list(lines) or [line("1200", "300.00"), line("2000", credit="300.00")],
        **more,
    }


def written(analyst: Caller, **more: Any) -> dict[str, Any]:
    answer = analyst.post("/ledger/journals", body(**more))
    assert answer.status_code == 201, answer.content
    return answer.json()


def moved(caller: Caller, journal: dict[str, Any], move: str, **more: Any) -> Any:
    return caller.post(f"/ledger/journals/{journal['id']}/{move}", {"version": journal["version"], **more})


def submitted(analyst: Caller, **more: Any) -> dict[str, Any]:
    return moved(analyst, written(analyst, **more), "submission").json()


def approved(analyst: Caller, approver: Caller, **more: Any) -> dict[str, Any]:
    return moved(approver, submitted(analyst, **more), "approval").json()


def posted(analyst: Caller, controller: Caller, manager: Caller) -> dict[str, Any]:
    journal = approved(analyst, controller)
    return manager.post(f"/ledger/journals/{journal['id']}/posting", None).json()


def refused(answer: Any) -> str:
    """The code of a refusal, which is a problem with a whole sentence."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["detail"].rstrip().endswith((".", "?"))
    assert "{" not in problem["detail"]
    assert problem["status"] == answer.status_code
    return problem["code"]


def test_three_people_bring_a_journal_into_the_books(
    analyst: Caller, manager: Caller, controller: Caller
) -> None:
    journal = posted(analyst, controller, manager)
    assert (journal["status"], journal["number"]) == ("posted", f"JE-{TODAY.year}-0000001")
    assert [journal[act]["by"] for act in ("created", "approved", "posted")] == [
        "Financial Analyst",
        "CFO/Controller",
        "Accounting Manager",
    ]
    by_number = analyst.get(f"/ledger/journals/{journal['number']}").json()
    assert by_number["lines"][0] | {"id": None} == journal["lines"][0] | {"id": None}
    assert (by_number["debits"], by_number["isBalanced"]) == ("300.00", True)


def test_posting_again_gives_the_same_number(analyst: Caller, manager: Caller, controller: Caller) -> None:
    journal = posted(analyst, controller, manager)
    again = manager.post(f"/ledger/journals/{journal['id']}/posting", None)
    assert (again.status_code, again.json()["number"]) == (200, journal["number"])


def test_a_reversal_waits_for_approval_and_is_linked_both_ways(
    analyst: Caller, manager: Caller, controller: Caller
) -> None:
    journal = posted(analyst, controller, manager)
    wanted = {"entryOn": TODAY.isoformat(), "reason": "Booked twice"}
    path = f"/ledger/journals/{journal['id']}/reversal"
    made = [manager.post(path, wanted, key="r-1") for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    reversal = made[0].json()
    assert (reversal["id"], reversal["status"]) == (made[1].json()["id"], "pending")
    assert reversal["reverses"]["number"] == journal["number"]
    approved_one = moved(controller, reversal, "approval").json()
    analyst.post(f"/ledger/journals/{approved_one['id']}/posting", None)
    original = analyst.get(f"/ledger/journals/{journal['number']}").json()
    assert (original["status"], original["reversal"]["id"]) == ("reversed", reversal["id"])
    assert refused(manager.post(path, wanted)) == "already_reversed"
    assert refused(manager.post(path, {**wanted, "reason": "Other"}, key="r-1")) == "idempotency_key_reused"


def test_a_rejected_journal_is_changed_and_submitted_again(analyst: Caller, manager: Caller) -> None:
    journal = submitted(analyst)
    rejected = moved(manager, journal, "rejection", reason="Wrong account").json()
    assert (rejected["status"], rejected["rejectionReason"]) == ("rejected", "Wrong account")
    changed = analyst.send(
        "put", f"/ledger/journals/{journal['id']}", {**body(), "version": rejected["version"]}
    ).json()
    assert changed["status"] == "draft"
    assert moved(analyst, changed, "submission").json()["status"] == "pending"


def test_a_withdrawn_draft_is_deleted(analyst: Caller) -> None:
    draft = moved(analyst, submitted(analyst), "withdrawal").json()
    answer = analyst.send("delete", f"/ledger/journals/{draft['id']}?version={draft['version']}", None)
    assert answer.status_code == 204
    assert analyst.get(f"/ledger/journals/{draft['id']}").status_code == 404


def test_a_key_makes_one_draft_for_ever(analyst: Caller) -> None:
    made = [analyst.post("/ledger/journals", body(), key="k-1").json()["id"] for _ in range(2)]
    assert made[0] == made[1]
    assert refused(analyst.post("/ledger/journals", body(description="Other"), key="k-1")) == (
        "idempotency_key_reused"
    )
    assert JournalEntry.objects.count() == 1


def test_the_list_pages_by_cursor_with_totals_over_the_whole_filter(analyst: Caller) -> None:
    for amount in ("1.00", "2.00", "3.00"):
        written(analyst, lines=[line("1200", amount), line("2000", credit=amount)])
    first = analyst.get("/ledger/journals", limit=2).json()
    second = analyst.get("/ledger/journals", limit=2, cursor=first["nextCursor"]).json()
    assert [row["debits"] for row in (*first["items"], *second["items"])] == ["3.00", "2.00", "1.00"]
    assert first["totals"] == second["totals"] == {"journals": 3, "debits": "6.00", "credits": "6.00"}
    assert second["nextCursor"] is None
    assert refused(analyst.get("/ledger/journals", cursor="x")) == "bad_cursor"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "pending"}, 1),
        ({"status": "draft"}, 1),
        ({"account": "1200"}, 2),
        ({"account": "1000"}, 0),
        ({"template": "manual-adjustment"}, 2),
        ({"type": "payment"}, 0),
        ({"q": "CLM-7"}, 1),
        ({"q": "100%"}, 0),
        ({"period": "2026-01-15"}, 0),
        ({"sort": "amount"}, 2),
    ],
)
def test_the_list_is_filtered(analyst: Caller, asked: dict[str, str], found: int) -> None:
    written(analyst, reference="CLM-7")
    submitted(analyst)
    assert analyst.get("/ledger/journals", **asked).json()["totals"]["journals"] == found


def test_the_list_finds_a_case_by_its_number_and_by_its_account(analyst: Caller) -> None:
    case = cast.make_case()
    written(analyst, caseNumber=case.number)
    written(analyst)
    for number in (case.number, case.account.number):
        rows = analyst.get("/ledger/journals", case=number).json()["items"]
        assert [row["caseNumber"] for row in rows] == [case.number]


def test_the_queue_marks_what_the_caller_made(analyst: Caller, manager: Caller) -> None:
    submitted(analyst)
    assert [row["isOwn"] for row in analyst.get("/ledger/approval-queue").json()["items"]] == [True]
    queue = manager.get("/ledger/approval-queue").json()
    assert ([row["isOwn"] for row in queue["items"]], queue["total"]) == ([False], 1)


def test_a_file_is_attached_and_listed(
    analyst: Caller, controller: Caller, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    path = f"/api/ledger/journals/{written(analyst)['id']}/attachments"
    send = {
        role: Client(headers={"Authorization": f"Bearer ol_{role}"})
        for role in ("financial_analyst", "cfo_controller")
    }

    def attach(role: str, name: str, content: bytes) -> Any:
        return send[role].post(path, {"file": SimpleUploadedFile(name, content)})

    made = attach("financial_analyst", "invoice.pdf", uploads.PDF)
    assert (made.status_code, made.json()["items"][0]["title"]) == (201, "invoice.pdf")
    assert send["cfo_controller"].get(path).json() == made.json()
    assert refused(attach("cfo_controller", "a.pdf", uploads.PDF)) == "forbidden"
    assert refused(attach("financial_analyst", "a.exe", b"MZ")) == "file_kind_refused"
    assert JournalAttachment.objects.count() == 1


def _draft_of(*lines: dict[str, Any], **more: Any) -> Callable[..., Any]:
    return lambda analyst, *_: analyst.post("/ledger/journals", body(*lines, **more))


def _submission_of(*lines: dict[str, Any]) -> Callable[..., Any]:
    def submit(analyst: Caller, *_: Caller) -> Any:
        return moved(analyst, written(analyst, lines=list(lines)), "submission")

    return submit


def _inactive_account(analyst: Caller, *_: Caller) -> Any:
    GLAccount.objects.filter(number="1200").update(is_active=False)
    return analyst.post("/ledger/journals", body())


def _inactive_template(analyst: Caller, *_: Caller) -> Any:
    JournalTemplate.objects.filter(code="manual-adjustment").update(is_active=False)
    return analyst.post("/ledger/journals", body())


def _closed_month(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    from openlien.identity.actor import system_actor
    from openlien.ledger.actions.periods import close_period

    close_period(system_actor("job"), date(2026, 9, 1), today=TODAY)
    return moved(analyst, written(analyst, entryOn="2026-09-15"), "submission")


def _locked_month(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    from openlien.identity.actor import system_actor
    from openlien.ledger.actions.periods import close_period, lock_period

    close_period(system_actor("job"), date(2026, 9, 1), today=TODAY)
    lock_period(system_actor("job"), date(2026, 9, 1))
    return moved(analyst, written(analyst, entryOn="2026-09-15"), "submission")


def _wrong_patient(analyst: Caller, *_: Caller) -> Any:
    case, other = cast.make_case(), cast.patient("Kai Calder")
    return analyst.post("/ledger/journals", body(caseNumber=case.number, patientId=str(other.id)))


def _stale(analyst: Caller, *_: Caller) -> Any:
    draft = written(analyst)
    path = f"/ledger/journals/{draft['id']}"
    assert analyst.send("put", path, {**body(), "version": draft["version"]}).status_code == 200
    return analyst.send("put", path, {**body(), "version": draft["version"]})


def _own_approval(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    return moved(manager, submitted(manager), "approval")


def _approver_posts(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    return manager.post(f"/ledger/journals/{approved(analyst, manager)['id']}/posting", None)


def _writer_posts(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    return analyst.post(f"/ledger/journals/{approved(analyst, manager)['id']}/posting", None)


def _unapproved(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    return manager.post(f"/ledger/journals/{submitted(analyst)['id']}/posting", None)


def _changed_by_another(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    draft = written(analyst)
    path = f"/ledger/journals/{draft['id']}"
    changed = manager.send("put", path, {**body(description="Mine"), "version": draft["version"]}).json()
    return moved(analyst, changed, "submission")


def _rejected_without_reason(analyst: Caller, controller: Caller, manager: Caller) -> Any:
    return moved(manager, submitted(analyst), "rejection", reason=" ")


BALANCED = (line("1200", "300.00"), line("2000", credit="300.00"))
REFUSALS: dict[str, tuple[str, Callable[..., Any]]] = {
    "unbalanced": ("out_of_balance", _submission_of(line("1200", "1.00"), line("2000", credit="2.00"))),
    "one line": ("one_line_entry", _submission_of(line("1200", "1.00"))),
    "both sides": ("both_sides", _draft_of(line("1200", "1.00", "1.00"), *BALANCED)),
    "zero": ("both_sides", _draft_of(line("1200"), *BALANCED)),
    "negative": ("both_sides", _draft_of(line("1200", "-1.00"), *BALANCED)),
    "not a number": ("amount_not_exact", _draft_of(line("1200", "NaN"), *BALANCED)),
    "infinity": ("amount_not_exact", _draft_of(line("1200", "Infinity"), *BALANCED)),
    "a number instead of text": ("invalid_input", _draft_of({"account": "1200", "debit": 1.5}, *BALANCED)),
    "third decimal": ("amount_not_exact", _draft_of(line("1200", "1.005"), *BALANCED)),
    "too large": ("amount_not_exact", _draft_of(line("1200", "1" * 13), *BALANCED)),
    "unknown account": ("unknown_account", _draft_of(line("77", "1.00"), line("2000", credit="1.00"))),
    "inactive account": ("account_inactive", _inactive_account),
    "unknown template": ("template_missing", _draft_of(template="nonsense")),
    "inactive template": ("template_inactive", _inactive_template),
    "a template of events": ("template_not_for_people", _draft_of(template="warehouse-draw")),
    "a reversal by hand": ("template_not_for_people", _draft_of(template="reversal")),
    "typed a reversal": ("template_not_for_people", _draft_of(type="reversal")),
    "closed period": ("period_closed", _closed_month),
    "locked period": ("period_locked", _locked_month),
    "a posting date nobody offered": (
        "posting_day_not_offered",
        _draft_of(entryOn="2026-10-30", postingOn="2026-11-02"),
    ),
    "posting before entry": ("posting_before_entry", _draft_of(postingOn="2026-01-01")),
    "future date": ("future_entry_date", _draft_of(entryOn="2199-01-01")),
    "unknown case": ("unknown_case_account", _draft_of(caseNumber="CASE-2026-99999")),
    "unknown case of a line": (
        "unknown_case_account",
        _draft_of(line("1200", "1.00", caseNumber="CASE-2026-99999")),
    ),
    "wrong patient": ("wrong_patient", _wrong_patient),
    "stale version": ("stale_version", _stale),
    "own approval": ("self_approval", _own_approval),
    "approver posts": ("poster_is_approver", _approver_posts),
    "writer posts": ("poster_is_creator", _writer_posts),
    "unapproved": ("journal_not_approved", _unapproved),
    "changed by somebody else": ("changed_by_somebody_else", _changed_by_another),
    "rejected without reason": ("reason_required", _rejected_without_reason),
    "10,000 lines": (
        "too_many_lines",
        lambda analyst, *_: analyst.post("/ledger/journals", body(*BALANCED * 5_000)),
    ),
    "no description": ("invalid_input", _draft_of(description=" ")),
    "unknown cost center": ("invalid_input", _draft_of(line("1200", "1.00", costCenter="NONE"), *BALANCED)),
    "a field nobody knows": ("invalid_input", _draft_of(status="posted")),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refuses_by_a_stable_code_and_writes_nothing(
    analyst: Caller, controller: Caller, manager: Caller, name: str
) -> None:
    code, broken = REFUSALS[name]
    answer = broken(analyst, controller, manager)
    assert refused(answer) == code
    assert 400 <= answer.status_code < 500
    assert not Posting.objects.exists()
    papers = JournalEntry.objects.count()
    assert JournalLine.objects.count() <= 2 * papers


@pytest.mark.parametrize(
    "role", [Role.CFO_CONTROLLER, Role.AUDITOR, Role.CASE_MANAGER, Role.SYSTEM_ADMINISTRATOR]
)
def test_who_keeps_no_books_writes_no_journal(caller: Callable[..., Caller], role: Role) -> None:
    assert refused(caller(role).post("/ledger/journals", body())) == "forbidden"
    assert caller(role).get("/ledger/journals").status_code == 200


TEMPLATE = {
    "name": "Bank charges",
    "type": "adjustment",
    "description": "Fees the bank takes",
    "debitAccounts": ["5900"],
    "creditAccounts": ["1000"],
}


def test_a_template_is_made_changed_and_switched_off(manager: Caller) -> None:
    made = manager.post("/ledger/journal-templates", TEMPLATE).json()
    assert (made["code"], made["used"], made["requiresApproval"]) == ("bank-charges", 0, True)
    wanted = {**TEMPLATE, "isActive": False, "version": made["version"]}
    changed = manager.send("put", "/ledger/journal-templates/bank-charges", wanted).json()
    assert (changed["isActive"], changed["version"]) == (False, made["version"] + 1)
    assert refused(manager.send("put", "/ledger/journal-templates/bank-charges", wanted)) == "stale_version"
    assert manager.send("delete", "/ledger/journal-templates/bank-charges", None).status_code == 405


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "Manual payment"}, "template_name_taken"),
        ({"name": " "}, "invalid_input"),
        ({"name": "x" * 101}, "invalid_input"),
        ({"description": ""}, "invalid_input"),
        ({"debitAccounts": ["77"]}, "unknown_account"),
        ({"debitAccounts": ["1000", "1000"]}, "invalid_input"),
        ({"type": "gift"}, "invalid_input"),
        ({"type": "reversal"}, "invalid_input"),
    ],
)
def test_refuses_a_template_that_cannot_be(manager: Caller, changed: dict[str, Any], code: str) -> None:
    before = JournalTemplate.objects.count()
    assert refused(manager.post("/ledger/journal-templates", {**TEMPLATE, **changed})) == code
    assert JournalTemplate.objects.count() == before


@pytest.mark.parametrize("changed", [{"isActive": False}, {"requiresApproval": True}])
def test_a_template_of_events_stays_as_events_need_it(manager: Caller, changed: dict[str, Any]) -> None:
    known = manager.get("/ledger/journal-templates/payment").json()
    wanted = {key: value for key, value in known.items() if key not in {"code", "used"}}
    answer = manager.send("put", "/ledger/journal-templates/payment", {**wanted, **changed})
    assert refused(answer) == "template_is_the_products"


def test_only_who_sets_up_the_ledger_makes_templates(analyst: Caller) -> None:
    assert refused(analyst.post("/ledger/journal-templates", TEMPLATE)) == "forbidden"
    assert analyst.get("/ledger/journal-templates").json()["total"] > 20
