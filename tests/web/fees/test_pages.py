"""Fee schedules: the list with its look-up, a schedule, new prices with their preview, taking back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.cases.fee_schedules.queries import prices_of
from openlien.cases.models import FeeSchedule, FeeScheduleVersion
from openlien.identity.permissions import Role
from openlien.kit import tables
from openlien.kit.money import Money
from tests import cast
from tests.domain.cases.fee_schedules.test_schedules import Y26, add, schedule
from tests.web.cases.conftest import browser

__all__ = ["browser", "schedule"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


def text_of(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, answer.content.decode()[:600]
    return answer.content.decode()


def sent(**facts: Any) -> dict[str, Any]:
    return {
        "effective_on": "01/01/2027",
        "others": "keep",
        "rows": "Code,Retail price\n97110,125.00\n",
        **facts,
    }


def test_lists_schedules_with_the_prices_that_hold(manager: Client, schedule: UUID) -> None:
    html = text_of(manager, "/admin/fees/")
    assert f'href="/admin/fees/{schedule}/"' in html
    assert "2026-01-01" in html
    assert "Every facility" in html
    assert 'href="/admin/fees/new"' in html


def test_an_empty_list_says_what_to_do(manager: Client) -> None:
    assert "No fee schedule yet" in text_of(manager, "/admin/fees/")


def test_looks_up_the_charges_of_a_day(manager: Client, schedule: UUID) -> None:
    html = text_of(manager, "/admin/fees/?code=97110&quantity=3&on=06/01/2025&facility=")
    assert "$354.00" in html
    assert "price of one unit × quantity" in html
    assert "2025" in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("code=99999&quantity=1&on=2026-06-01", "No schedule has a price of 99999"),
        ("code=9 9&quantity=1&on=2026-06-01", "A code has 1 to 10 letters"),
        ("code=97110&quantity=0&on=2026-06-01", "greater than or equal to 1"),
        ("code=97110&quantity=1&on=soon", "is not a date"),
        ("code=&quantity=1&on=2026-06-01", "Enter a code."),
    ],
)
def test_a_look_up_that_finds_nothing_says_why(
    manager: Client, schedule: UUID, query: str, sentence: str
) -> None:
    html = text_of(manager, f"/admin/fees/?{query}")
    assert sentence in html
    assert "fee-found" not in html


def test_adds_a_schedule_of_a_facility_and_asks_for_its_prices(manager: Client) -> None:
    place = cast.facility()
    answer = manager.post("/admin/fees/new", {"name": "Own list", "facility": str(place.id)})
    made = FeeSchedule.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/fees/{made.id}/versions/new")
    assert made.facility_id == place.id
    again = manager.post("/admin/fees/new", {"name": "Own list"})
    assert again.status_code == 409
    assert "There is a schedule of this name already" in again.content.decode()


def test_shows_the_prices_that_hold_and_those_of_another_version(manager: Client, schedule: UUID) -> None:
    html = text_of(manager, f"/admin/fees/{schedule}/")
    assert "Prices from January 1, 2026" in html or "Prices from Jan 1, 2026" in html
    assert "122.00" in html
    older = text_of(manager, f"/admin/fees/{schedule}/?version=2025-01-01&q=971")
    assert "122.00" not in older
    assert "118.00" in older
    assert "No code begins so." in text_of(manager, f"/admin/fees/{schedule}/?q=999")


def test_an_export_reads_in_again_unchanged(manager: Client, schedule: UUID) -> None:
    answer = manager.get(f"/admin/fees/{schedule}/prices.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [["97110", "122.00"], ["97140", "112.00"]]
    html = manager.post(f"/admin/fees/{schedule}/versions/new", sent(rows=text)).content.decode()
    assert "No price changes." in html


def test_previews_what_new_prices_change_and_saves_nothing(manager: Client, schedule: UUID) -> None:
    bill = cast.make_bill(cast.make_case(), "366.00", code="97110", quantity=3, service_on=date(2026, 6, 1))
    rows = "Code,Retail price\n97110,125.00\n97530,124.00\n"
    answer = manager.post(
        f"/admin/fees/{schedule}/versions/new", sent(effective_on="05/01/2026", others="leave_out", rows=rows)
    )
    html = answer.content.decode()
    assert answer.status_code == 200
    for word in ("Changed", "Added", "Removed", "1 open bill would be priced differently: +$9.00"):
        assert word in html
    assert FeeScheduleVersion.objects.count() == 2
    bill.refresh_from_db()
    assert bill.billed == Money("366.00")


def test_saves_previewed_prices_once(manager: Client, schedule: UUID) -> None:
    base = FeeScheduleVersion.objects.get(effective_on=Y26)
    for _ in range(2):
        answer = manager.post(f"/admin/fees/{schedule}/versions/new", sent(save="yes", base=str(base.id)))
        assert answer.headers["Location"] == f"/admin/fees/{schedule}/?version=2027-01-01"
    made = FeeScheduleVersion.objects.get(effective_on=date(2027, 1, 1))
    assert prices_of(made.id) == {"97110": Money("125.00"), "97140": Money("112.00")}
    assert "Coming" in text_of(manager, f"/admin/fees/{schedule}/")


def test_reads_a_workbook(manager: Client, schedule: UUID) -> None:
    file = io.BytesIO()
    columns = [tables.Column("Code", tables.Kind.TEXT), tables.Column("Retail price, $", tables.Kind.MONEY)]
    tables.write_xlsx(file, columns, [["97110", Money("125.00")]])
    upload = SimpleUploadedFile("prices.xlsx", file.getvalue())
    answer = manager.post(f"/admin/fees/{schedule}/versions/new", sent(rows="", file=upload))
    assert answer.status_code == 200
    assert "125.00" in answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"rows": ""}, "Choose a CSV or XLSX file"),
        ({"rows": "x"}, "The first line needs a column Code"),
        ({"rows": "", "file": b"PK\x03\x04 broken"}, "prices.xlsx"),
        ({"effective_on": "01/01/2026"}, "has a version from this day on already"),
        ({"effective_on": ""}, "Enter the first day of the prices."),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_changes_nothing(
    manager: Client, schedule: UUID, facts: dict[str, Any], sentence: str
) -> None:
    if "file" in facts:
        facts = {**facts, "file": SimpleUploadedFile("prices.xlsx", facts["file"])}
    answer = manager.post(f"/admin/fees/{schedule}/versions/new", sent(**facts))
    assert 400 <= answer.status_code < 500
    assert sentence in answer.content.decode()
    assert FeeScheduleVersion.objects.count() == 2


def test_a_bad_row_is_shown_with_its_reason_and_cannot_be_saved(manager: Client, schedule: UUID) -> None:
    rows = "Code,Retail price\n97110,lots\n97140,115.00\n"
    html = manager.post(f"/admin/fees/{schedule}/versions/new", sent(rows=rows)).content.decode()
    assert "Line 2: A price is an amount" in html
    assert "Correct 1 row first." in html
    assert 'name="save"' not in html.replace('aria-disabled="true" name="save"', "")
    base = FeeScheduleVersion.objects.get(effective_on=Y26)
    saved = manager.post(
        f"/admin/fees/{schedule}/versions/new", sent(rows=rows, save="yes", base=str(base.id))
    )
    assert saved.status_code == 422
    assert FeeScheduleVersion.objects.count() == 2


def test_who_looked_at_older_prices_is_told_to_look_again(manager: Client, schedule: UUID) -> None:
    answer = manager.post(f"/admin/fees/{schedule}/versions/new", sent(save="yes", base=""))
    assert answer.status_code == 409
    assert "Somebody added or deleted a version" in answer.content.decode()


def test_a_list_by_hand_begins_with_the_prices_of_today(manager: Client, schedule: UUID) -> None:
    assert "97110,122.00" in text_of(manager, f"/admin/fees/{schedule}/versions/new?by=hand")
    back = manager.post(f"/admin/fees/{schedule}/versions/new", sent(again="yes"))
    assert "97110,125.00" in back.content.decode()


def test_mistaken_prices_are_deleted_after_a_question(manager: Client, schedule: UUID) -> None:
    mistaken = add(schedule, date(2026, 6, 1), c97110="1220.00", c97530="9.00")
    cast.make_bill(cast.make_case(), "112.00", code="97140", service_on=date(2026, 7, 1))
    where = f"/admin/fees/{schedule}/versions/{mistaken}/deletion"
    assert where in text_of(manager, f"/admin/fees/{schedule}/?version=2026-06-01")
    asked = text_of(manager, where)
    for sentence in (
        "Delete the prices from Jun 1, 2026?",
        "They are the prices of 3 codes from Jun 1, 2026.",
        "The prices from Jan 1, 2026 would go on: 1 code with another price, 1 code without a price.",
        "1 bill has its price here; 1 was charged so, and none by these prices alone. No bill changes.",
    ):
        assert sentence in asked
    done = manager.post(where)
    assert "The prices from Jun 1, 2026 are deleted." in text_of(manager, done.url)
    assert not FeeScheduleVersion.objects.filter(id=mistaken).exists()
    again = manager.post(where)
    assert "These prices are deleted already." in text_of(manager, again.url)
    assert manager.get(where).status_code == 404


def test_prices_that_bills_were_charged_at_are_not_deleted(manager: Client, schedule: UUID) -> None:
    cast.make_bill(cast.make_case(), "122.00", code="97110", service_on=date(2026, 6, 1))
    holding = FeeScheduleVersion.objects.get(effective_on=Y26)
    for where in (
        f"/admin/fees/{schedule}/versions/{holding.id}/deletion",
        f"/admin/fees/{schedule}/deletion",
    ):
        asked = text_of(manager, where)
        assert "1 was charged so, 1 by these prices alone: they cannot be deleted." in asked
        assert "Add a version from a later day instead." in asked
        refused = manager.post(where, {"seen": list(FeeScheduleVersion.objects.values_list("id", flat=True))})
        assert refused.status_code == 409
        assert "Not deleted. 1 bill was charged at these prices" in refused.content.decode()
    assert FeeScheduleVersion.objects.count() == 2


def test_a_mistaken_schedule_is_deleted_whole_by_who_saw_its_versions(
    manager: Client, schedule: UUID
) -> None:
    where = f"/admin/fees/{schedule}/deletion"
    assert "Retail list goes with 2 versions." in text_of(manager, where)
    seen = list(FeeScheduleVersion.objects.values_list("id", flat=True))
    stale = manager.post(where, {"seen": [str(seen[0]), "junk"]})
    assert (stale.status_code, FeeSchedule.objects.count()) == (409, 1)
    assert "added or deleted a version of this schedule meanwhile" in stale.content.decode()
    done = manager.post(where, {"seen": seen})
    assert "The schedule Retail list is deleted." in text_of(manager, done.url)
    assert not FeeSchedule.objects.exists()


def test_a_schedule_without_prices_can_be_deleted(manager: Client) -> None:
    manager.post("/admin/fees/new", {"name": "By mistake"})
    where = f"/admin/fees/{FeeSchedule.objects.get().id}/deletion"
    assert "By mistake goes with 0 versions." in text_of(manager, where)
    assert manager.post(where).url == "/admin/fees/"
    assert not FeeSchedule.objects.exists()


def test_a_schedule_gets_another_name(manager: Client, schedule: UUID) -> None:
    where = f"/admin/fees/{schedule}/name"
    before = FeeSchedule.objects.get(id=schedule).name
    assert where in text_of(manager, f"/admin/fees/{schedule}/")
    assert "Rename this schedule" in text_of(manager, where)
    done = manager.post(where, {"name": "West list", "name_before": before})
    assert "The schedule is named West list." in text_of(manager, done.url)
    refused = manager.post(where, {"name": "East list", "name_before": before})
    assert refused.status_code == 409
    assert "Somebody named this schedule West list meanwhile" in refused.content.decode()
    assert manager.post(where, {"name": " ", "name_before": "West list"}).status_code == 422


def test_others_read_and_a_provider_does_not(browser: Callable[..., Client], schedule: UUID) -> None:
    legal = browser(Role.LEGAL_TEAM)
    html = text_of(legal, f"/admin/fees/{schedule}/")
    assert "New prices" not in html
    assert legal.get(f"/admin/fees/{schedule}/versions/new").status_code == 403
    assert legal.get(f"/admin/fees/{schedule}/name").status_code == 403
    assert legal.post(f"/admin/fees/{schedule}/deletion").status_code == 403
    provider = browser(Role.PROVIDER, scope_kind="provider_group", scope=cast.provider_group())
    assert provider.get("/admin/fees/").status_code == 403
