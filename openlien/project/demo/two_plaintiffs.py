"""The demo's most complete case: two plaintiffs, Medicare, a hospital, a letter of protection, our bills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from openlien.calculator.lien_rules import first_values, kept_law, kept_trace, left_of, rules_for
from openlien.calculator.queries import calculate_typed
from openlien.cases.firm_names import firm_key
from openlien.cases.models import CaseExpense, ContactPoint, Lien, Party, Plaintiff
from openlien.kit.errors import DomainError
from openlien.kit.money import Money, Rate
from openlien.negotiation.rounds.actions import RoundDraft, add_round
from openlien.settlement.actions.calculations import refresh_inputs, save_calculation
from openlien.settlement.actions.drafts import draft_of
from openlien.settlement.actions.liens import LienDraft, record_lien
from openlien.settlement.actions.reductions import approve_reduction, propose_reductions
from openlien.settlement.actions.settlements import change_settlement
from openlien.settlement.closing.actions import Approval, make_statement, record_approval
from openlien.settlement.input_rules import Terms
from openlien.settlement.models import ReductionProposal, Settlement
from openlien.settlement.queries.lien_cases import lien_case

from .showcase import Stage

THIRD, LESS = Terms(fee_share="1/3"), Terms(fee_share="28%")
# What is left for the liens where the money does not reach.
FUND = Rate.percent(65)
LESS_NAME, HELD_BACK = "Fee of 28%", Money("750.00")
SECOND_GROSS, MEDICARE, HOSPITAL, PROTECTED = (
    Rate.percent(35), Rate.percent("8.4"), Rate.percent("6.2"), Rate.percent("4.5"),
)  # fmt: skip
SURGERY_CENTER = "Cedar Point Surgery Center"
EXPENSES = (
    ("Police report and filing fee", Rate.percent("0.85"), 160),
    ("Medical records", Rate.percent("0.47"), 120),
    ("Accident reconstruction expert", Rate.percent("3.9"), 75),
)
ROUNDS = ((26, 30, 40), (20, 55, 14), (None, 100, 0))


def tell_of_two_plaintiffs(stage: Stage, first: Settlement) -> list[Settlement]:
    """The settlements of both plaintiffs, calculated, with liens of which one is reduced."""
    second = _second_settlement(stage, first, _second_plaintiff(stage, first))
    _expenses(first)
    medicare, hospital = _liens(stage, first, second)
    for settlement in (first, second):
        save_calculation(stage.coordinator, settlement.id, terms=THIRD)
    if proposed := _propose(stage, medicare):
        approve_reduction(stage.manager, proposed.id)
    _propose(stage, hospital)
    for settlement in (first, second):
        refresh_inputs(stage.coordinator, settlement.id)
    return [first, second]


def calculate_finally(stage: Stage, settlement: Settlement) -> None:
    """Saves the calculation with something held back, and a what-if beside it."""
    save_calculation(stage.coordinator, settlement.id, terms=THIRD, values={"hold_backs": HELD_BACK})
    save_calculation(stage.coordinator, settlement.id, terms=LESS, name=LESS_NAME)


def close_finally(stage: Stage, settlement: Settlement) -> None:
    """Makes the closing statement, which the client approves."""
    statement = make_statement(stage.coordinator, settlement.id, made_at=stage.made_at, company=stage.company)
    approval = Approval(approved_on=stage.as_of, how="electronic", words="Signed on the tablet.")
    record_approval(stage.coordinator, statement.id, approval, today=stage.as_of)


def _second_plaintiff(stage: Stage, settlement: Settlement) -> Plaintiff:
    """Somebody of the patient's family who sat in the same car."""
    patient = settlement.case.patient
    name = f"Theodora {patient.name.split()[-1]}"
    relative = Party.objects.create(
        kind="patient",
        name=name,
        name_key=firm_key(name),
        state=patient.state,
        born_on=date(1991, 4, 17),
        gender="female",
        language=patient.language,
        batch_id=stage.batch_id,
    )
    ContactPoint.objects.create(party=relative, kind="mobile", value="(213) 555-0188", is_primary=True)
    return Plaintiff.objects.create(case=settlement.case, party=relative)


def _second_settlement(stage: Stage, first: Settlement, plaintiff: Plaintiff) -> Settlement:
    """What the same insurer paid the second plaintiff, after rounds of its own."""
    gross = _dollars(first.gross.times(SECOND_GROSS))
    last = None
    for demand, share, days in ROUNDS:
        draft = RoundDraft(
            held_on=first.settled_on - timedelta(days=days),
            plaintiff_id=plaintiff.id,
            coverage_id=first.coverage_id,
            party_id=first.party_id,
            negotiated_by_id=stage.coordinator.user_id,
            demand=_dollars(gross.times(Rate.fraction(demand, 10))) if demand else None,
            offer=_dollars(gross.times(Rate.percent(share))),
            authorized=gross,
            settlement=None if days else gross,
            note="Negotiated beside the claim of the other plaintiff.",
        )
        last = add_round(stage.coordinator, case_number=first.case.number, draft=draft)
    assert last is not None
    assert last.settlement is not None
    draft_now = replace(draft_of(first), gross=gross, plaintiff_id=plaintiff.id)
    version = last.settlement.version
    return change_settlement(stage.coordinator, last.settlement.id, draft_now, version=version)


def _expenses(settlement: Settlement) -> None:
    CaseExpense.objects.bulk_create(
        CaseExpense(
            case=settlement.case,
            incurred_on=settlement.settled_on - timedelta(days=days),
            description=words,
            amount=settlement.gross.times(share),
        )
        for words, share, days in EXPENSES
    )


def _liens(stage: Stage, first: Settlement, second: Settlement) -> tuple[Lien, Lien]:
    """Medicare and a hospital on the first plaintiff, a letter of protection on the second."""
    Party.objects.get_or_create(
        kind=Party.Kind.LIENOR,
        name=SURGERY_CENTER,
        defaults={"name_key": firm_key(SURGERY_CENTER), "batch_id": stage.batch_id},
    )
    medicare = _draft(first, "Medicare Recovery Office", Lien.Kind.MEDICARE, MEDICARE, is_final=True)
    hospital = _draft(first, "County General Hospital", Lien.Kind.HOSPITAL, HOSPITAL)
    protected = _draft(second, SURGERY_CENTER, Lien.Kind.LETTER_OF_PROTECTION, PROTECTED)
    number = first.case.number
    made = [
        record_lien(stage.coordinator, case_number=number, draft=draft, today=stage.as_of)
        for draft in (medicare, hospital, protected)
    ]
    return made[0], made[1]


def _draft(
    settlement: Settlement, holder: str, kind: str, share: Rate, *, is_final: bool = False
) -> LienDraft:
    asserted = settlement.gross.times(share)
    return LienDraft(
        holder=holder,
        kind=kind,
        plaintiff_id=settlement.plaintiff_id,
        asserted=asserted,
        confirmed=asserted.times(Rate.percent(96)),
        reference=f"{kind[:3].upper()}-{settlement.case.number[-5:]}",
        first_notice_on=settlement.settled_on - timedelta(days=140),
        is_final=is_final,
    )


def _propose(stage: Stage, lien: Lien) -> ReductionProposal | None:
    """What the first rule that reduces the lien leaves of it, proposed with its working."""
    around = lien_case(stage.coordinator, lien.id)
    for rule in rules_for(around):
        values = first_values(rule, around, [around.lien])
        if "fund" in values:
            values["fund"] = str(around.lien.payable.times(FUND))
        try:
            answer = calculate_typed(stage.coordinator, rule.name, values)
            left = left_of(rule, answer, [around.lien])
            if left[lien.id] >= around.lien.payable:
                continue
            made = propose_reductions(
                stage.coordinator,
                left,
                rule=rule.name,
                inputs={name: value for name, value in values.items() if value.strip()},
                trace=kept_trace(answer),
                law=kept_law(rule.rule, around.settled_on),
            )
        except DomainError:
            # The rule asks for what the case does not say, or leaves more than the lien is.
            continue
        return made[0]
    return None


def _dollars(amount: Money) -> Money:
    """The amount in whole hundreds of dollars."""
    return Money.from_cents(amount.cents // 10_000 * 10_000)
