"""Outside bills are entered, changed, proven and removed in a drawer; refusals stand at their field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.cases.models import Case, Document
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.models import OutsideBill
from tests import cast, uploads
from tests.domain.negotiation.conftest import outside
from tests.web.cases.conftest import browser

from .test_outside import plain, tab

__all__ = ["browser"]
pytestmark = pytest.mark.django_db
GOOD = {"provider": "Cedar Clinic", "billed": "6,000.00", "promised": "3900", "payer": "none"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "documents"


@pytest.fixture
def case() -> Case:
    return cast.make_case()


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def copy(name: str = "bill.pdf", content: bytes = uploads.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(client: Client, case: Case, **fields: Any) -> Any:
    return client.post(tab(case, "/new"), {**GOOD, **fields}, follow=True)


def test_a_bill_is_entered_with_its_copy_and_counts(manager: Client, case: Case) -> None:
    page = plain(add(manager, case, file=copy()))
    assert "Bill of Cedar Clinic entered, $6,000.00." in page
    assert "Received" in page
    bill = OutsideBill.objects.get()
    assert (bill.billed, bill.promised) == (Money("6000.00"), Money("3900.00"))
    assert bill.copy is not None
    assert (bill.copy.kind, bill.copy.title) == ("outside_bill", "Bill of Cedar Clinic")


def test_a_file_that_lies_about_its_kind_gets_its_sentence_and_nothing_is_saved(
    manager: Client, case: Case, folder: Path
) -> None:
    answer = add(manager, case, file=copy(content=uploads.PAGE))
    assert answer.status_code == 415
    page = answer.content.decode()
    assert "says it is PDF, but its content is not" in page
    assert 'value="6,000.00"' in page
    assert (OutsideBill.objects.count(), Document.objects.count(), list(folder.glob("*"))) == (0, 0, [])


def test_a_refused_bill_keeps_no_file_either(manager: Client, case: Case, folder: Path) -> None:
    answer = add(manager, case, promised="7000", file=copy())
    assert answer.status_code == 422
    assert "The promise is at most the bill of $6,000.00." in plain(answer)
    assert (Document.objects.count(), list(folder.glob("*"))) == (0, [])


def test_a_file_that_the_case_holds_already_is_the_copy(manager: Client, case: Case) -> None:
    add(manager, case, file=copy())
    add(manager, case, provider="Elm Imaging", file=copy("again.pdf"))
    assert Document.objects.count() == 1
    assert len({bill.copy_id for bill in OutsideBill.objects.all()}) == 1


def test_the_same_form_sent_twice_enters_one_bill(manager: Client, case: Case) -> None:
    key = "0" * 32
    add(manager, case, key=key)
    add(manager, case, key=key)
    assert OutsideBill.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"provider": " "}, "Name the provider."),
        ({"billed": "0"}, "The outside bill is above $0.00."),
        ({"billed": "much"}, "Enter an amount like 1,250.00."),
        ({"promised": "-1"}, "The promise cannot be below $0.00."),
        ({"paid": "-1", "payer": "self"}, "What was paid cannot be below $0.00."),
        ({"paid": "100"}, "Say who paid the $100.00."),
        ({"paid": "6000.01", "payer": "medicare"}, "Nobody paid more than the bill of $6,000.00."),
        ({"copy_requested_on": "01/01/2199"}, "The copy was requested today or earlier."),
    ],
)
def test_a_refusal_stands_at_its_field(
    manager: Client, case: Case, fields: dict[str, str], said: str
) -> None:
    answer = add(manager, case, **fields)
    assert answer.status_code == 422
    assert said in plain(answer)
    assert answer.content.decode().count(said) == 2, "once in the summary, once at the field"


def test_what_was_asked_for_is_said_until_it_comes(manager: Client, case: Case) -> None:
    page = plain(add(manager, case, copy_requested_on="11/12/2026"))
    assert "Requested Nov 12, 2026" in page
    assert "No copy of the bill" in page


def test_a_changed_bill_keeps_its_copy(manager: Client, case: Case) -> None:
    add(manager, case, file=copy())
    bill = OutsideBill.objects.get()
    shown = manager.get(tab(case, f"/{bill.id}/")).content.decode()
    assert 'value="3,900.00"' in shown
    fields = {**GOOD, "promised": "3000", "version": "1", "copy": str(bill.copy_id)}
    page = plain(manager.post(tab(case, f"/{bill.id}/"), fields, follow=True))
    assert "Bill of Cedar Clinic saved." in page
    changed = OutsideBill.objects.get()
    assert (changed.promised, changed.copy_id) == (Money("3000.00"), bill.copy_id)


def test_who_comes_second_reads_what_the_first_did_and_decides(
    browser: Callable[..., Client], manager: Client, case: Case
) -> None:
    add(manager, case)
    bill = OutsideBill.objects.get()
    where = tab(case, f"/{bill.id}/")
    manager.post(where, {**GOOD, "promised": "3000", "version": "1"})
    other = browser(Role.COLLECTIONS_SPECIALIST)
    late = other.post(where, {**GOOD, "promised": "2500", "version": "1"})
    assert late.status_code == 409
    page = plain(late)
    assert "Cast Negotiations Manager changed this bill on" in page
    assert "Promise to pay : now 3,000.00, you typed 2500" in page
    assert OutsideBill.objects.get().promised == Money("3000.00")
    assert 'name="version" value="2"' in late.content.decode()
    other.post(where, {**GOOD, "promised": "2500", "version": "2"})
    assert OutsideBill.objects.get().promised == Money("2500.00")


def test_a_removed_bill_leaves_its_copy(manager: Client, case: Case) -> None:
    add(manager, case, file=copy())
    bill = OutsideBill.objects.get()
    stale = manager.post(tab(case, f"/{bill.id}/removal"), {"version": "7"}, follow=True)
    assert "Not removed." in plain(stale)
    page = plain(manager.post(tab(case, f"/{bill.id}/removal"), {"version": "1"}, follow=True))
    assert "Its copy stays among the documents." in page
    assert (OutsideBill.objects.count(), Document.objects.count()) == (0, 1)


def test_a_bill_is_found_under_its_own_case_only(manager: Client, case: Case) -> None:
    bill = outside(case, "1000.00", None, copied=False)
    elsewhere = cast.make_case("Kai Calder")
    assert manager.get(tab(elsewhere, f"/{bill.id}/")).status_code == 404
    assert manager.post(tab(elsewhere, f"/{bill.id}/removal"), {"version": "1"}).status_code == 404


def test_a_reader_can_change_nothing(browser: Callable[..., Client], case: Case) -> None:
    bill = outside(case, "1000.00", None, copied=False)
    legal = browser(Role.LEGAL_TEAM)
    assert add(legal, case).status_code == 403
    assert legal.post(tab(case, f"/{bill.id}/"), {**GOOD, "version": "1"}).status_code == 403
    assert legal.post(tab(case, f"/{bill.id}/removal"), {"version": "1"}).status_code == 403
    assert OutsideBill.objects.get().version == 1
