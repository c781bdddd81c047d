"""The tab of outside bills, and its table as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from openlien.cases.queries import CaseHead, people_of
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.negotiation.access import may_negotiate
from openlien.negotiation.calculations.fairness import Variant
from openlien.negotiation.evidence.justification import justification
from openlien.negotiation.queries import (
    OutsideBills,
    fairness_variants_of,
    financial_information_of,
    outside_bills_of,
)

from ... import business_time
from ...access import page
from ...cases.frame import frame, opened_case
from ...jinja import money, url
from ...seen import shows
from ...sheets import exported
from .words import bills_sheet, grounds, rate_chart, rows, same_rate, trigger_words, variant_cards


@page(Permission.OFFERS_VIEW)
def outside(request: HttpRequest, number: str) -> HttpResponse:
    """The bills of providers outside the network, and what is fair for ours beside them."""
    case = opened_case(request, number, seen="Outside bills")
    return render(request, "negotiation/outside/page.jinja", outside_context(request, case))


@page(Permission.OFFERS_VIEW)
def outside_file(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The outside bills as CSV or workbook."""
    case = opened_case(request, number, seen="Outside bills export")
    found = outside_bills_of(request.actor, case)  # type: ignore[attr-defined]
    shows(request, "Outside bills export", case_number=case.number, rows=len(found.bills))
    return exported(bills_sheet(found), form, name=f"{case.number}-outside-bills")


def outside_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the tab shows; an unknown reading is the weighted one, an unreadable fund none."""
    actor = request.actor  # type: ignore[attr-defined]
    found = outside_bills_of(actor, case)
    chosen, fund_text = read_choice(request)
    fund, fund_wrong = read_fund(fund_text)
    variants = fairness_variants_of(actor, case, fund=fund)
    may_edit = may_negotiate(actor, case.negotiator_id, Permission.OUTSIDE_BILLS_EDIT)
    query = {"variant": "" if chosen is Variant.WEIGHTED else chosen.value, "fund": fund_text}
    return {
        **frame(request, case, "outside"),
        "found": found,
        "rows": rows(found, case, may_edit=may_edit),
        "paid_total": bills_sheet(found).totals[5],  # type: ignore[index]
        "trigger": trigger_words(variants[Variant.WEIGHTED]),
        "variants": variant_cards(variants, chosen, case, fund_text),
        "chosen": chosen.value,
        "fund": fund_text,
        "fund_wrong": fund_wrong,
        "fund_hint": _fund_hint(request, case),
        "same_rate": same_rate(variants[chosen]),
        "justification": justification(grounds(variants[chosen])),
        "chart": rate_chart(found, variants[Variant.WEIGHTED]),
        "ask_href": _ask_href(request, case, found) if may_edit else None,
        "may_edit": may_edit,
        "query": query,
    }


def read_choice(request: HttpRequest) -> tuple[Variant, str]:
    """The reading that was chosen, and the medical fund as it was typed."""
    asked = {**request.GET.dict(), **request.POST.dict()}
    known = {variant.value: variant for variant in Variant}
    return known.get(asked.get("variant", ""), Variant.WEIGHTED), asked.get("fund", "").strip()[:40]


def read_fund(text: str) -> tuple[Money | None, str]:
    """The medical fund, and what is wrong with it."""
    if not text:
        return None, ""
    try:
        fund = Money(text.removeprefix("$").replace(",", "").strip())
    except DomainError:
        return None, "Enter an amount like 18,000.00."
    return (None, "The medical fund cannot be below $0.00.") if fund < Money.zero else (fund, "")


def _fund_hint(request: HttpRequest, case: CaseHead) -> str:
    told = financial_information_of(request.actor, case)  # type: ignore[attr-defined]
    if told.settled is None:
        return "What the settlement leaves for all medical bills"
    left = told.settled - (told.fee or Money.zero) - (told.costs or Money.zero)
    return f"After the attorney's fee and costs {money(left)} of the settlement is left"


def _ask_href(request: HttpRequest, case: CaseHead, found: OutsideBills) -> str | None:
    """A letter to the firm in the reader's own mail program, naming the copies that are missing."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    firm = people_of(actor, case, as_of=today).firm
    reached = [*firm.attorney_contacts, *firm.contacts] if firm else []
    address = next((contact.value for contact in reached if contact.kind == "email"), "")
    missing = [bill.provider for bill in found.bills if bill.copy_id is None]
    wanted = "".join(f"- {provider}\n" for provider in missing)
    asked = f"These copies are still missing:\n{wanted}" if missing else ""
    body = (
        "Please send the bills of all other medical providers of this case, with what each was promised in "
        f"writing, so that all of them are treated alike.\n{asked}\nCase {case.number}\n"
    )
    subject = f"{case.number}: bills of outside providers"
    return f"mailto:{quote(address, safe='@.+-_')}?subject={quote(subject)}&body={quote(body)}"


def tab_href(case: CaseHead, query: dict[str, str] | None = None) -> str:
    """The address of the tab."""
    return url("cases:outside", case.number, query=query or None)
