"""Settlement calculations saved, refreshed from their sources, and tried out as what-ifs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from uuid import UUID

from django.db.models.functions import Now

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.amounts import refuse_negative
from openlien.kit.errors import NotFound
from openlien.kit.money import Money

from ..errors import GrossIsTheSettlement, NothingToRefresh, UnknownInput
from ..input_rules import BY_HAND, InputName, RecoveryPart, Source, Terms
from ..models import CalculationInput, Settlement, SettlementCalculation
from ..models.calculations import SHARE_LETTERS_MAX
from ..queries.calculations import result_of, saved_under, sources_of_settlement, terms_of
from ..reach import lock_settlement, refuse_stale

WHAT_IF_LETTERS_MAX = 60
PAYER_LETTERS_MAX = 80


@action
def save_calculation(
    actor: Actor,
    settlement_id: UUID,
    *,
    terms: Terms,
    values: Mapping[str, Money] | None = None,
    name: str = "",
    version: int | None = None,
) -> SettlementCalculation:
    """The calculation, or the what-if of that name, with these terms and the values a person typed.

    An input that is not typed keeps what it had, and is pulled from its source the first time; one that is
    typed as its source says now follows the source. Saving the real one sets the settlement's firm fee; net
    to client may be below zero, which blocks distribution only.
    *Raises*: Forbidden, NotFound, StaleVersion, UnknownInput, GrossIsTheSettlement, and the refusals of the
    fee: RateError, OneKindOfTerms, ReducedBeyondFee, SharesBeyondFee, NegativeAmount ...
    """
    name = plain_text(name, letters_max=WHAT_IF_LETTERS_MAX)
    settlement = lock_settlement(actor, settlement_id, Permission.SETTLEMENTS_EDIT)
    typed = _typed(values or {})
    if not name and typed.get(InputName.GROSS, settlement.gross) != settlement.gross:
        raise GrossIsTheSettlement()
    calculation = _calculation(settlement, name, version)
    _set_terms(calculation, terms, actor)
    sources = sources_of_settlement(settlement, terms)
    rows = _inputs(calculation, sources)
    for row in rows:
        if (value := typed.get(InputName(row.name))) is not None:
            _type(row, value, sources.get(InputName(row.name)))
    return _finish(settlement, calculation, rows)


@action
def refresh_inputs(
    actor: Actor,
    settlement_id: UUID,
    *,
    inputs: Sequence[str] | None = None,
    name: str = "",
    version: int | None = None,
) -> SettlementCalculation:
    """The calculation with these inputs, or all that have a source, as their sources say now.

    *Raises*: Forbidden, NotFound where nothing is saved under that name, StaleVersion, UnknownInput,
    NothingToRefresh.
    """
    settlement = lock_settlement(actor, settlement_id, Permission.SETTLEMENTS_EDIT)
    calculation = saved_under(settlement, name).first()
    if calculation is None:
        raise NotFound()
    refuse_stale(version, calculation)
    wanted = _refreshable(inputs)
    sources = sources_of_settlement(settlement, terms_of(calculation))
    rows = _inputs(calculation, sources)
    for row in rows:
        if row.name in wanted and row.source_value is not None:
            _pull(row, sources[InputName(row.name)])
    calculation.version += 1
    calculation.saved_by_id = actor.user_id
    return _finish(settlement, calculation, rows)


@action
def delete_what_if(actor: Actor, settlement_id: UUID, *, name: str) -> None:
    """Deletes a what-if; the real calculation stays as long as its settlement.

    *Raises*: Forbidden, NotFound.
    """
    settlement = lock_settlement(actor, settlement_id, Permission.SETTLEMENTS_EDIT)
    found = saved_under(settlement, name).exclude(name="").first()
    if found is None:
        raise NotFound()
    found.delete()


def _typed(values: Mapping[str, Money]) -> dict[InputName, Money]:
    for name in values:
        if name not in InputName.codes():
            raise UnknownInput(name)
    refuse_negative(**values)
    return {InputName(name): value for name, value in values.items()}


def _refreshable(inputs: Sequence[str] | None) -> list[str]:
    if inputs is None:
        return InputName.codes()
    for name in _typed(dict.fromkeys(inputs, Money.zero)):
        if name in BY_HAND:
            raise NothingToRefresh(name.label)
    return list(inputs)


def _calculation(settlement: Settlement, name: str, version: int | None) -> SettlementCalculation:
    """The saved calculation one version on, or a new one; the settlement's lock lets one in at a time."""
    found = saved_under(settlement, name).first()
    if found is None:
        return SettlementCalculation(settlement=settlement, name=name)
    refuse_stale(version, found)
    found.version += 1
    return found


def _set_terms(calculation: SettlementCalculation, terms: Terms, actor: Actor) -> None:
    terms.agreement()
    for each in fields(Terms):
        value = getattr(terms, each.name)
        is_text = isinstance(value, str)
        setattr(
            calculation, each.name, plain_text(value, letters_max=SHARE_LETTERS_MAX) if is_text else value
        )
    calculation.recoveries = [_recovery(each) for each in terms.recoveries]
    calculation.not_paid = [plain_text(key, letters_max=SHARE_LETTERS_MAX) for key in terms.not_paid]
    calculation.saved_by_id = actor.user_id


def _recovery(part: RecoveryPart) -> dict[str, str]:
    refuse_negative(recoveries=part.amount)
    payer = plain_text(part.payer, letters_max=PAYER_LETTERS_MAX)
    return replace(
        part, payer=payer, fee_share=plain_text(part.fee_share, letters_max=SHARE_LETTERS_MAX)
    ).as_json()


def _inputs(
    calculation: SettlementCalculation, sources: Mapping[InputName, Source]
) -> list[CalculationInput]:
    """Every input of the calculation: those kept, and the missing ones pulled."""
    # A new row has its key from the database, so it has none to look for inputs by.
    is_new = calculation._state.adding
    kept = {} if is_new else {row.name: row for row in calculation.inputs.all()}
    rows = []
    for name in InputName:
        row = kept.get(name.value)
        if row is None:
            row = CalculationInput(calculation=calculation, name=name.value, value=Money.zero)
            if name in sources:
                _pull(row, sources[name])
        rows.append(row)
    return rows


def _type(row: CalculationInput, value: Money, source: Source | None) -> None:
    if source is not None and value == source.value:
        _pull(row, source)
        return
    row.value = value
    row.is_overridden = bool(value) if row.source_value is None else value != row.source_value


def _pull(row: CalculationInput, source: Source) -> None:
    row.value = row.source_value = source.value
    row.lines = [line.as_json() for line in source.lines]
    row.is_overridden = False


def _finish(
    settlement: Settlement, calculation: SettlementCalculation, rows: list[CalculationInput]
) -> SettlementCalculation:
    result = result_of(rows, terms_of(calculation))
    calculation.saved_at = Now()
    calculation.save()
    for row in rows:
        row.calculation = calculation
        row.save()
    if not calculation.name:
        Settlement.objects.filter(id=settlement.id).update(firm_fee=result.division.firm)
    return SettlementCalculation.objects.get(id=calculation.id)
