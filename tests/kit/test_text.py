"""Different spellings of the same words meet in one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlien.kit.text import fold, fold_name


@pytest.mark.parametrize(
    "text", ["Núñez & Söhne", "NUÑEZ  & SOHNE", "nunez&sohne", "Nun\u0303ez & So\u0308hne"]
)
def test_case_accents_and_spaces_do_not_count(text):
    assert fold(text) == "nunez&sohne"


@pytest.mark.parametrize("text", ["Smith, Jones & Co.", "SMITH JONES CO", "Smith-Jones (Co)"])
def test_punctuation_does_not_count_in_names(text):
    assert fold_name(text) == "smithjonesco"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
    assert fold_name(fold_name(text)) == fold_name(text)
