"""The chart of accounts: balances that open to lines, the drawer, import and export."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.identity.actor import system_actor
from openlien.kit.money import Money
from openlien.ledger.events import ProviderPaid, WarehouseDrawn
from openlien.ledger.models import GLAccount
from openlien.ledger.recording import record_events
from tests import cast

pytestmark = pytest.mark.django_db
HEADINGS = "Number,Name,Kind,Sub category,Normal side,Used by posting rules,Active,Business Central id"
FORM = {"number": "1100", "name": "Savings", "kind": "asset", "sub_category": "Cash", "is_active": "on"}


def text(answer: Any) -> str:
    return answer.content.decode()


def words_of(answer: Any) -> str:
    """What a reader sees, without the markup."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", text(answer))
    return " ".join(body.split())


def draw(*amounts: str, on: date = cast.AS_OF) -> None:
    """Cash drawn on a warehouse line, one journal each."""
    events = [
        (f"{on}-{amount}-{place}", WarehouseDrawn(on=on, amount=Money(amount)))
        for place, amount in enumerate(amounts)
    ]
    record_events(system_actor("job"), events, today=cast.AS_OF)


def upload(browser: Client, content: str | bytes, name: str = "chart.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return browser.post("/ledger/chart/import", {"file": SimpleUploadedFile(name, data)})


def confirm(browser: Client, preview: Any) -> Any:
    """Presses the button of the preview."""
    rows = re.search(r'(?s)<textarea name="rows"[^>]*>(.*?)</textarea>', text(preview))
    assert rows
    return browser.post("/ledger/chart/import", {"rows": html.unescape(rows[1]), "save": "yes"}, follow=True)


def lines_of(page: Any) -> list[tuple[str, str, str]]:
    """Journal number, debit and balance of each line of an account's page."""
    found = []
    for row in re.findall(r'(?s)<tr role="row">(.*?)</tr>', text(page)):
        cells = dict(re.findall(r'data-label="([^"]+)"[^>]*>(?:<(?!/t)[^>]+>)*([^<]*)', row))
        if cells.get("Journal"):
            found.append((cells["Journal"], cells["Debit, $"], cells["Balance, $"]))
    return found


def test_shows_each_account_with_its_balance_by_kind(manager: Client) -> None:
    draw("1000.00", "250.50")
    page = words_of(manager.get("/ledger/chart/"))
    assert "Cash - operating" in page
    assert "1,250.50" in page
    assert page.index("Assets") < page.index("Liabilities") < page.index("Expenses")


def test_shows_the_balances_of_an_earlier_day(manager: Client) -> None:
    draw("1000.00", on=date(2026, 10, 31))
    draw("1.00")
    assert "1,000.00" in words_of(manager.get("/ledger/chart/?as_of=2026-10-31"))
    assert "1,001.00" in words_of(manager.get("/ledger/chart/?as_of=2026-11-20"))


def test_says_what_is_wrong_with_the_day(manager: Client) -> None:
    assert "is not a date" in words_of(manager.get("/ledger/chart/?as_of=soon"))


def test_finds_accounts_by_words_and_state(manager: Client) -> None:
    GLAccount.objects.filter(number="5900").update(is_active=False)
    found = words_of(manager.get("/ledger/chart/?show=inactive"))
    assert "General expense" in found
    assert "Cash - operating" not in found
    assert "No account fits" in words_of(manager.get("/ledger/chart/?q=zebra"))


def test_opens_a_balance_to_its_lines_with_a_running_balance(manager: Client) -> None:
    draw("1000.00", "250.00", on=date(2026, 10, 30))
    record_events(
        system_actor("job"),
        [("p", ProviderPaid(on=date(2026, 11, 2), amount=Money("400.00")))],
        today=cast.AS_OF,
    )
    page = words_of(manager.get("/ledger/chart/1000/"))
    for figure in ("850.00", "400.00", "1,250.00"):
        assert figure in page
    november = words_of(manager.get("/ledger/chart/1000/?since=2026-11-01&until=2026-11-30"))
    assert "Before $1,250.00" in november
    assert "1 line" in november


def test_pages_through_the_lines_and_keeps_the_running_balance(manager: Client) -> None:
    draw(*[f"{number}.00" for number in range(1, 61)])
    first = manager.get("/ledger/chart/1000/")
    older = re.search(r'rel="next" href="([^"]+)"', text(first))
    assert older
    rows = [*lines_of(first), *lines_of(manager.get(html.unescape(older[1])))]
    assert rows[0][2] == "1,830.00"
    assert len({number for number, _, _ in rows}) == 60
    # What the first line of all moved is what stood on the account after it.
    assert rows[-1][1] == rows[-1][2]


def test_exports_the_lines_of_the_span(manager: Client) -> None:
    draw("1000.00", on=date(2026, 10, 30))
    draw("5.00")
    answer = manager.get("/ledger/chart/1000/lines.csv?since=2026-11-01")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["Debit"], row["Balance"]) for row in rows] == [("5.00", "1005.00")]


def test_an_account_that_is_not_there_is_not_found(manager: Client) -> None:
    assert manager.get("/ledger/chart/9999/").status_code == 404


def test_adds_an_account(manager: Client) -> None:
    answer = manager.post("/ledger/chart/new", FORM, follow=True)
    assert "1100 Savings is in the chart." in words_of(answer)
    assert GLAccount.objects.get(number="1100").normal_side == "debit"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": "1000"}, "The chart has an account 1000 already"),
        ({"number": "10 00"}, "A number has up to 20 letters"),
        ({"name": " "}, "Name the account"),
        ({"role": "lien_revenue"}, "stands on an account of kind Revenue"),
        ({"bc_id": "x"}, "An id looks like"),
    ],
)
def test_refuses_a_wrong_account_at_its_field(manager: Client, change: Any, sentence: str) -> None:
    answer = manager.post("/ledger/chart/new", {**FORM, **change})
    assert answer.status_code in {409, 422}
    assert sentence in words_of(answer)
    assert not GLAccount.objects.filter(number="1100").exists()


def test_renames_and_switches_off_an_account(manager: Client) -> None:
    form = {"number": "5900", "name": "Sundry", "kind": "expense", "version": "1"}
    manager.post("/ledger/chart/5900/edit", form)
    account = GLAccount.objects.get(number="5900")
    assert (account.name, account.is_active, account.version) == ("Sundry", False, 2)


def test_keeps_what_was_typed_when_somebody_else_was_quicker(manager: Client) -> None:
    GLAccount.objects.filter(number="5900").update(version=7)
    form = {"number": "5900", "name": "Sundry", "kind": "expense", "version": "1", "is_active": "on"}
    answer = manager.post("/ledger/chart/5900/edit", form)
    assert answer.status_code == 409
    assert "Somebody changed this" in words_of(answer)
    assert "Sundry" in text(answer)


def test_the_number_and_kind_of_an_account_with_lines_stay(manager: Client) -> None:
    draw("1.00")
    form = {"number": "1001", "name": "Cash", "kind": "asset", "role": "cash", "is_active": "on"}
    answer = manager.post("/ledger/chart/1000/edit", {**form, "version": "1"})
    assert "number, kind and side stay" in words_of(answer)
    assert GLAccount.objects.filter(number="1000").exists()


def test_a_use_of_the_posting_rules_moves_with_the_account_that_takes_it(manager: Client) -> None:
    manager.post("/ledger/chart/new", {**FORM, "role": "cash"})
    assert GLAccount.objects.get(role="cash").number == "1100"


def test_a_use_of_the_posting_rules_stays_where_lines_stand(manager: Client) -> None:
    draw("1.00")
    answer = manager.post("/ledger/chart/new", {**FORM, "role": "cash"})
    assert "Lines stand on account 1000" in words_of(answer)
    assert GLAccount.objects.get(role="cash").number == "1000"


def test_no_use_of_the_posting_rules_is_left_without_an_account(manager: Client) -> None:
    form = {"number": "1000", "name": "Cash", "kind": "asset", "version": "1", "is_active": "on"}
    answer = manager.post("/ledger/chart/1000/edit", form)
    assert "The posting rules need an account" in words_of(answer)
    assert GLAccount.objects.get(number="1000").role == "cash"


def test_who_may_only_look_finds_no_way_to_change(analyst: Client) -> None:
    page = text(analyst.get("/ledger/chart/"))
    assert "Add account" not in page
    assert analyst.post("/ledger/chart/new", FORM).status_code == 403


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_imports_again_unchanged(manager: Client, form: str) -> None:
    GLAccount.objects.filter(number="5900").update(name="=Sundry; -10%, “other”")
    answer = manager.get(f"/ledger/chart/export.{form}")
    content = b"".join(answer.streaming_content)
    preview = upload(manager, content, f"chart.{form}")
    assert preview.status_code == 200, words_of(preview)
    said = words_of(preview)
    assert f"New 0 Changed 0 Unchanged {GLAccount.objects.count()} Refused 0" in said
    assert "No row is new or changed." in said


def test_previews_then_imports_new_and_changed_rows_and_refuses_the_rest(manager: Client) -> None:
    rows = [
        HEADINGS,
        "1010,Petty cash,Asset,Cash,Debit,,Yes,",
        "5900,Sundry expense,Expense,Overheads,Debit,,No,",
        "3000,Owners' equity,Equity,Equity,Credit,,Yes,",
        "7000,Odd,Sideways,,,,Yes,",
        "1010,Petty cash twice,Asset,,,,Yes,",
        "1000,Cash,Liability,,,cash,Yes,",
    ]
    preview = upload(manager, "\n".join(rows))
    said = words_of(preview)
    assert "Import 2 accounts" in said
    assert "is none of Asset, Liability" in said
    assert "stands in line 2 already" in said
    assert not GLAccount.objects.filter(number="1010").exists()
    done = confirm(manager, preview)
    assert "1 account added, 1 changed, 1 as they were, 3 refused." in words_of(done)
    assert GLAccount.objects.get(number="5900").name == "Sundry expense"
    assert GLAccount.objects.get(number="1000").kind == "asset"


def test_a_file_without_the_other_columns_leaves_them_as_they_are(manager: Client) -> None:
    preview = upload(manager, "No.;Account name;Type\n1000;Main bank;Assets\n")
    confirm(manager, preview)
    account = GLAccount.objects.get(number="1000")
    assert (account.name, account.role, account.sub_category) == ("Main bank", "cash", "Cash")


def test_an_import_moves_a_use_of_the_posting_rules_in_one_go(manager: Client) -> None:
    rows = [HEADINGS, "1000,Old cash,Asset,Cash,Debit,,No,", "1010,New cash,Asset,Cash,Debit,cash,Yes,"]
    confirm(manager, upload(manager, "\n".join(rows)))
    assert GLAccount.objects.get(role="cash").number == "1010"


def test_an_import_leaves_what_lines_stand_on(manager: Client) -> None:
    draw("1.00")
    rows = [HEADINGS, "1000,Cash,Expense,Cash,Debit,,Yes,"]
    assert "Lines stand on this account" in words_of(upload(manager, "\n".join(rows)))


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", b"\x00\x01\x02", "Number,Name\n1,2\n"])
def test_says_when_a_file_is_no_chart(manager: Client, content: Any) -> None:
    answer = upload(manager, content)
    assert answer.status_code == 422
    assert "Not saved" in words_of(answer) or "file" in words_of(answer)
