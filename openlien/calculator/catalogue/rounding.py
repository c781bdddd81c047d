"""The rule that splits whole cents, on which every other one relies."""

from __future__ import annotations

from openlien.calculator.inputs import outputs
from openlien.calculator.kinds import CENTS, WEIGHT, listed
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.kit.allocation import allocate_cents
from openlien.kit.working import step


def _allocate(given: Given) -> Answer:
    shares = allocate_cents(given["total"], given["weights"], claims=given["caps"], floors=given["mins"])
    formula = "total × weight ÷ all weights, whole cents by largest remainder, within the limits"
    return Answer({"shares": shares}, (step("Shares", formula, shares, total=given["total"]),))


RULES = (
    Rule(
        name="allocate",
        title="Splitting whole cents",
        group=Group.ROUNDING,
        inputs=(
            Input("total", "Total, cents", CENTS, example="10000"),
            Input("weights", "Weights", listed(WEIGHT), example="50\n50\n50", hint="One a line"),
            Input("caps", "Most for each, cents", listed(CENTS), optional=True, hint="One a line"),
            Input("mins", "Least for each, cents", listed(CENTS), optional=True, hint="One a line"),
        ),
        outputs=outputs(("shares", "Shares, cents")),
        run=_allocate,
        page="rounding-and-allocation",
        source="Largest remainder: each share rounded down, cents left go to the largest remainders",
    ),
)
