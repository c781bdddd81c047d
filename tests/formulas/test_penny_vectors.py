"""Shares found by brute force over exact fractions: our allocation has to find the same cents."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from openlien.kit.allocation import AllocationError, allocate_cents
from openlien.kit.money import Money, MoneyError, Rate, allocate

PENNY = json.loads((Path(__file__).parent / "vectors" / "penny.json").read_text(encoding="utf-8"))
BEYOND_MONEY = 10**14


def _name(vector: dict) -> str:
    return vector.get("id", "")


def _moneys(cents: list[int] | None) -> list[Money] | None:
    return None if cents is None else [Money.from_cents(each) for each in cents]


@pytest.mark.parametrize("vector", PENNY["vectors"], ids=_name)
def test_cents_are_those_of_the_brute_force(vector):
    shares = allocate_cents(
        vector["total"],
        [Fraction(weight) for weight in vector["weights"]],
        claims=vector.get("caps"),
        floors=vector.get("mins"),
    )

    assert shares == vector["expected"]


@pytest.mark.parametrize(
    "vector", [each for each in PENNY["vectors"] if abs(each["total"]) < BEYOND_MONEY], ids=_name
)
def test_money_is_shared_like_its_cents(vector):
    shares = allocate(
        Money.from_cents(vector["total"]),
        [Fraction(weight) for weight in vector["weights"]],
        claims=_moneys(vector.get("caps")),
        floors=_moneys(vector.get("mins")),
    )

    assert shares == _moneys(vector["expected"])


@pytest.mark.parametrize("vector", PENNY["errors"], ids=_name)
def test_refuses_what_cannot_be_shared(vector):
    with pytest.raises((AllocationError, MoneyError, ValueError)) as refused:
        allocate(
            Money.from_cents(vector["total"]),
            [Decimal(weight) for weight in vector["weights"]],
            claims=_moneys(vector.get("caps")),
            floors=_moneys(vector.get("mins")),
        )

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("row", PENNY["waterfalls"], ids=lambda row: str(row["gross"]))
def test_fee_and_client_portion_are_exact(row):
    gross = Money.from_cents(row["gross"])

    fee = gross.times(Rate(row["fee_rate"]))
    client = gross - fee - Money.from_cents(row["costs"]) - Money.from_cents(row["meds"])

    assert (fee.cents, client.cents) == (row["fee"], row["client"])
