"""The sample arrives at every figure that is expected of it."""

import json

import pytest

from tests.integrations.portfolio_files.exports import AS_OF, SAMPLE
from tests.integrations.portfolio_files.oracle import Portfolio, figures

EXPECTED = json.loads((SAMPLE / "expected.json").read_text())


@pytest.fixture(scope="module")
def arrived():
    return figures(Portfolio(SAMPLE / "invoices.csv", SAMPLE / "collections.csv", as_of=AS_OF))


def test_the_expectation_is_of_the_day_of_the_sample():
    assert EXPECTED["as_of"] == AS_OF.isoformat()


@pytest.mark.parametrize("part", sorted(set(EXPECTED) - {"as_of", "seed"}))
def test_the_sample_arrives_at_the_expected(part, arrived):
    assert arrived[part] == EXPECTED[part]
