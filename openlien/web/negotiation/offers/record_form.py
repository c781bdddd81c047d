"""What is typed to record an offer, and what the case has to compare it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError
from openlien.kit.money import Money, Rate, allocate, share_percent, total
from openlien.negotiation import errors
from openlien.negotiation.actions import LineTerms, OfferTerms
from openlien.negotiation.calculations.amount_input import OfferAboveRetail, offer_of, read_amount
from openlien.negotiation.calculations.fairness import is_below_trigger
from openlien.negotiation.queries import Policy, policy
from openlien.negotiation.queries.offer_lists import limits_broken
from openlien.negotiation.vocabulary import Direction
from openlien.payments.queries.bills_grid import GridLine, bills_grid

from ...cases.fields import DayField
from ...cases.forms import KeyedForm
from ...jinja import money, percent
from .words import limit_words

BY_RETAIL, FROM_GRID, BY_HAND = "retail", "grid", "hand"
TERMS_HINT = "What it depends on; stands on the timeline and in the letter"
EXPIRY_HINT = "t is today, +7 a week ahead; the offer holds until the end of that day"


@dataclass(frozen=True, slots=True)
class Ground:
    """What an offer is compared with: the bills, their present offers, what is fair, the limits."""

    lines: tuple[GridLine, ...]
    fair_share: Rate | None
    limits: Policy

    @property
    def retail(self) -> Money:
        """What all bills retail for."""
        return total(line.retail for line in self.lines)

    @property
    def offered(self) -> tuple[GridLine, ...]:
        """The bills that have an offer in the grid."""
        return tuple(line for line in self.lines if line.offer is not None)

    @property
    def offered_amount(self) -> Money:
        """The sum of those offers."""
        return total(line.offer for line in self.offered if line.offer is not None)

    def by_retail(self, amount: Money) -> dict[UUID, Money]:
        """The amount shared among the bills by what they retail for."""
        lines = [line for line in self.lines if line.retail]
        shares = allocate(amount, [line.retail for line in lines], claims=[line.retail for line in lines])
        return {line.bill_id: share for line, share in zip(lines, shares, strict=True)}


def ground_of(actor: Actor, case: CaseHead, *, as_of: date) -> Ground:
    """What an offer on a case that the actor has read is compared with.

    *Raises*: Forbidden.
    """
    grid = bills_grid(actor, case, as_of=as_of)
    return Ground(grid.lines, grid.fair_share, policy(actor))


class TermsForm(KeyedForm):
    """What every offer says beside its amounts."""

    refusals = {errors.ExpiryPassed: "expires_on"}
    expires_on = DayField(label="Holds until", required=False, help_text=EXPIRY_HINT)
    terms = forms.CharField(max_length=1000, required=False, widget=forms.Textarea, help_text=TERMS_HINT)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def refuse(self, error: DomainError) -> None:
        """Shows a broken rule at its field, or above the form when it has no such field."""
        field = self.refusals.get(type(error))
        if field is not None and field not in self.fields:
            self.status = error.status
            self.add_error(None, error.sentence)
            return
        super().refuse(error)


class RecordForm(TermsForm):
    """An offer as one amount or share, and how it is spread over the bills."""

    refusals = {
        **TermsForm.refusals,
        errors.NoLines: "spread",
        errors.TotalAboveRetail: "offer",
        OfferAboveRetail: "offer",
    }
    field_order = ("direction", "offer", "spread", "expires_on", "terms")
    direction = forms.ChoiceField(
        label="Whose offer",
        choices=[(Direction.OURS.value, "Ours"), (Direction.THEIRS.value, "The firm’s")],
        error_messages={"required": "Say whose offer it is.", "invalid_choice": "Say whose offer it is."},
    )
    offer = forms.CharField(
        label="Offer",
        max_length=40,
        required=False,
        help_text="An amount like 43,000 or 43k, or a share of retail like 65%",
    )
    spread = forms.ChoiceField(label="Over the bills")

    def __init__(self, *args: Any, ground: Ground, fixed: Direction | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ground, self.fixed = ground, fixed
        if fixed is not None:
            del self.fields["direction"]
        choices = [(value, name) for value, name, _ in self.spreads()]
        self.fields["spread"].choices = choices  # type: ignore[attr-defined]

    def spreads(self) -> list[tuple[str, str, str]]:
        """The ways to spread it: value, name, what it means."""
        count, of = len(self.ground.offered), len(self.ground.lines)
        grid = f"Their sum is the offer: {money(self.ground.offered_amount)} on {count} of {of} bills"
        return [
            (BY_RETAIL, "Pro rata by retail", "Each bill gets its share, to the cent"),
            *([(FROM_GRID, "As the bills grid has it", grid)] if count else []),
            (BY_HAND, "By hand", "You set each bill on the next page"),
        ]

    @property
    def chosen_direction(self) -> Direction:
        """Whose offer it is."""
        return self.fixed or Direction(self.cleaned_data["direction"])

    def clean(self) -> dict[str, Any]:
        """The amount that was typed, by what the bills retail for."""
        given = super().clean() or self.cleaned_data
        if given.get("spread") == FROM_GRID:
            given["amount"] = self.ground.offered_amount
            return given
        try:
            typed = read_amount(given.get("offer", ""))
            amount = offer_of(typed, retail=self.ground.retail, fair_share=self.ground.fair_share)
        except DomainError as error:
            self.add_error("offer", error.sentence)
            return given
        if amount is None:
            self.add_error("offer", "Enter the amount of the offer, or its share of retail.")
        given["amount"] = amount
        return given

    def warnings(self) -> list[tuple[str, str]]:
        """What somebody should know before it is saved: code and sentence."""
        if not self.cleaned_data.get("amount") or "spread" not in self.cleaned_data:
            return []
        is_grid = self.cleaned_data["spread"] == FROM_GRID
        lines = self.ground.offered if is_grid else self.ground.lines
        return warnings_of(self.ground, self.cleaned_data["amount"], [line.retail for line in lines])

    def offer_terms(self) -> OfferTerms:
        """The terms as the action takes them."""
        given = self.cleaned_data
        amount = None if given["spread"] == FROM_GRID else given["amount"]
        return OfferTerms(amount=amount, expires_on=given["expires_on"], words=given["terms"])


class HandForm(TermsForm):
    """An offer bill by bill: an amount or a share for each; a blank one is not part of it."""

    direction = forms.CharField(widget=forms.HiddenInput, required=False)
    counter_of = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, ground: Ground, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ground = ground
        for line in ground.lines:
            self.fields[line_name(line.bill_id)] = forms.CharField(max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """The lines that were typed."""
        given = super().clean() or self.cleaned_data
        given["lines"] = []
        for line in self.ground.lines:
            self._read(line, given)
        if not given["lines"] and not self.errors:
            self.add_error(None, "Enter the offer of at least one bill.")
        return given

    def _read(self, line: GridLine, given: dict[str, Any]) -> None:
        name = line_name(line.bill_id)
        try:
            typed = read_amount(given.get(name, ""))
            amount = offer_of(typed, retail=line.retail, fair_share=self.ground.fair_share)
        except DomainError as error:
            self.add_error(name, error.sentence)
            return
        if amount is not None:
            given["lines"].append(LineTerms(line.bill_id, amount))

    def warnings(self) -> list[tuple[str, str]]:
        """What somebody should know before it is saved: code and sentence."""
        retails = {line.bill_id: line.retail for line in self.ground.lines}
        lines = self.cleaned_data["lines"]
        amount = total(line.amount for line in lines)
        return warnings_of(self.ground, amount, [retails[line.bill_id] for line in lines])

    def offer_terms(self) -> OfferTerms:
        """The terms as the action takes them."""
        given = self.cleaned_data
        return OfferTerms(lines=given["lines"], expires_on=given["expires_on"], words=given["terms"])


def warnings_of(ground: Ground, amount: Money, retails: Sequence[Money]) -> list[tuple[str, str]]:
    """What to know of an offer of this amount for bills of these retails: code and sentence.

    *Source*: rulings A7, A8
    """
    retail = total(retails)
    found = []
    if is_below_trigger(offer=amount, retail=retail):
        share = percent(share_percent(amount, retail), 1)
        found.append(("below_80", f"{share} of retail is below 80%: ask for the outside bills."))
    if ground.fair_share is not None:
        fair = total(each.times(min(ground.fair_share, Rate.whole)) for each in retails)
        if amount < fair:
            said = f"Below the fair {money(fair)}: outside providers get {percent(ground.fair_share)}."
            found.append(("below_fair", f"{said} Whoever submits or accepts it says why."))
    if breaks := limits_broken(ground.limits, amount=amount, retail=retail):
        broken = limit_words(breaks, ground.limits)
        found.append(("beyond_limits", f"It is {broken}: somebody else approves it."))
    return found


def line_name(bill_id: UUID) -> str:
    """The name of the field for the offer of a bill."""
    return f"line-{bill_id}"


def codes_of(warnings: Sequence[tuple[str, str]]) -> str:
    """The codes of warnings in one text, so that a form can say which of them were seen."""
    return " ".join(code for code, _ in warnings)


def are_seen(warnings: Sequence[tuple[str, str]], seen: str) -> bool:
    """Whether every warning was shown before the form was sent."""
    return {code for code, _ in warnings} <= set(seen.split())
