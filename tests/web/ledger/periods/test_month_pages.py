"""The month-end pages: list, checklist, accruals, confirmations by name, closing, locking, opening again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from openlien.accounting.models import Accrual
from openlien.ledger.models import Period, Posting

from .conftest import seen_of, words_of

pytestmark = pytest.mark.django_db


def page_of(month: date) -> str:
    return f"/ledger/periods/{month:%Y-%m}/"


def confirm(browser: Client, month: date, step: str, note: str = "Looked at it.") -> Any:
    drawer = browser.get(f"{page_of(month)}steps/{step}")
    form = {"note": note, "seen": seen_of(drawer)}
    return browser.post(f"{page_of(month)}steps/{step}", form, follow=True)


def work_through(browser: Client, month: date) -> None:
    browser.post(f"{page_of(month)}services")
    browser.post(f"{page_of(month)}accruals/posting")
    for step in ("compared", "explained", "reviewed"):
        confirm(browser, month, step)


def typed(month: date) -> str:
    return f"{month:%b %Y}".upper()


def close(browser: Client, month: date) -> Any:
    drawer = browser.get(f"{page_of(month)}closure")
    form = {"typed": typed(month), "seen": seen_of(drawer)}
    return browser.post(f"{page_of(month)}closure", form, follow=True)


def test_lists_the_months_and_says_which_comes_next(manager: Client, last_month: date) -> None:
    page = words_of(manager.get("/ledger/periods/"))
    assert f"Work on {last_month:%B %Y}" in page
    assert "The month is not over" in page


def test_the_first_step_lists_unbilled_services(manager: Client, last_month: date, unbilled: Any) -> None:
    page = words_of(manager.get(page_of(last_month)))
    assert "1 unbilled service to be listed." in page
    answer = manager.post(f"{page_of(last_month)}services", follow=True)
    listed = words_of(answer)
    assert "1 unbilled service found." in listed
    assert "Contracted amount of the bill" in listed
    assert "$300.00 accrued" in listed


def test_an_amount_is_changed_with_a_reason(manager: Client, last_month: date, unbilled: Any) -> None:
    manager.post(f"{page_of(last_month)}services")
    row = Accrual.objects.get()
    drawer = f"{page_of(last_month)}accruals/{row.id}"
    refused = manager.post(drawer, {"amount": "250", "reason": "", "version": "1"})
    assert (refused.status_code, "Say why the amount differs" in words_of(refused)) == (422, True)
    manager.post(drawer, {"amount": "250", "reason": "Quoted", "version": "1"})
    assert "Changed: Quoted" in words_of(manager.get(f"{page_of(last_month)}accruals/"))


def test_accruals_are_posted_and_taken_back(manager: Client, last_month: date, unbilled: Any) -> None:
    manager.post(f"{page_of(last_month)}services")
    page = words_of(manager.post(f"{page_of(last_month)}accruals/posting", follow=True))
    assert "1 accrual posted." in page
    assert "1 accrual of $300.00 posted, 1 of them taken back." in page
    assert Posting.objects.filter(event="AccrualMade").count() == 1


def test_a_step_before_its_turn_is_refused(manager: Client, last_month: date) -> None:
    answer = manager.post(f"{page_of(last_month)}steps/reviewed", {"note": "x", "seen": "0"})
    assert (answer.status_code, "comes first" in words_of(answer)) == (409, True)


def test_steps_stand_with_name_time_and_note(manager: Client, last_month: date) -> None:
    manager.post(f"{page_of(last_month)}services")
    manager.post(f"{page_of(last_month)}accruals/posting")
    drawer = words_of(manager.get(f"{page_of(last_month)}steps/compared"))
    assert "No connection to Business Central is configured" in drawer
    page = words_of(confirm(manager, last_month, "compared", "There is none."))
    assert "Cast Accounting Manager" in page
    assert "— There is none." in page


def test_what_was_typed_stays_when_the_note_is_missing(manager: Client, last_month: date) -> None:
    manager.post(f"{page_of(last_month)}services")
    manager.post(f"{page_of(last_month)}accruals/posting")
    answer = confirm(manager, last_month, "compared", " ")
    assert (answer.status_code, "Write down what you found." in words_of(answer)) == (422, True)


def test_a_month_is_closed_by_typing_it(manager: Client, last_month: date, unbilled: Any) -> None:
    work_through(manager, last_month)
    drawer = manager.get(f"{page_of(last_month)}closure")
    wrong = manager.post(f"{page_of(last_month)}closure", {"typed": "yes", "seen": seen_of(drawer)})
    assert f"Type {typed(last_month)} to close the month." in words_of(wrong)
    assert not Period.objects.filter(month=last_month, status="closed").exists()
    page = words_of(close(manager, last_month))
    assert f"{last_month:%B %Y} is closed." in page
    assert "Closed by Cast Accounting Manager" in page


def test_closing_waits_for_every_step(manager: Client, last_month: date) -> None:
    answer = close(manager, last_month)
    assert answer.status_code == 409
    assert "Unbilled services found" in words_of(answer)


def test_a_closed_month_is_opened_with_a_reason_or_locked(manager: Client, last_month: date) -> None:
    work_through(manager, last_month)
    close(manager, last_month)
    refused = manager.post(f"{page_of(last_month)}reopening", {"reason": " "})
    assert "this change needs a reason" in words_of(refused)
    manager.post(f"{page_of(last_month)}reopening", {"reason": "A receipt was forgotten."})
    assert "Opened again: A receipt was forgotten." in words_of(manager.get(page_of(last_month)))
    close(manager, last_month)
    locked = manager.post(f"{page_of(last_month)}lock", {"typed": typed(last_month)}, follow=True)
    assert "Locked by Cast Accounting Manager" in words_of(locked)
    again = manager.post(f"{page_of(last_month)}reopening", {"reason": "Late"})
    assert again.status_code in {409, 422}


def test_who_may_only_read_finds_no_way_to_change(controller: Client, last_month: date) -> None:
    page = controller.get(page_of(last_month)).content.decode()
    assert "Find services" not in page
    assert controller.post(f"{page_of(last_month)}services").status_code == 403


def test_a_month_that_is_none_is_not_found(manager: Client) -> None:
    for name in ("x", "2026-13", "2026-11-01", "1999-01", "2199-01"):
        assert manager.get(f"/ledger/periods/{name}/").status_code == 404


def test_earlier_months_are_closed_together_with_a_reason(manager: Client, last_month: date) -> None:
    before = date(last_month.year - 1, last_month.month, 12)
    from tests.web.ledger.setup.test_chart_pages import draw

    draw("5.00", on=before)
    assert "Close earlier months together" in words_of(manager.get("/ledger/periods/"))
    form = {"through": f"{last_month:%Y-%m}", "reason": ""}
    assert "Say why" in words_of(manager.post("/ledger/periods/history", form))
    page = manager.post("/ledger/periods/history", {**form, "reason": "Kept elsewhere."}, follow=True)
    assert "13 months closed." in words_of(page)
    assert "Kept elsewhere." in words_of(manager.get(page_of(last_month)))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_of_accruals_is_exported(
    manager: Client, last_month: date, unbilled: Any, form: str
) -> None:
    manager.post(f"{page_of(last_month)}services")
    answer = manager.get(f"{page_of(last_month)}accruals/export.{form}")
    assert len(b"".join(answer.streaming_content)) > 100
