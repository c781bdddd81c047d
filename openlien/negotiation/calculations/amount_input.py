"""What a negotiator types into the offer of a bill: an amount, a share, a formula, or nothing to clear it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openlien.kit.errors import DomainError
from openlien.kit.money import Money, Rate

TEXT_LETTERS_MAX = 40
_SHARE = re.compile(r"(=?)\s*(\d{1,3}(?:\.\d{1,4})?)\s*%", re.ASCII)
_AMOUNT = re.compile(r"\$?\s*(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(\.\d{1,6})?\s*([kK]?)", re.ASCII)
_PRO_RATA = re.compile(r"=\s*pro", re.ASCII | re.IGNORECASE)


class OfferNotRead(DomainError):
    """Type an amount such as 4,500.00 or 4.5k, a share such as 45%, =80% or =pro, or nothing to clear it."""


class OfferBelowCent(DomainError):
    """{typed} does not end at a cent."""


class OfferAboveRetail(DomainError):
    """An offer is at most what the bill retails for, ${retail}."""


class NoFairShareYet(DomainError):
    """=pro needs an outside bill with a written promise and its copy; there is none on this case."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: exactly one of the three says something, or none of them and the offer is cleared."""

    amount: Money | None = None
    share: Rate | None = None
    is_pro_rata: bool = False
    is_formula: bool = False

    @property
    def clears(self) -> bool:
        """Whether the offer is taken away."""
        return self.amount is None and self.share is None and not self.is_pro_rata


def read_amount(text: str) -> Typed:
    """Return what the text says.

    *Shapes*: `4500`, `4,500.00`, `$4,500`, `4.5k`, `45%`, `=80%`, `=pro`, or nothing.
    *Raises*: OfferNotRead, OfferBelowCent; OfferAboveRetail's share of more than 100 % is told by offer_of().
    """
    typed = text.strip()
    if not typed:
        return Typed()
    if len(typed) > TEXT_LETTERS_MAX:
        raise OfferNotRead()
    if _PRO_RATA.fullmatch(typed):
        return Typed(is_pro_rata=True, is_formula=True)
    if share := _SHARE.fullmatch(typed):
        return Typed(share=Rate.percent(share[2]), is_formula=bool(share[1]))
    if amount := _AMOUNT.fullmatch(typed):
        return Typed(amount=_money(typed, amount[1].replace(",", ""), amount[2] or "", amount[3]))
    raise OfferNotRead()


def offer_of(typed: Typed, *, retail: Money, fair_share: Rate | None) -> Money | None:
    """Return the offer of a bill of that retail; None where it is cleared. Shares round half-up to the cent.

    *Shapes*: `fair_share` is what the outside providers get of theirs; None while nobody knows.
    *Raises*: OfferAboveRetail, NoFairShareYet.
    """
    if typed.clears:
        return None
    amount = typed.amount if typed.amount is not None else retail.times(_share(typed, fair_share))
    if amount > retail:
        raise OfferAboveRetail(retail=retail)
    return amount


def _share(typed: Typed, fair_share: Rate | None) -> Rate:
    if typed.share is not None:
        return typed.share
    if fair_share is None:
        raise NoFairShareYet()
    # Promises above the bills do not make more than retail fair.
    return min(Rate.whole, fair_share)


def _money(typed: str, whole: str, fraction: str, thousand: str) -> Money:
    digits = fraction.removeprefix(".")
    cents = int(whole + digits) * 100 * (1000 if thousand else 1)
    scale = 10 ** len(digits)
    if cents % scale:
        raise OfferBelowCent(typed=typed)
    return Money.from_cents(cents // scale)
