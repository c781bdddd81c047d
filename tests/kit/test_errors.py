"""An error is its sentence, its code and its status."""

import json
import pickle
from datetime import date

import pytest

from openlien.kit.errors import (
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleVersion,
    problem,
)
from openlien.kit.money import Money


class OverLimit(DomainError):
    """The amount of {amount} is over
    your limit of {limit_amount}."""

    status = 409


def test_the_docstring_is_the_sentence():
    error = OverLimit(amount=Money("10.00"), limit_amount=Money("5.00"))

    assert error.sentence == str(error) == "The amount of 10.00 is over your limit of 5.00."


def test_a_braced_value_is_shown_as_it_is():
    assert OverLimit(amount="{limit_amount}", limit_amount=1).sentence.startswith(
        "The amount of {limit_amount} "
    )


def test_an_amount_in_a_sentence_has_its_thousands_apart():
    error = OverLimit(amount=Money("36303.75"), limit_amount=Money("-1234.50"))

    assert error.sentence == "The amount of 36,303.75 is over your limit of -1,234.50."
    assert problem(error)["amount"] == "36303.75"


def test_a_day_reads_in_a_sentence_as_on_pages_and_stays_a_date_for_programs():
    error = OverLimit(amount=date(2026, 11, 20), limit_amount=None)

    assert error.sentence == "The amount of Nov 20, 2026 is over your limit of None."
    assert problem(error)["amount"] == "2026-11-20"


def test_a_sentence_with_a_missing_value_is_noticed_at_once():
    with pytest.raises(KeyError):
        OverLimit(amount=1)


def test_an_error_without_a_sentence_cannot_be_defined():
    with pytest.raises(TypeError, match="docstring"):
        type("Silent", (DomainError,), {})


def test_codes_and_statuses_are_stable():
    assert (OverLimit.code, OverLimit.status) == ("over_limit", 409)
    assert (NotFound.code, NotFound.status) == ("not_found", 404)
    assert (Forbidden.code, Forbidden.status) == ("forbidden", 403)
    assert (StaleVersion.code, StaleVersion.status) == ("stale_version", 409)
    assert (InvalidInput.code, InvalidInput.status) == ("invalid_input", 422)


def test_a_problem_is_what_the_standard_asks_for():
    body = problem(OverLimit(amount=Money("10.00"), limit_amount=Money("5.00"), due=date(2026, 11, 20)))

    assert json.loads(json.dumps(body)) == {
        "type": "/docs/errors#over_limit",
        "title": "Over limit",
        "status": 409,
        "detail": "The amount of 10.00 is over your limit of 5.00.",
        "code": "over_limit",
        "amount": "10.00",
        "limitAmount": "5.00",
        "due": "2026-11-20",
    }


def test_a_field_cannot_take_the_place_of_a_standard_member():
    body = problem(OverLimit(amount=1, limit_amount=2, status=200, type="x"))

    assert (body["status"], body["type"]) == (409, "/docs/errors#over_limit")


def test_an_input_error_names_its_field():
    body = problem(InvalidInput("offer", "Enter an amount like 1,234.56."))

    assert (body["field"], body["detail"]) == ("offer", "Enter an amount like 1,234.56.")
    assert "sentence" not in body


def test_a_stale_write_carries_both_values():
    error = StaleVersion(yours="95.00", theirs="88.00")

    assert error.sentence == (
        "Not saved. Somebody changed this to 88.00 while you were editing. You entered 95.00."
    )
    assert problem(error)["yours"] == "95.00"


@pytest.mark.parametrize(
    "error", [StaleVersion(1, 2), InvalidInput("a", "b."), OverLimit(amount=1, limit_amount=2)], ids=str
)
def test_an_error_survives_the_way_between_processes(error):
    restored = pickle.loads(pickle.dumps(error))

    assert (type(restored), restored.sentence, restored.fields) == (type(error), error.sentence, error.fields)
