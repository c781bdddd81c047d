"""The calculator through the JSON interface: every vector, every refusal, and the list of rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openlien.identity.permissions import Role

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[1] / "formulas" / "vectors"
DOMAIN = json.loads((FOLDER / "domain.json").read_text(encoding="utf-8"))
PENNY = json.loads((FOLDER / "penny.json").read_text(encoding="utf-8"))


@pytest.fixture
def legal(caller: Callable[..., Any]) -> Any:
    return caller(Role.LEGAL_TEAM)


def test_answers_every_vector_of_the_domain_rules(legal: Any) -> None:
    wrong = []
    for vector in DOMAIN:
        answer = legal.post(f"/calculations/{vector['rule']}", vector["in"])
        given = answer.json().get("result", {})
        if answer.status_code != 200 or any(given.get(name) != out for name, out in vector["out"].items()):
            wrong.append((vector["id"], answer.status_code, answer.json()))
    assert wrong == []


def test_answers_every_penny_vector_and_refuses_what_cannot_be_split(legal: Any) -> None:
    names = ("total", "weights", "caps", "mins")
    wrong = []
    for vector in PENNY["vectors"]:
        answer = legal.post(
            "/calculations/allocate", {name: vector[name] for name in names if name in vector}
        )
        if answer.json().get("result") != {"shares": vector["expected"]}:
            wrong.append((vector["id"], answer.json()))
    for vector in PENNY["errors"]:
        answer = legal.post(
            "/calculations/allocate", {name: vector[name] for name in names if name in vector}
        )
        if (answer.status_code, answer["Content-Type"]) != (422, "application/problem+json"):
            wrong.append((vector["id"], answer.json()))
    assert wrong == []


def test_an_answer_has_rule_result_working_and_status(legal: Any) -> None:
    answer = legal.post("/calculations/ca_hla_gross", {"S": "15000", "lien": "49197.95"}).json()
    assert answer["rule"] == "ca_hla_gross"
    assert answer["result"] == {"cap": "7500.00", "pay": "7500.00"}
    assert answer["status"] == "proposed"
    assert answer["working"][0] == {
        "name": "Ceiling",
        "formula": "(settlement − fee, costs and prior liens) × share, rounded down",
        "inputs": {"settlement": "15000.00", "before it": "0.00", "share": "0.5"},
        "value": "7500.00",
    }


@pytest.mark.parametrize(
    ("rule", "given", "field", "says"),
    [
        ("fee_fraction", {"S": "100"}, "fraction", "fraction is missing"),
        ("fee_fraction", {"S": "100", "fraction": None}, "fraction", "fraction is missing"),
        ("fee_fraction", {"S": "100", "fraction": "1/3", "x": "1"}, "x", "takes no x; it takes S, fraction"),
        ("fee_fraction", {"S": "ten", "fraction": "1/3"}, "S", "S is an amount such as"),
        ("fee_fraction", {"S": 100.5, "fraction": "1/3"}, "S", "S is an amount as text"),
        ("fee_fraction", {"S": "1.005", "fraction": "1/3"}, "S", "more than two decimals"),
        ("fee_fraction", {"S": "-1", "fraction": "1/3"}, "S", "may not be below 0.00"),
        ("fee_fraction", {"S": "100", "fraction": "33.33"}, "fraction", "a share from 0 to 1"),
        ("fee_fraction", {"S": "100", "fraction": "1/0"}, "fraction", "fraction is a share such as"),
        ("fee_fraction", {"S": True, "fraction": "1/3"}, "S", "S is an amount as text"),
        ("pro_rata_fund", {"fund": "10", "claims": "4"}, "claims", "claims is a list"),
        ("pro_rata_fund", {"fund": "10", "claims": ["4", "x"]}, "claims", "item 2 is an amount"),
        ("multi_recovery", {"rows": [["5"]]}, "rows", "item 1 has no fee share"),
        ("il_770_23", {"S": "1", "liens": [{"amount": "1"}]}, "liens", "item 1 has no category"),
        ("il_770_23", {"S": "1", "liens": [{"category": "spa", "rank": 1}]}, "liens", "item 1"),
        ("days_from_release", {"release": "2025-02-30", "days": 1}, "release", "release is a day such as"),
        ("days_from_release", {"release": "2025-02-03", "days": 1.5}, "days", "days is a whole number"),
        ("medicare_411_37_c", {"S": "10", "fee": "1", "M": "10"}, "M", "Use (d)"),
        ("medicare_411_37_d", {"S": "10", "procurement": "1", "M": "9"}, "M", "Use (c)"),
        ("medicare_fixed_pct", {"S": "10", "date": "2011-11-06", "M": "9"}, "date", "no version in force"),
        ("ahlborn", {"paid": "1", "S": "1", "full_value": "0"}, "full_value", "full value"),
        ("interest", {"P": "1", "rate": "0.1"}, "days", "number of days"),
        (
            "interest",
            {"P": "1", "rate": "0.1", "from": "2025-01-02", "to": "2025-01-01"},
            "to",
            "before it begins",
        ),
        (
            "interest",
            {"P": "1", "rate": "0.1", "from": "2025-01-01", "to": "2025-01-31", "days": 31},
            "days",
            "there are 30 days, not 31",
        ),
        ("erisa_funding", {"plan_funding": "unknown"}, "plan_funding", "Find out first"),
        ("tx_55_004", {"charges_100d": "9", "recovered": "9", "date": "2020-01-01", "awarded_hospital": "1"},
         "awarded_hospital", "leave it out"),
        ("health_gain_v1", {"rate": "NaN", "dso": "1", "pct_0_90": "1", "at_risk_pct": ""}, "rate", "number"),
        ("at_risk", {"cases": [["Elsewhere", 1]]}, "cases", "no stage called"),
    ],
)  # fmt: skip
def test_a_wrong_input_is_refused_with_its_name(
    legal: Any, rule: str, given: dict[str, Any], field: str, says: str
) -> None:
    answer = legal.post(f"/calculations/{rule}", given)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["field"] == field
    assert says in problem["detail"]


def test_an_unknown_rule_is_not_found(legal: Any) -> None:
    for answer in (
        legal.post("/calculations/fee_of_the_moon", {}),
        legal.get("/calculations/fee_of_the_moon"),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert (answer.json()["code"], answer.json()["rule"]) == ("unknown_rule", "fee_of_the_moon")


@pytest.mark.parametrize("body", [[], "text", 1, None])
def test_a_body_that_is_no_object_is_refused(legal: Any, body: Any) -> None:
    answer = legal.post("/calculations/fee_fraction", body)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_the_list_names_inputs_citation_effective_days_and_the_last_check(legal: Any) -> None:
    rules = {each["rule"]: each for each in legal.get("/calculations").json()["items"]}
    threshold = rules["medicare_threshold"]
    assert [(each["effectiveFrom"], each["effectiveTo"]) for each in threshold["versions"]] == [
        ("2011-09-06", "2014-09-30"),
        ("2014-10-01", "2016-12-31"),
        ("2017-01-01", None),
    ]
    assert all(each["lastChecked"] and each["citation"] for each in threshold["versions"])
    assert threshold["toVerify"]
    assert [each["name"] for each in threshold["inputs"]] == ["S", "date"]
    assert rules["bill_line"]["versions"] == []
    assert {vector["rule"] for vector in DOMAIN} <= set(rules)


def test_one_rule_can_be_read(legal: Any) -> None:
    rule = legal.get("/calculations/nc_44_50").json()
    assert rule["jurisdiction"] == "North Carolina"
    assert [each["name"] for each in rule["inputs"] if each["required"]] == ["S", "fee", "liens"]


def test_a_provider_may_not_use_the_calculator(caller: Callable[..., Any]) -> None:
    from tests import cast

    group = cast.provider_group()
    provider = caller(Role.PROVIDER, scope_kind="provider_group", scope_id=group.id)
    assert provider.get("/calculations").status_code == 403
    assert provider.post("/calculations/fee_fraction", {"S": "1", "fraction": "1"}).status_code == 403
