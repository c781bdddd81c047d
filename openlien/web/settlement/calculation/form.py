"""The form of a calculation: what was typed into it, and what it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django import forms
from django.http import QueryDict

from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.settlement.calculations.fees import FeeBasis
from openlien.settlement.input_rules import InputName, RecoveryPart, Terms, rate_of
from openlien.settlement.queries.calculations import CalculationView
from openlien.web.cases.fields import MoneyField
from openlien.web.sent_forms import Wrong

ALL = "all"
NEW_YORK = "ny_contingent_fee"
SHARE, FIXED, SCHEDULE = "share", "fixed", "schedule"
FEE_KINDS = ((SHARE, "Share"), (FIXED, "Fixed amount"), (SCHEDULE, "New York schedule"))
BASES = tuple((each.value, each.label.capitalize()) for each in FeeBasis)
SHARES = (
    "fee_share",
    "referral_share",
    "co_counsel_share",
    "sales_tax_share",
    "common_benefit_share",
    "expense_rate",
)
AMOUNTS = ("fee_fixed", "reduced_to", "reduce_by")
RECOVERIES_MAX, SPARE_ROWS = 12, 2
LETTERS_MAX = 80


@dataclass(frozen=True)
class Sent:
    """What came with a form: terms and amounts that could be read, the texts as typed, what is wrong."""

    terms: Terms
    typed: dict[str, Money]
    taken: frozenset[str]
    texts: dict[str, str]
    wrong: Wrong = field(default_factory=Wrong)


def read_form(posted: QueryDict) -> Sent:
    """Return what a form sent; what cannot be read is in `wrong` and counts as left out."""
    wrong = Wrong()
    texts = {name: value[:LETTERS_MAX].strip() for name, value in posted.items() if name != "not_paid"}
    typed: dict[str, Money] = {}
    for name in InputName:
        given = read_amount(texts.get(name.value, ""), name.value, wrong)
        if name.value in texts and name.value not in wrong:
            typed[name.value] = given or Money.zero
    taken = posted.get("take", "")
    names = frozenset(InputName.codes()) if taken == ALL else frozenset({taken} & set(InputName.codes()))
    terms = _terms(texts, tuple(dict.fromkeys(posted.getlist("not_paid")))[:200], wrong)
    return Sent(terms, typed, names, texts, wrong)


def first_texts(view: CalculationView) -> dict[str, str]:
    """Return the texts of a form that shows the calculation as it is."""
    terms = view.terms
    texts = {each.name.value: _shown(each.value) for each in view.inputs}
    texts |= {name: getattr(terms, name) for name in SHARES}
    texts |= {name: _shown(getattr(terms, name)) for name in AMOUNTS}
    texts |= {"fee_basis": terms.fee_basis, "fee_kind": fee_kind(terms)}
    for place, part in enumerate(terms.recoveries):
        texts |= {
            f"payer-{place}": part.payer,
            f"amount-{place}": _shown(part.amount),
            f"share-{place}": part.fee_share,
        }
    return texts


def texts_after(sent: Sent, view: CalculationView) -> dict[str, str]:
    """Return the texts to show again: as typed, and from the source where it was taken."""
    return {
        **first_texts(view),
        **sent.texts,
        **{each.name.value: _shown(each.value) for each in view.inputs if each.name.value in sent.taken},
    }


def fee_kind(terms: Terms) -> str:
    """Return which of the three kinds of fee the terms state."""
    if terms.fee_fixed is not None:
        return FIXED
    return SCHEDULE if terms.fee_schedule else SHARE


def recovery_rows(texts: Mapping[str, str], wrong: Wrong) -> list[dict[str, str]]:
    """Return the rows of recoveries with something in them, and two spare ones."""
    used = [place for place in range(RECOVERIES_MAX) if _row_texts(texts, place)]
    last = min(RECOVERIES_MAX, (used[-1] + 1 if used else 0) + SPARE_ROWS)
    return [
        {
            name: text
            for key in ("payer", "amount", "share")
            for name, text in (
                (key, texts.get(f"{key}-{place}", "")),
                (f"{key}_name", f"{key}-{place}"),
                (f"{key}_wrong", wrong[f"{key}-{place}"]),
            )
        }
        for place in range(last)
    ]


def _terms(texts: Mapping[str, str], not_paid: tuple[str, ...], wrong: Wrong) -> Terms:
    kind = texts.get("fee_kind", SHARE)
    basis = texts.get("fee_basis", "")
    amounts = {name: read_amount(texts.get(name, ""), name, wrong) for name in AMOUNTS}
    terms = Terms(
        fee_basis=basis if basis in {value for value, _ in BASES} else FeeBasis.GROSS.value,
        **{name: _share(texts.get(name, ""), name, wrong) for name in SHARES},
        **amounts,
        recoveries=tuple(_recoveries(texts, wrong)),
        not_paid=not_paid,
    )
    if kind == FIXED:
        return replace(terms, fee_share="", fee_fixed=terms.fee_fixed or Money.zero)
    if kind == SCHEDULE:
        return replace(terms, fee_share="", fee_fixed=None, fee_schedule=NEW_YORK)
    return replace(terms, fee_fixed=None)


def _recoveries(texts: Mapping[str, str], wrong: Wrong) -> Iterable[RecoveryPart]:
    for place in range(RECOVERIES_MAX):
        if not _row_texts(texts, place):
            continue
        amount = read_amount(texts.get(f"amount-{place}", ""), f"amount-{place}", wrong)
        share = _share(texts.get(f"share-{place}", ""), f"share-{place}", wrong)
        yield RecoveryPart(texts.get(f"payer-{place}", ""), amount or Money.zero, share)


def _row_texts(texts: Mapping[str, str], place: int) -> str:
    return "".join(texts.get(f"{key}-{place}", "") for key in ("payer", "amount", "share"))


def read_amount(text: str, name: str, wrong: Wrong) -> Money | None:
    """Return an amount of 0.00 or more; None when blank or when `wrong` says at that name what is."""
    try:
        amount = MoneyField(required=False).clean(text)
    except forms.ValidationError as refused:
        wrong[name] = " ".join(refused.messages)
        return None
    if amount is not None and amount < Money.zero:
        wrong[name] = "Enter an amount of 0.00 or more."
        return None
    return amount


def _share(text: str, name: str, wrong: Wrong) -> str:
    try:
        share = rate_of(text)
    except DomainError:
        wrong[name] = "Enter a share like 1/3, 0.3333 or 33.33%."
        return ""
    if not 0 <= share.value <= 1:
        wrong[name] = "A share is between 0 and 1; for a third enter 1/3 or 33.33%."
        return ""
    return text


def _shown(amount: Money | None) -> str:
    return "" if amount is None else f"{amount.amount:,}"
