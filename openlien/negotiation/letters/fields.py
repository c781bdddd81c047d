"""What a letter may be filled with: an allow-list of fields, each with an example. Pure text, never code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TABLE = "bills"
_FIELD = re.compile(r"\{\{\s*([^{}]{0,60}?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field: its name in the template, what it stands for, and an example."""

    name: str
    meaning: str
    example: str


FIELDS = (
    MergeField("today", "The day of the letter", "November 20, 2026"),
    MergeField("company", "Our company", "Northgate Lien Services"),
    MergeField("law_firm", "The firm", "Pacific Crest Law Firm"),
    MergeField("attorney", "The attorney, or the firm where none is known", "Gus Ember"),
    MergeField("patient", "The patient", "Zoe Marlow"),
    MergeField("case_number", "Our number of the case", "CASE-2026-00042"),
    MergeField("loss_date", "The day of the accident", "May 12, 2024"),
    MergeField("offer_number", "The number of the offer", "3"),
    MergeField("amount", "What we accept", "$43,000.00"),
    MergeField("retail", "What the bills retail for", "$66,150.00"),
    MergeField("reduction", "What we give up with it", "$23,150.00"),
    MergeField("percent", "The share of retail", "65.0%"),
    MergeField("bill_count", "How many bills it settles", "4 bills"),
    MergeField("holds_until", "The last day of the offer", "November 26, 2026"),
    MergeField("terms", "The terms of the offer", "Payment within 30 days of settlement."),
    MergeField("sender", "Who sends it", "Priya Raman"),
    MergeField(TABLE, "A table of the bills, on a line of its own", ""),
)
NAMES = frozenset(field.name for field in FIELDS)
EXAMPLE = {field.name: field.example for field in FIELDS if field.name != TABLE}


def unknown_fields(text: str) -> tuple[str, ...]:
    """Return the names between double braces that are no field, in their order, each once."""
    return tuple(dict.fromkeys(name for name in _FIELD.findall(text) if name not in NAMES))


def merged(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each field replaced by its value; what a value holds is not read again."""
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), text)


def paragraphs(body: str, values: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the letter in pieces: `kind` is text or table; a field without a value leaves no empty piece.

    *Shapes*: pieces are parted by blank lines of the template, not by those inside a value.
    """
    pieces = []
    for piece in re.split(r"\n\s*\n", body.strip()):
        found = _FIELD.fullmatch(piece.strip())
        if found and found[1] == TABLE:
            pieces.append({"kind": "table", "text": ""})
        elif text := merged(piece, {**values, TABLE: ""}).strip():
            pieces.append({"kind": "text", "text": text})
    return pieces
