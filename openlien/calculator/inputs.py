"""Short ways to write the inputs that many rules share."""

from __future__ import annotations

from .kinds import AMOUNT, DAY, DAYS, RATE, SHARE, TRUTH, Kind, listed
from .rules import Input, Output


def amount(name: str, label: str, example: str = "", *, hint: str = "") -> Input:
    """Return an amount that has to be given."""
    return Input(name, label, AMOUNT, example=example, hint=hint)


def may_amount(name: str, label: str, example: str = "", *, hint: str = "") -> Input:
    """Return an amount that may be left out."""
    return Input(name, label, AMOUNT, optional=True, example=example, hint=hint)


def amounts(name: str, label: str, example: str) -> Input:
    """Return a list of amounts."""
    return Input(name, label, listed(AMOUNT), example=example, hint="One a line")


def share(name: str, label: str, example: str = "", *, hint: str = "") -> Input:
    """Return a share from 0 to 1 that has to be given."""
    return Input(name, label, SHARE, example=example, hint=hint or "Such as 1/3, 0.3333 or 33.33%")


def may_share(name: str, label: str, example: str = "", *, hint: str = "") -> Input:
    """Return a share that may be left out."""
    return Input(
        name, label, SHARE, optional=True, example=example, hint=hint or "Such as 1/3, 0.3333 or 33.33%"
    )


def rate(name: str, label: str, example: str) -> Input:
    """Return a yearly rate."""
    return Input(name, label, RATE, example=example, hint="Such as 0.093 or 9.3%")


def day(name: str, label: str, example: str = "", *, hint: str = "") -> Input:
    """Return a day that has to be given."""
    return Input(name, label, DAY, example=example, hint=hint)


def may_day(name: str, label: str, example: str = "", *, hint: str = "") -> Input:
    """Return a day that may be left out."""
    return Input(name, label, DAY, optional=True, example=example, hint=hint)


def days(name: str, label: str, example: str, *, kind: Kind = DAYS, optional: bool = False) -> Input:
    """Return a number of days."""
    return Input(name, label, kind, optional=optional, example=example)


def may_truth(name: str, label: str, example: str = "", *, hint: str = "") -> Input:
    """Return a yes or no that may be left out."""
    return Input(name, label, TRUTH, optional=True, example=example, hint=hint)


def settled_on(label: str = "Day of settlement") -> Input:
    """Return the day that decides which version of the law counts."""
    return may_day("date", label, hint="Decides the version; blank takes the newest")


def outputs(*pairs: tuple[str, str]) -> tuple[Output, ...]:
    """Return outputs from names and labels."""
    return tuple(Output(name, label) for name, label in pairs)
