"""Which kind of care a billed code belongs to; pure. The ranges are code numbers in common use."""

from __future__ import annotations

from collections.abc import Iterable

from .calculations.time_out import CareLevel

# From and to, both included. What no range names says nothing about the kind of care, such as imaging.
RANGES: tuple[tuple[str, str, CareLevel], ...] = (
    ("97010", "97799", CareLevel.CHIROPRACTIC),
    ("98925", "98943", CareLevel.CHIROPRACTIC),
    ("20526", "20611", CareLevel.PAIN_MANAGEMENT),
    ("62263", "62329", CareLevel.PAIN_MANAGEMENT),
    ("64400", "64530", CareLevel.PAIN_MANAGEMENT),
    ("64600", "64681", CareLevel.PAIN_MANAGEMENT),
    ("00100", "01999", CareLevel.SURGICAL),
    ("10004", "20525", CareLevel.SURGICAL),
    ("20612", "62262", CareLevel.SURGICAL),
    ("62330", "64399", CareLevel.SURGICAL),
    ("64531", "64599", CareLevel.SURGICAL),
    ("64682", "69990", CareLevel.SURGICAL),
)


def care_levels(codes: Iterable[str]) -> tuple[CareLevel, ...]:
    """The kinds of care among these codes, each once, the least intensive first.

    *Source*: ruling A14; docs/guide/funding.md
    """
    return tuple(sorted({level for code in codes if (level := care_level(code)) is not None}))


def care_level(code: str) -> CareLevel | None:
    """The kind of care of one code; None where the code says nothing about it."""
    if len(code) != 5 or not code.isdigit():
        return None
    return next((level for first, last, level in RANGES if first <= code <= last), None)
