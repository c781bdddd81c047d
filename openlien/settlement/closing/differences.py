"""What one version of a closing statement says otherwise than another, in words; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openlien.kit.paper_words import amount_words

_FIGURES = (
    ("gross", "The recovery"),
    ("fees_total", "Attorney's fees"),
    ("expenses_total", "Case expenses"),
    ("liens_total", "What liens are paid"),
    ("bills_total", "Medical bills"),
    ("hold_backs", "What is held back"),
    ("still_owed_total", "What the client still owes"),
    ("client", "What the client gets"),
)
_WORDS = (
    ("fee_basis", "The fee agreement"),
    ("payer", "The payer"),
    ("trust_account", "The trust account"),
    ("date_of_loss", "The date of loss"),
    ("settled_on", "The day of the settlement"),
    ("law_firm", "The law firm"),
    ("attorney", "The attorney"),
    ("state", "The state"),
)
_LISTS = (
    ("recoveries", "payer", "amount", "Recovery from"),
    ("fees", "name", "amount", ""),
    ("expenses", "name", "amount", "Expense"),
    ("common_expenses", "name", "amount", "Common expense"),
    ("liens", "name", "paid", "Lien of"),
    ("liens", "name", "original", "Original claim of"),
    ("bills", "name", "paid", "Bill of"),
    ("distributions", "name", "amount", "Payment"),
)


def differences(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each thing that the later version says otherwise."""
    said = [
        f"{name}: {_amount(earlier, key)} before, {_amount(later, key)} now."
        for key, name in _FIGURES
        if earlier.get(key) != later.get(key)
    ]
    said += [
        f"{name}: “{earlier.get(key) or 'blank'}” before, “{later.get(key) or 'blank'}” now."
        for key, name in _WORDS
        if earlier.get(key) != later.get(key)
    ]
    for key, label, figure, words in _LISTS:
        said += _in_lists(earlier.get(key) or [], later.get(key) or [], label, figure, words)
    if earlier.get("clients") != later.get("clients"):
        said.append("The clients are others.")
    numbers = [[each.get("number") for each in facts.get("distributions", ())] for facts in (earlier, later)]
    if numbers[0] != numbers[1] and not any(sentence.startswith("Payment") for sentence in said):
        said.append("Check numbers were added.")
    return list(dict.fromkeys(said)) or (["Wording only."] if earlier != later else [])


def _in_lists(
    earlier: Sequence[Mapping[str, str]],
    later: Sequence[Mapping[str, str]],
    label: str,
    figure: str,
    words: str,
) -> list[str]:
    before, after = _by_name(earlier, label, figure), _by_name(later, label, figure)
    said = []
    for name in dict.fromkeys([*before, *after]):
        subject = f"{words} {name}".strip()
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if old is None:
            said.append(f"{subject}: new, {_list(new)}.")
        elif new is None:
            said.append(f"{subject}: gone, {_list(old)} before.")
        else:
            said.append(f"{subject}: {_list(old)} before, {_list(new)} now.")
    return said


def _by_name(rows: Sequence[Mapping[str, str]], label: str, figure: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[label], []).append(row[figure])
    return found


def _amount(facts: Mapping[str, Any], key: str) -> str:
    return _usd(facts.get(key, "0"))


def _list(amounts: Sequence[str] | None) -> str:
    return " and ".join(_usd(each) for each in amounts or ())


def _usd(amount: str) -> str:
    words = amount_words(amount)
    return f"−${words[1:]}" if words.startswith("−") else f"${words}"
