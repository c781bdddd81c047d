"""All spellings of a firm share one key, and two firms never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.cases.firm_names import firm_key


@pytest.mark.parametrize(
    "name",
    [
        "Alder & Finch",
        "ALDER & FINCH",
        "Alder  & Finch",
        "Alder & Finch ",
        "Alder & Finch, LLP",
        "Alder & Finch L.L.P.",
        "Alder and Finch, P.C.",
        "Alder-Finch APC",
        "Alder & Finch, A Professional Law Corporation",
        "Alder & Finch PLLC, Inc.",
        "Álder & Finch LLC",
    ],
)
def test_spellings_of_one_firm_share_a_key(name):
    assert firm_key(name) == "alderfinch"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alder & Finch", "Alder & Fynch"),
        ("Pacific Crest Law", "Pacific Crest Law Firm"),
        ("Redwood Claims Law", "Redwood Claims Group"),
        ("Compton Legal", "Legal Compton"),
    ],
)
def test_two_firms_have_two_keys(one, other):
    assert firm_key(one) != firm_key(other)


@pytest.mark.parametrize(
    ("name", "key"), [("", ""), (" , .", ""), ("PC", "pc"), ("And", "and"), ("LLP LLC", "llp")]
)
def test_a_name_is_never_cut_to_nothing_unless_it_is_nothing(name, key):
    assert firm_key(name) == key


@given(st.text(st.characters(codec="cp1252"), max_size=40))
def test_case_and_blanks_never_count(name):
    assert firm_key(f"  {name}  ") == firm_key(name)
    assert firm_key(name) == firm_key(name.casefold())
