"""A settlement calculation as the panel shows it: inputs beside their sources, and the result."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from openlien.cases.models import Case, Plaintiff
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.kit.money import Money

from ..calculations.settlement import SettlementResult, calculate_settlement
from ..errors import NotOfThisCase, SettlementNotPositive
from ..input_rules import (
    InputName,
    InputValue,
    RecoveryPart,
    Source,
    SourceLine,
    Terms,
    fields_of,
    rate_of,
)
from ..models import CalculationInput, Settlement, SettlementCalculation
from ..reach import case_within, settlement_within
from .sources import sources_of


@dataclass(frozen=True, slots=True)
class InputView:
    """One input with its marks: overridden by a person; stale, because its source says something else now.

    `source_value` is what the source page says now, None where no page holds it; `differs` is the
    exclamation mark: what counts is not what the source says.
    """

    name: InputName
    value: Money
    source_value: Money | None
    is_overridden: bool
    is_stale: bool
    lines: tuple[SourceLine, ...]

    @property
    def label(self) -> str:
        """The input as people read it."""
        return self.name.label

    @property
    def differs(self) -> bool:
        """Whether the exclamation mark stands beside it."""
        return self.source_value is not None and self.source_value != self.value


@dataclass(frozen=True, slots=True)
class CalculationView:
    """A calculation: saved under a name, or what it would start with; `refusal` says why it has no result."""

    name: str
    is_saved: bool
    version: int | None
    inputs: tuple[InputView, ...]
    terms: Terms
    result: SettlementResult | None
    refusal: str = ""
    saved_by: str = ""
    saved_at: datetime | None = None

    @property
    def is_stale(self) -> bool:
        """Whether any input differs from its source."""
        return any(each.differs for each in self.inputs)

    def input(self, name: str) -> InputView:
        """The input of that name."""
        return next(each for each in self.inputs if each.name == name)


def read_calculation(actor: Actor, settlement_id: UUID, *, name: str = "") -> CalculationView:
    """The calculation of the settlement, or the what-if of that name; from its sources where none is saved.

    *Raises*: Forbidden, NotFound.
    """
    settlement = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW)
    saved = saved_under(settlement, name).first()
    terms = terms_of(saved) if saved else _terms_to_start_with(settlement)
    sources = sources_of_settlement(settlement, terms)
    inputs = tuple(_views(saved, sources))
    return _view(name, saved, inputs, terms)


def tried_calculation(
    actor: Actor,
    settlement_id: UUID,
    *,
    terms: Terms,
    typed: Mapping[str, Money],
    taken: Collection[str] = (),
    name: str = "",
) -> CalculationView:
    """The calculation as it would be with these terms and typed values, kept nowhere.

    `taken` are the inputs that follow their sources instead of what was typed.
    *Raises*: Forbidden, NotFound; a refusal of the fee stands in the view.
    """
    settlement = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW)
    saved = saved_under(settlement, name).first()
    try:
        sources = sources_of_settlement(settlement, terms)
    except DomainError:
        # A rate that cannot be read: the refusal of the result says so, and the rest stays to be seen.
        sources = sources_of_settlement(settlement, replace(terms, expense_rate=""))
    inputs = tuple(
        _tried(each, sources.get(each.name), typed, taken=each.name.value in taken)
        for each in _views(saved, sources)
    )
    return _view(name, saved, inputs, terms)


def compared_calculations(actor: Actor, settlement_id: UUID) -> list[CalculationView]:
    """The real calculation and every what-if beside it, the real one first.

    *Raises*: Forbidden, NotFound.
    """
    settlement = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW)
    found = SettlementCalculation.objects.filter(settlement=settlement).prefetch_related("inputs")
    by_rate: dict[str, dict[InputName, Source]] = {}
    views = []
    for saved in found.order_by("name"):
        terms = terms_of(saved)
        sources = by_rate.get(terms.expense_rate) or sources_of_settlement(settlement, terms)
        by_rate[terms.expense_rate] = sources
        views.append(_view(saved.name, saved, tuple(_views(saved, sources)), terms))
    return views


def saved_under(settlement: Settlement, name: str) -> QuerySet[SettlementCalculation]:
    """The calculation that is saved under that name, if there is one; blank is the real one."""
    found = SettlementCalculation.objects.filter(settlement=settlement)
    # The database knows no name with this letter, and would not even look.
    return found.none() if "\x00" in name else found.filter(name=name)


def list_what_ifs(actor: Actor, settlement_id: UUID) -> list[str]:
    """The names of the what-ifs of a settlement.

    *Raises*: Forbidden, NotFound.
    """
    settlement = settlement_within(actor, settlement_id, Permission.SETTLEMENTS_VIEW)
    found = SettlementCalculation.objects.filter(settlement=settlement).exclude(name="")
    return list(found.order_by("name").values_list("name", flat=True))


def calculation_of_offer(
    actor: Actor,
    *,
    case_number: str,
    plaintiff_id: UUID | None,
    gross: Money,
    on: date,
    terms: Terms,
    typed: dict[str, Money] | None = None,
) -> CalculationView:
    """What a settlement of this gross would leave, kept nowhere: the panel's calculation based on the offer.

    *Raises*: Forbidden, NotFound, SettlementNotPositive, NotOfThisCase, and the refusals of the fee.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    if gross <= Money.zero:
        raise SettlementNotPositive()
    if plaintiff_id and not Plaintiff.objects.filter(id=plaintiff_id, case=case).exists():
        raise NotOfThisCase()
    terms.agreement()
    sources = _sources(case, plaintiff_id, gross, on, terms)
    inputs = tuple(_tried(each, sources.get(each.name), typed or {}) for each in _views(None, sources))
    return _view("", None, inputs, terms)


def case_terms(actor: Actor, case_number: str) -> Terms:
    """The fee agreement of the case's last calculation, without its recoveries; blank where there is none.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = SettlementCalculation.objects.filter(settlement__case=case, name="")
    last = found.order_by("-saved_at", "-id").first()
    return replace(terms_of(last), recoveries=(), not_paid=()) if last else Terms()


def terms_of(saved: SettlementCalculation) -> Terms:
    """The fee agreement of a saved calculation."""
    kept = {each.name: getattr(saved, each.name) for each in fields(Terms)}
    kept["recoveries"] = tuple(RecoveryPart.from_json(each) for each in saved.recoveries)
    return Terms(**{**kept, "not_paid": tuple(saved.not_paid)})


def result_of(inputs: list[CalculationInput], terms: Terms) -> SettlementResult:
    """The result of saved inputs.

    *Raises*: the refusals of the calculation.
    """
    return calculate_settlement(fields_of([input_value(row) for row in inputs], terms))


def input_value(row: CalculationInput) -> InputValue:
    """A saved input as the calculation takes it."""
    lines = tuple(SourceLine.from_json(line) for line in row.lines)
    return InputValue(InputName(row.name), row.value, lines, row.is_overridden)


def sources_of_settlement(settlement: Settlement, terms: Terms) -> dict[InputName, Source]:
    """What the sources of a settlement's calculation say now."""
    return _sources(settlement.case, settlement.plaintiff_id, settlement.gross, settlement.settled_on, terms)


def _sources(
    case: Case, plaintiff_id: UUID | None, gross: Money, on: date, terms: Terms
) -> dict[InputName, Source]:
    rate = rate_of(terms.expense_rate)
    return sources_of(case, plaintiff_id=plaintiff_id, gross=gross, settled_on=on, expense_rate=rate)


def _terms_to_start_with(settlement: Settlement) -> Terms:
    """A what-if starts with the terms of the real calculation, the real one with those of the case's last."""
    earlier = SettlementCalculation.objects.filter(settlement__case_id=settlement.case_id, name="")
    same = earlier.filter(settlement=settlement).first()
    found = same or earlier.order_by("-saved_at", "-id").first()
    if found is None:
        return Terms()
    return terms_of(found) if found is same else replace(terms_of(found), recoveries=(), not_paid=())


def _views(saved: SettlementCalculation | None, sources: dict[InputName, Source]) -> list[InputView]:
    kept = {row.name: row for row in saved.inputs.all()} if saved else {}
    views = []
    for name in InputName:
        source, row = sources.get(name), kept.get(name.value)
        now = source.value if source else None
        if row is None:
            lines = source.lines if source else ()
            views.append(InputView(name, now or Money.zero, now, False, False, lines))
            continue
        given = input_value(row)
        is_stale = now is not None and now != row.source_value
        views.append(InputView(name, given.value, now, given.is_overridden, is_stale, given.lines))
    return views


def _tried(
    view: InputView, source: Source | None, typed: Mapping[str, Money], *, taken: bool = False
) -> InputView:
    """The input with what was typed; a value that is what the source says now follows the source."""
    value = view.source_value if taken else typed.get(view.name.value)
    if value is None:
        return view
    if source is not None and value == source.value:
        return InputView(view.name, value, source.value, False, False, source.lines)
    if value == view.value:
        return view
    return InputView(view.name, value, view.source_value, bool(value or source), view.is_stale, view.lines)


def _view(
    name: str, saved: SettlementCalculation | None, inputs: tuple[InputView, ...], terms: Terms
) -> CalculationView:
    values = [InputValue(each.name, each.value, each.lines, each.is_overridden) for each in inputs]
    result, refusal = None, ""
    try:
        result = calculate_settlement(fields_of(values, terms))
    except DomainError as refused:
        refusal = refused.sentence
    by = saved.saved_by.name if saved and saved.saved_by else ""
    return CalculationView(
        name=name,
        is_saved=saved is not None,
        version=saved.version if saved else None,
        inputs=inputs,
        terms=terms,
        result=result,
        refusal=refusal,
        saved_by=by,
        saved_at=saved.saved_at if saved else None,
    )
