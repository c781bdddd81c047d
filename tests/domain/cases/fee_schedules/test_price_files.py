"""Prices as rows of a file, and what they change beside the prices before."""

from __future__ import annotations

import pytest

from openlien.cases.fee_schedules.price_files import (
    PricesTooMany,
    PricesUnreadable,
    Verdict,
    compared,
    rows_of_csv,
)
from openlien.kit.money import Money


def usd(text: str) -> Money:
    return Money(text)


@pytest.mark.parametrize(
    "text",
    [
        'Code,"Retail price, $"\r\n97110,118.00\r\n',
        "\ufeffcpt;price\n97110;118\n",
        "Procedure code\tDescription\tCharge\n97110\tGuided exercise\t$118.00\n",
        'code,fee\n\n 97110.0 ,"118"\n',
    ],
)
def test_reads_the_columns_under_the_names_that_lists_give_them(text: str) -> None:
    assert [(row.code, row.retail) for row in rows_of_csv(text)] == [("97110", usd("118.00"))]


@pytest.mark.parametrize("text", ["", "\n\n", "97110,118.00", "Code,Words\n97110,x", "Price\n1", "a\0b,c\n"])
def test_a_text_without_the_two_columns_is_refused_with_one_sentence(text: str) -> None:
    with pytest.raises(PricesUnreadable):
        rows_of_csv(text)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("97110,lots", "A price is an amount"),
        ("97110,-1.00", "A price is an amount"),
        ("97110,1.005", "A price is an amount"),
        ("97110,", "A price is an amount"),
        ("97110,10000000.00", "A price is an amount"),
        ("97 110,1.00", "A code has 1 to 10"),
        (",1.00", "A code has 1 to 10"),
        ("97110,1,180.00", "more cells than the first line"),
        ("97112,2.00", "stands in line 2 already"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_reason(row: str, sentence: str) -> None:
    rows = rows_of_csv(f"Code,Price\n97112,1.00\n{row}\n")
    assert (rows[0].retail, rows[1].line, rows[1].retail) == (usd("1.00"), 3, None)
    assert sentence in rows[1].refusal


def test_a_file_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.cases.fee_schedules.price_files.ROWS_MAX", 2)
    with pytest.raises(PricesTooMany):
        rows_of_csv("Code,Price\n1,1\n2,2\n3,3\n")


def test_compares_with_the_prices_before() -> None:
    before = {"97110": usd("118.00"), "97140": usd("112.00"), "99213": usd("215.00")}
    rows = rows_of_csv("Code,Price\n97110,121.00\n97140,112.00\n97530,124.00\n")
    left_out = compared(rows, before, keep_others=False)
    assert [(each.code, each.verdict) for each in left_out.changes] == [
        ("97110", Verdict.CHANGED),
        ("97530", Verdict.NEW),
        ("99213", Verdict.REMOVED),
        ("97140", Verdict.UNCHANGED),
    ]
    assert left_out.prices == {"97110": usd("121.00"), "97530": usd("124.00"), "97140": usd("112.00")}
    kept = compared(rows, before, keep_others=True)
    assert kept.prices == {**left_out.prices, "99213": usd("215.00")}
    assert kept.counts[Verdict.REMOVED] == 0


def test_a_refused_row_is_no_price_of_the_new_version() -> None:
    found = compared(rows_of_csv("Code,Price\n97110,x\n"), {"97110": usd("118.00")}, keep_others=True)
    assert (found.is_whole, found.prices) == (False, {})
