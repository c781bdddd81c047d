"""Merge codes: the allow-list of what a template may be filled with. Pure text, never code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

NEGOTIATION, SETTLEMENT, GENERAL = "negotiation", "settlement", "general"
NOT_STATED = "not stated"
_EVERYWHERE = frozenset({NEGOTIATION, SETTLEMENT, GENERAL})
_BOTH = frozenset({NEGOTIATION, SETTLEMENT})
_NEGOTIATION, _SETTLEMENT = frozenset({NEGOTIATION}), frozenset({SETTLEMENT})
_CODE = re.compile(r"\{\{\s*([^{}]{0,60}?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class MergeCode:
    """A code: its name in a template, what it shows, an example, and the kinds of templates that may hold it.

    A personal one shows something of the patient, so no subject holds it.
    """

    name: str
    meaning: str
    example: str
    kinds: frozenset[str] = _EVERYWHERE
    is_personal: bool = False


CODES = (
    MergeCode("today", "The day on which it is written", "November 20, 2026"),
    MergeCode("company", "Our company", "Northgate Lien Services"),
    MergeCode("sender", "Who writes", "Priya Raman"),
    MergeCode("case_number", "Our number of the case", "CASE-2026-00042"),
    MergeCode("patient", "The patient", "Zoe Marlow", is_personal=True),
    MergeCode("loss_date", "The day of the accident", "May 12, 2024", is_personal=True),
    MergeCode("law_firm", "The law firm of the case", "Pacific Crest Law Firm"),
    MergeCode("attorney", "Its attorney, or the firm where none is known", "Gus Ember"),
    MergeCode("plaintiff", "The plaintiff, or all of them", "Zoe Marlow", _BOTH, is_personal=True),
    MergeCode(
        "company_name", "The insurer, administrator or firm on the other side", "Northfield Mutual", _BOTH
    ),
    MergeCode("insurance_type", "Kind of the policy", "Bodily injury", _BOTH),
    MergeCode("policy_limits", "Limits of the policy", "100,000 / 300,000", _BOTH),
    MergeCode("insured", "The insured", "Dale Rowe", _BOTH, is_personal=True),
    MergeCode("claim_number", "Their claim number", "NM-77", _BOTH),
    MergeCode("adjuster", "Adjuster or attorney on the other side", "Ivy Stone", _BOTH),
    MergeCode("adjuster_phone", "Their phone", "555-0142", _BOTH),
    MergeCode("negotiation_date", "The day of the round", "November 2, 2026", _NEGOTIATION),
    MergeCode("negotiated_by", "Who negotiated", "Priya Raman", _NEGOTIATION),
    MergeCode("demand", "The demand", "$98,000.00", _NEGOTIATION),
    MergeCode("offer", "The offer", "$64,000.00", _NEGOTIATION),
    MergeCode(
        "authorized", "What the plaintiff lets us accept; not for the other side", "$70,000.00", _NEGOTIATION
    ),
    MergeCode("note", "The note of the round", "Adjuster calls back Friday.", _NEGOTIATION, is_personal=True),
    MergeCode("settlement_amount", "The amount of the settlement", "$64,000.00", _BOTH),
    MergeCode("settlement_date", "The day of the settlement", "November 10, 2026", _SETTLEMENT),
    MergeCode("settled_by", "Who settled", "Priya Raman", _SETTLEMENT),
    MergeCode("settlement_type", "Type of the settlement", "Negotiation", _SETTLEMENT),
    MergeCode("received", "What has come in", "$64,000.00", _SETTLEMENT),
    MergeCode("received_date", "The day it came in", "November 18, 2026", _SETTLEMENT),
    MergeCode("firm_fee", "The fee of the firm", "$21,333.33", _SETTLEMENT),
    MergeCode("distributed", "What was paid out", "$40,000.00", _SETTLEMENT),
    MergeCode("escrow_account", "The trust account", "IOLTA", _SETTLEMENT),
    MergeCode("comments", "The comments", "Release signed.", _SETTLEMENT, is_personal=True),
)
BY_NAME = {code.name: code for code in CODES}


def codes_for(kind: str) -> tuple[MergeCode, ...]:
    """Return the codes that a template of this kind may hold, in the order of the list."""
    return tuple(code for code in CODES if kind in code.kinds)


def examples(kind: str) -> dict[str, str]:
    """Return an example value for each code of this kind."""
    return {code.name: code.example for code in codes_for(kind)}


def names_in(text: str) -> tuple[str, ...]:
    """Return the names between double braces in their order, each once."""
    return tuple(dict.fromkeys(_CODE.findall(text)))


def unknown_names(text: str, kind: str) -> tuple[str, ...]:
    """Return the names between double braces that are no code of this kind."""
    known = {code.name for code in codes_for(kind)}
    return tuple(name for name in names_in(text) if name not in known)


def personal_names(text: str) -> tuple[str, ...]:
    """Return the codes in the text that show something of the patient."""
    return tuple(name for name in names_in(text) if name in BY_NAME and BY_NAME[name].is_personal)


def merged(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each code replaced by its value; what a value holds is not read again.

    A line whose codes are all blank falls away with its label, and a paragraph of such lines leaves no gap. A
    blank code beside others says "not stated". A name that has no value stays as it is typed.
    """
    kept: list[str] = []
    is_below_gap = False
    for line in text.split("\n"):
        if not _says_something(line, values):
            is_below_gap = True
        elif line.strip() or not is_below_gap or (kept and kept[-1].strip()):
            kept.append(_line(line, values))
            is_below_gap = False
    return "\n".join(kept)


def _says_something(line: str, values: Mapping[str, str]) -> bool:
    names = names_in(line)
    return not names or any(values.get(name, name) for name in names)


def _line(line: str, values: Mapping[str, str]) -> str:
    return _CODE.sub(lambda match: values.get(match[1], match[0]) or NOT_STATED, line)
