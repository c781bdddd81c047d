"""The content of a closing statement, from the saved calculation of its settlement and the checks made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from openlien.cases.models import CaseExpense, Lien, Party, Plaintiff
from openlien.kit.money import Money, total
from openlien.ledger.models import CaseBalance

from ..calculations.closing_statement import ClosingStatement, LienLine, closing_statement
from ..calculations.settlement import SettlementResult
from ..calculations.waterfall import Tier
from ..check_rules import CheckStatus, CheckType
from ..distribution import payments_to_make
from ..errors import CalculationMissing, SettlementOverspent
from ..input_rules import InputName, InputValue, SourceLine, Terms, paid_lines
from ..models import Check, ReductionProposal, Settlement, SettlementCalculation
from ..queries.calculations import input_value, result_of, terms_of
from ..queries.sources import COMMON, common_expenses, original
from ..reductions.north_carolina import certification
from .checks import refuse_disagreeing_checks
from .fee_words import fee_basis

Facts = dict[str, Any]
_MEDICAL = (Lien.Kind.HOSPITAL, Lien.Kind.LETTER_OF_PROTECTION)


def facts_of(settlement: Settlement) -> Facts:
    """What a closing statement of the settlement says now; amounts are texts with two decimals.

    *Raises*: CalculationMissing, SettlementOverspent, ChecksDisagree, PaidBeyondAsserted,
    StatementDoesNotTie.
    """
    calculation = SettlementCalculation.objects.filter(settlement=settlement, name="").first()
    if calculation is None:
        raise CalculationMissing()
    inputs = {each.name: each for each in map(input_value, calculation.inputs.all())}
    terms = terms_of(calculation)
    result = result_of(list(calculation.inputs.all()), terms)
    if result.distribution.is_blocked:
        raise SettlementOverspent(client=result.client)
    liens = _lien_lines(settlement, inputs, terms)
    figures = closing_statement(result, [line for line, _ in liens])
    bills = _bills(settlement, inputs, terms)
    return {
        **_parties(settlement),
        "recoveries": _recoveries(settlement, inputs, terms),
        "gross": str(figures.gross),
        "fees": _fees(result),
        "fee_basis": fee_basis(terms),
        "fees_total": str(figures.attorney_fees),
        "expenses": _expenses(settlement, inputs, result),
        "expenses_total": str(figures.expenses),
        "common_expenses": _common_expenses(settlement, inputs),
        "liens": [_lien_words(line, kind) for line, kind in liens],
        "liens_total": str(figures.liens_paid),
        "lien_savings": str(figures.lien_savings),
        "bills": [
            {"name": line.name, "original": str(line.asserted), "paid": str(line.paid)} for line in bills
        ],
        "bills_total": str(result.distribution.of_tier(Tier.PROVIDER_BALANCE)),
        "hold_backs": str(result.distribution.of_tier(Tier.HOLD_BACK)),
        "client": str(figures.client),
        "still_owed": [{"name": each.name, "amount": str(each.amount)} for each in figures.still_owed],
        "still_owed_total": str(figures.still_owed_total),
        "distributions": _distributions(settlement, inputs, terms, result),
        "certificate": _certificate(settlement, figures, liens, bills),
    }


def digest_of(facts: Mapping[str, Any]) -> str:
    """The digest of a statement's content, in hexadecimal."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _parties(settlement: Settlement) -> Facts:
    case = settlement.case
    names = Plaintiff.objects.filter(case=case).order_by("id").values_list("party__name", flat=True)
    clients = [settlement.plaintiff.party.name] if settlement.plaintiff else list(names)
    account = settlement.escrow_account
    return {
        "case": case.number,
        "clients": clients,
        "law_firm": case.law_firm.name if case.law_firm else "",
        "attorney": case.attorney.name if case.attorney else "",
        "date_of_loss": case.date_of_loss.isoformat() if case.date_of_loss else "",
        "state": case.state,
        "payer": settlement.counterparty.get("name", ""),
        "claim_number": settlement.counterparty.get("claim_number", ""),
        "settled_on": settlement.settled_on.isoformat(),
        "trust_account": account.name if account else "",
    }


def _recoveries(
    settlement: Settlement, inputs: Mapping[str, InputValue], terms: Terms
) -> list[dict[str, str]]:
    payer = settlement.counterparty.get("name", "") or settlement.type.name
    gross = inputs[InputName.GROSS].value
    parts = [{"payer": each.payer or payer, "amount": str(each.amount)} for each in terms.recoveries]
    medpay = inputs.get(InputName.MEDPAY)
    extra = (
        [{"payer": "Medical payments coverage", "amount": str(medpay.value)}]
        if medpay and medpay.value
        else []
    )
    return [*(parts or [{"payer": payer, "amount": str(gross)}]), *extra]


def _fees(result: SettlementResult) -> list[dict[str, str]]:
    division = result.division
    named = (
        ("Attorney's fee by the agreement", division.gross_fee if division.reduction else Money.zero),
        ("Reduction of the fee", -division.reduction),
        ("Fee of the firm", division.firm),
        ("Referral fee", division.referral),
        ("Co-counsel fee", division.co_counsel),
        ("Sales tax on attorney fees", result.sales_tax),
        ("Common benefit fund", result.common_benefit),
    )
    return [
        {"name": name, "amount": str(amount), "is_said_only": name in _SAID_ONLY}
        for name, amount in named
        if amount
    ]


# Lines that lead to the fee and are no payment themselves.
_SAID_ONLY = ("Attorney's fee by the agreement", "Reduction of the fee")


def _expenses(
    settlement: Settlement, inputs: Mapping[str, InputValue], result: SettlementResult
) -> list[dict[str, str]]:
    days = dict(CaseExpense.objects.filter(case_id=settlement.case_id).values_list("id", "incurred_on"))
    found: list[dict[str, str]] = []
    for name in (
        InputName.CASE_EXPENSES,
        InputName.EXPENSE_INTEREST,
        InputName.PRIOR_ATTORNEY,
        InputName.OTHER_COSTS,
    ):
        given = inputs.get(name)
        if given is None or not given.value:
            continue
        if given.is_overridden or not given.lines:
            found.append({"on": "", "name": name.label, "amount": str(given.value)})
            continue
        found += [
            {"on": _day(days, line), "name": line.name, "amount": str(line.amount)}
            for line in given.lines
            if line.amount
        ]
    return found


def _common_expenses(settlement: Settlement, inputs: Mapping[str, InputValue]) -> list[dict[str, str]]:
    """What the share of the common expenses is a share of, one by one; empty where no share is paid."""
    given = inputs.get(InputName.CASE_EXPENSES)
    if given is None or given.is_overridden:
        return []
    shared = total(line.amount for line in given.lines if line.key == COMMON)
    rows = common_expenses(settlement.case, settlement.plaintiff_id, shared=shared) if shared else []
    return [
        {"on": row.incurred_on.isoformat(), "name": row.description, "amount": str(row.amount)}
        for row in rows
    ]


def _day(days: Mapping[UUID, Any], line: SourceLine) -> str:
    try:
        found = days.get(UUID(line.key))
    except ValueError:
        return ""
    return found.isoformat() if found else ""


def _lien_lines(
    settlement: Settlement, inputs: Mapping[str, InputValue], terms: Terms
) -> list[tuple[LienLine, str]]:
    liens = {
        str(lien.id): lien
        for lien in Lien.objects.filter(case_id=settlement.case_id).select_related("holder", "case")
    }
    found: list[tuple[LienLine, str]] = []
    for name in (InputName.STATUTORY_LIENS, InputName.CONTRACTUAL_LIENS):
        given = inputs.get(name)
        if given is None or (not given.value and not given.lines):
            continue
        found += _of_input(settlement, given, liens, terms)
    return found


def _of_input(
    settlement: Settlement, given: InputValue, liens: Mapping[str, Lien], terms: Terms
) -> list[tuple[LienLine, str]]:
    originals = {
        line.key: original(liens[line.key], settlement.plaintiff_id) if line.key in liens else line.amount
        for line in given.lines
    }
    if given.is_overridden or not given.lines:
        names = ", ".join(line.name for line in given.lines)
        name = f"{given.name.label} ({names})" if names else given.name.label
        asserted = max(total(originals.values()), given.value)
        return [(LienLine(name, asserted, given.value, "Agreed as one amount"), "")]
    return [
        (
            LienLine(line.name, originals[line.key], line.amount, _authority(liens.get(line.key))),
            liens[line.key].kind if line.key in liens else "",
        )
        for line in paid_lines(given, terms.not_paid)
        if line.amount
    ]


def _authority(lien: Lien | None) -> str:
    """By what a lien shrank: the rule somebody approved, or an agreement with its holder."""
    if lien is None:
        return ""
    approved = ReductionProposal.objects.filter(lien=lien, status=ReductionProposal.Status.APPROVED)
    last = approved.order_by("-decided_at", "-id").first()
    if last is not None and last.amount == lien.negotiated:
        return str(last.law.get("citation") or last.rule.replace("_", " "))[:120]
    if lien.negotiated is not None:
        return "Agreed with the holder"
    if lien.current_payoff is not None:
        return "Payoff stated by the holder"
    if lien.waived:
        return "Waived in part"
    is_less = None not in (lien.confirmed, lien.asserted) and lien.confirmed < lien.asserted
    return "Confirmed at less" if is_less else ""


def _bills(settlement: Settlement, inputs: Mapping[str, InputValue], terms: Terms) -> list[LienLine]:
    given = inputs.get(InputName.MEDICAL_BILLS)
    if given is None or not given.value:
        return []
    retail = CaseBalance.objects.filter(case_account__case_id=settlement.case_id).first()
    if given.is_overridden or not given.lines:
        asserted = max(total(line.amount for line in given.lines), given.value)
        return [LienLine(given.name.label, asserted, given.value)]
    return [
        LienLine(line.name, max(retail.retail if retail else line.amount, line.amount), line.amount)
        for line in paid_lines(given, terms.not_paid)
        if line.amount
    ]


def _lien_words(line: LienLine, kind: str) -> dict[str, str]:
    return {
        "name": line.name,
        "kind": Lien.Kind(kind).label if kind else "",
        "original": str(line.asserted),
        "reduced": str(line.reduced),
        "paid": str(line.paid),
        "authority": line.authority,
    }


def _distributions(
    settlement: Settlement, inputs: Mapping[str, InputValue], terms: Terms, result: SettlementResult
) -> list[dict[str, str]]:
    """The checks that were made, then those the calculation still has to pay out."""
    checks = list(
        Check.objects.filter(settlement=settlement, direction="out")
        .exclude(status=CheckStatus.VOID.value)
        .exclude(source="")
        .select_related("payee")
        .order_by("drawn_on", "id")
    )
    who = {
        "firm_id": str(settlement.case.law_firm_id or ""),
        "client_id": str(settlement.plaintiff.party_id) if settlement.plaintiff else "",
        "not_paid": terms.not_paid,
    }
    values = list(inputs.values())
    whole = payments_to_make(result, values, {}, **who)
    refuse_disagreeing_checks(
        whole, {each.source: (each.comments or each.source, each.amount) for each in checks}
    )
    left = payments_to_make(result, values, {each.source: each.amount for each in checks}, **who)
    names = _names([each.payee_id for each in left])
    made = [
        {
            "name": each.comments or each.get_type_display(),
            "payee": (each.payee.name if each.payee else "") or each.custom_payee or _ours(each.type),
            "number": each.number,
            "amount": str(each.amount),
        }
        for each in checks
    ]
    return made + [
        {
            "name": each.name,
            "payee": names.get(each.payee_id) or _ours(each.type),
            "number": "",
            "amount": str(each.amount),
        }
        for each in left
    ]


def _ours(kind: str) -> str:
    """What our own bills and liens are paid to: this company, which is no party of the case."""
    return str(settings.COMPANY_NAME) if kind == CheckType.OWN_LIEN.value else ""


def _names(ids: Sequence[str]) -> dict[str, str]:
    found = Party.objects.filter(id__in=[each for each in ids if each])
    return {str(party_id): name for party_id, name in found.values_list("id", "name")}


def _certificate(
    settlement: Settlement,
    figures: ClosingStatement,
    liens: Sequence[tuple[LienLine, str]],
    bills: Sequence[LienLine],
) -> Facts | None:
    """What N.C. Gen. Stat. 44-50.1 asks for, where the case is one of North Carolina."""
    if settlement.case.state != "NC":
        return None
    medical = [line for line, kind in liens if kind in _MEDICAL] + list(bills)
    found = certification(
        settlement=figures.gross,
        fee=figures.attorney_fees,
        liens=[line.asserted for line in medical],
        shares=[line.paid for line in medical],
    )
    return {
        "settlement": str(found.settlement),
        "paid": str(found.paid_to_lienholders),
        "fee": str(found.attorney_fee),
        "is_pro_rata": len({each.percent_paid for each in found.liens if each.claimed}) <= 1,
        "liens": [
            {
                "name": line.name,
                "claimed": str(each.claimed),
                "paid": str(each.paid),
                "percent": "" if each.percent_paid is None else f"{each.percent_paid:.2f}",
            }
            for line, each in zip(medical, found.liens, strict=True)
        ],
    }
