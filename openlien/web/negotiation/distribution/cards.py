"""Who gets which part of a settlement: the breakdown, its two pictures, and the cards other pages show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.negotiation.access import may_negotiate
from openlien.negotiation.calculations.distribution import Dashboard
from openlien.negotiation.calculations.printed_shares import PrintedShares, printed_shares
from openlien.negotiation.queries import CaseFairness, distribution_of

from ...charts import RoundChart, Slice, Tone, donut, pie
from ...figures import money, money_short, percent
from ...jinja import url
from ..outside.banner import fairness_on
from ..outside.words import same_rate

# (name, part of the dashboard, share, whether it heads a portion), in the order and names of the requirement.
LINES = (
    ("Attorney portion", "attorney", True),
    ("Attorney fee", "fee", False),
    ("Attorney cost", "costs", False),
    ("Medical portion", "medical", True),
    ("In network", "in_network", False),
    ("Out of network", "out_of_network", False),
    ("Outside meds", "outside", False),
    ("Client portion", "client", True),
    ("Client funding", "client_funding", False),
    ("Remainder", "remainder", False),
)


def desk_card(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """Return what `settlement_card.jinja` and `meds_card.jinja` show on the desk; both ask, it is read once.

    *Raises*: Forbidden.
    """
    known: dict[str, Any] | None = getattr(request, "distribution_cards", None)
    if known is None:
        known = distribution_cards(request, case, back="desk")
        request.distribution_cards = known  # type: ignore[attr-defined]
    return known


def distribution_cards(request: HttpRequest, case: CaseHead, *, back: str = "") -> dict[str, Any]:
    """Return what the two cards and the page show; `back` is where the form of the amounts returns to.

    *Raises*: Forbidden.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = distribution_of(actor, case)
    board = found.dashboard
    fairness = fairness_on(request, case)
    return {
        "case_number": case.number,
        "information": found.information,
        "board": board,
        "bills_without_offer": found.bills_without_offer,
        "lines": breakdown(board) if board else [],
        "settlement": settlement_chart(board) if board else None,
        "meds": meds_chart(board) if board else None,
        "takeaway": settlement_sentence(board) if board else "",
        "same_rate": same_rate(fairness),
        "rate_words": _rate_words(fairness),
        "edit_href": url("distribution:edit", case.number, query={"back": back} if back else None)
        if may_negotiate(actor, case.negotiator_id, Permission.OUTSIDE_BILLS_EDIT)
        else None,
        "page_href": url("distribution:page", case.number),
    }


def breakdown(board: Dashboard) -> list[dict[str, Any]]:
    """Return the portions and their parts, each with its amount and its printed share."""
    shares = printed_shares(board)
    return [
        {
            "name": name,
            "amount": _amount(board, part),
            "percent": getattr(shares, part),
            "is_portion": is_portion,
            "is_negative": _amount(board, part) < Money.zero,
        }
        for name, part, is_portion in LINES
    ]


def settlement_chart(board: Dashboard) -> RoundChart:
    """Return the donut of the settlement, with the shares that the breakdown prints."""
    shares = printed_shares(board)
    slices = [
        _slice("Attorney fee", board.fee.amount, shares.fee, Tone.C1),
        _slice("Attorney costs", board.costs.amount, shares.costs, Tone.C2),
        _slice("Medical", board.medical.amount, shares.medical, Tone.C3),
        _slice("Client funding", board.client_funding.amount, shares.client_funding, Tone.C4),
        _slice("Client remainder", board.remainder.amount, shares.remainder, Tone.C5),
    ]
    chart = donut(
        slices,
        title="Settlement breakdown",
        centre_value=_centre(board.settled),
        centre_label="settled",
    )
    return replace(chart, takeaway=settlement_sentence(board))


def meds_chart(board: Dashboard) -> RoundChart:
    """Return the pie of the medical portion; its shares are of that portion."""
    slices = [
        Slice(label="In network", value=board.in_network.amount, tone=Tone.C3),
        Slice(label="Out of network", value=board.out_of_network.amount, tone=Tone.C6),
        Slice(label="Outside meds", value=board.outside.amount, tone=Tone.C2),
    ]
    chart = pie(slices, title="Meds breakdown")
    if not board.medical.amount:
        return replace(chart, takeaway="No bill has an offer and no outside provider a promise yet.")
    return chart


def settlement_sentence(board: Dashboard) -> str:
    """Return what the breakdown says in one sentence; a remainder below zero is said as it is."""
    shares = printed_shares(board)
    if board.is_overdrawn:
        return (
            f"The portions of others are {money(-board.remainder.amount)} more than the settlement, "
            "so nothing is left for the client; the ring shows the others alone."
        )
    return (
        f"The client keeps {money(board.remainder.amount)}, {_share(shares, 'remainder')}, after "
        f"{_share(shares, 'attorney')} for the attorney, {_share(shares, 'medical')} medical and "
        f"{_share(shares, 'client_funding')} funding."
    )


def _amount(board: Dashboard, part: str) -> Money:
    if part == "client":
        return board.client_funding.amount + board.remainder.amount
    amount: Money = getattr(board, part).amount
    return amount


def _slice(label: str, value: Money, share: Decimal | None, tone: Tone) -> Slice:
    return Slice(label=label, value=value, share=share, tone=tone)


def _centre(settled: Money) -> str:
    # Six digits fit the hole of the ring; a larger settlement is shortened there and whole in the banner.
    return money(settled, 0) if settled < Money(1_000_000) else money_short(settled)


def _share(shares: PrintedShares, part: str) -> str:
    return percent(getattr(shares, part), 2)


def _rate_words(fairness: CaseFairness) -> str:
    compared = fairness.comparison
    if compared is None:
        return "No outside bill counts yet, so no rate of other providers is known."
    return f"Outside providers were promised {percent(compared.ratio, 2)} of their bills."
