"""Every vector of the domain rules, through the calculator: names, types and cents as stated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from openlien.calculator.catalogue import all_rules, rule_named
from openlien.calculator.words import plain
from openlien.kit.errors import DomainError
from openlien.kit.working import Status

FOLDER = Path(__file__).parent / "vectors"
DOMAIN = json.loads((FOLDER / "domain.json").read_text(encoding="utf-8"))
PENNY = json.loads((FOLDER / "penny.json").read_text(encoding="utf-8"))
FOUND = 57


def _name(vector: dict[str, Any]) -> str:
    return vector.get("id", "")


def _result(rule: str, given: dict[str, Any]) -> dict[str, Any]:
    named = rule_named(rule)
    return plain(named.calculate(named.read(given)).result)


@pytest.mark.parametrize("vector", DOMAIN, ids=_name)
def test_the_vector_holds(vector: dict[str, Any]) -> None:
    result = _result(vector["rule"], vector["in"])
    assert {name: result.get(name, "missing") for name in vector["out"]} == vector["out"]


def test_no_vector_was_passed_over() -> None:
    assert len(DOMAIN) == FOUND
    assert {vector["rule"] for vector in DOMAIN} <= set(all_rules())


@pytest.mark.parametrize("vector", PENNY["vectors"], ids=_name)
def test_the_calculator_splits_cents_as_the_brute_force_does(vector: dict[str, Any]) -> None:
    given = {name: vector[name] for name in ("total", "weights", "caps", "mins") if name in vector}
    assert _result("allocate", given)["shares"] == vector["expected"]


@pytest.mark.parametrize("vector", PENNY["errors"], ids=_name)
def test_the_calculator_refuses_what_cannot_be_split(vector: dict[str, Any]) -> None:
    given = {name: vector[name] for name in ("total", "weights", "caps", "mins") if name in vector}
    with pytest.raises(DomainError) as refused:
        _result("allocate", given)
    assert refused.value.status == 422


@pytest.mark.parametrize("vector", PENNY["waterfalls"], ids=lambda vector: str(vector["gross"]))
def test_the_waterfalls_of_the_penny_vectors_hold(vector: dict[str, Any]) -> None:
    given = {
        "S": _dollars(vector["gross"]),
        "fraction": vector["fee_rate"],
        "costs": _dollars(vector["costs"]),
        "liens": _dollars(vector["meds"]),
    }
    result = _result("waterfall", given)
    assert (result["fee"], result["client"]) == (_dollars(vector["fee"]), _dollars(vector["client"]))


def test_an_answer_is_a_proposal_with_its_working() -> None:
    rule = rule_named("medicare_411_37_c")
    found = rule.calculate(rule.read({"S": "100000", "fee": "40000", "costs": "5000", "M": "10000"}))
    assert found.status is Status.PROPOSED
    assert [(step.name, plain(step.value)) for step in found.working] == [
        ("Ratio", "0.45"),
        ("Medicare's share of the costs", "4500.00"),
        ("Recovery", "5500.00"),
    ]


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
