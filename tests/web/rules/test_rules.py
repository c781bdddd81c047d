"""The list of rules and their pages: sources, ages, the form that works a rule out."""

from __future__ import annotations

import csv
import html
import io
from datetime import date, timedelta

import pytest
from django.test import Client

from openlien.calculator.catalogue import all_rules, rule_named
from openlien.identity.permissions import Role
from openlien.settlement.law import rule_called
from openlien.web.rules.sources import CHECK_DAYS_MAX, check_sign
from tests.web.portfolio.conftest import Browser
from tests.web.portfolio.reading import read

RULES = sorted(all_rules())
NC = {"S": "25,000.00", "fee": "8333.33", "liens": "4000\n3000\n5000", "costs": "", "date": ""}


def test_the_list_links_every_rule_with_its_citation(reader: Client) -> None:
    page = read(reader, "/rules/")
    assert {f"/rules/{name}/" for name in RULES} <= set(page.links)
    assert "N.C. Gen. Stat. 44-50, 44-50.1" in page.text
    assert "770 ILCS 23/10" in page.text


def test_the_list_is_filtered_by_words_and_by_statutes(reader: Client) -> None:
    texas = read(reader, "/rules/?q=texas+55.004").links
    assert [link for link in texas if link.startswith("/rules/tx")] == ["/rules/tx_55_004/"]
    assert "/rules/wa_60_44/" not in texas
    law = read(reader, "/rules/?show=law").links
    assert "/rules/wa_60_44/" in law
    assert "/rules/bill_line/" not in law
    assert "No rule is called that" in read(reader, "/rules/?q=moonshine").text


@pytest.mark.parametrize("name", RULES)
def test_the_page_of_a_rule_works_out_its_example(reader: Client, name: str) -> None:
    assert f"<h1>{rule_named(name).title}</h1>" in read(reader, f"/rules/{name}/").html
    rule = rule_named(name)
    answer = reader.post(f"/rules/{name}/", {each.name: each.example for each in rule.inputs})
    assert answer.status_code == 200
    page = html.unescape(answer.content.decode())
    assert 'id="result"' in page
    for output in rule.outputs:
        assert output.label in page


def test_the_page_shows_result_working_and_status(reader: Client) -> None:
    page = reader.post("/rules/nc_44_50/", NC).content.decode()
    for words in ("8,333.33", "2,777.78", "2,083.33", "3,472.22", "rounded down", "Proposed"):
        assert words in page


def test_the_page_shows_numbers_sources_and_what_to_verify(reader: Client) -> None:
    text = read(reader, "/rules/medicare_threshold/").text
    for words in (
        "$750.00",
        "$1,000.00",
        "$300.00",
        "since Jan 1, 2017",
        "CMS alert",
        "To verify with counsel",
    ):
        assert words.casefold() in text.casefold()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({**NC, "S": "lots"}, "Settlement is an amount such as"),
        ({**NC, "S": ""}, "Settlement is missing"),
        ({**NC, "liens": "4000\nx"}, "item 2 is an amount"),
        ({**NC, "date": "13/45/2026"}, "Day of settlement is a day such as"),
        ({}, "Settlement is missing"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    reader: Client, sent: dict[str, str], says: str
) -> None:
    answer = reader.post("/rules/nc_44_50/", sent)
    page = answer.content.decode().replace("&#34;", '"')
    assert answer.status_code == 422
    assert says in page
    assert "8333.33" in page or not sent


def test_a_day_may_be_typed_as_everywhere(reader: Client) -> None:
    sent = {"S": "7500.00", "liens": "hospital, 2891.64", "date": "11/20/2026"}
    assert "2,500.00" in reader.post("/rules/il_770_23/", sent).content.decode()
    early = reader.post("/rules/il_770_23/", {**sent, "date": "01/02/2003"})
    assert early.status_code == 422
    assert "no version in force" in early.content.decode()


def test_the_export_holds_every_rule_with_what_to_verify(reader: Client) -> None:
    answer = reader.get("/rules/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Name"] for row in rows] == list(all_rules())
    texas = next(row for row in rows if row["Name"] == "tx_55_004")
    assert "HB 2064" in texas["What to verify"]


def test_a_check_older_than_a_year_is_due() -> None:
    version = rule_called("wa_medical_liens").newest
    last_day = version.verified_on + timedelta(days=CHECK_DAYS_MAX)
    assert check_sign(version, last_day).text == "Checked"
    assert check_sign(version, last_day + timedelta(days=1)).text == "Check due"


def test_no_check_lies_in_the_future_of_the_samples() -> None:
    checks = [
        version.verified_on for rule in all_rules().values() if rule.dated for version in rule.dated.versions
    ]
    assert max(checks) <= date(2026, 11, 20)


@pytest.mark.parametrize("name", ["moonshine", "fee-fraction", "x" * 300])
def test_another_name_is_not_found(reader: Client, name: str) -> None:
    assert reader.get(f"/rules/{name}/").status_code == 404
    assert reader.post(f"/rules/{name}/", {}).status_code == 404


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.code)
def test_all_but_providers_use_the_calculator(browser: Browser, role: Role) -> None:
    expected = 403 if role is Role.PROVIDER else 200
    client = browser(role)
    assert client.get("/rules/").status_code == expected
    assert client.post("/rules/nc_44_50/", NC).status_code == expected


def test_a_client_below_zero_is_shown_and_named(reader: Client) -> None:
    sent = {"S": "110000", "fee": "44000", "plan": "66866", "costs": ""}
    page = html.unescape(reader.post("/rules/erisa_mccutchen/", sent).content.decode())
    assert "\u2212866.00" in page
    assert "cannot be finalised" in page
