"""The tranches: pools of bills financed together, and what came back of what was advanced."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import total
from openlien.receivables import queries
from openlien.receivables.policies.rates import TrancheStanding
from openlien.web.access import page

from .asking import Question
from .exports import offered
from .frame import answering, frame
from .trend_sheets import STANDINGS, tranche_sheet

PAGE_ROWS = 50


@page(Permission.PORTFOLIO_VIEW)
@answering("Tranches", page="trends")
def tranches(request: HttpRequest, question: Question) -> HttpResponse:
    """All tranches by name, or those of one standing; a page at a time."""
    found = queries.tranches(*question.asked)
    standing = _chosen(request)
    lines = [line for line in found.lines if standing is None or line.standing is standing]
    on_paper = request.GET.get("rows") == "all"
    number = _page_number(request)
    first = 0 if on_paper else (number - 1) * PAGE_ROWS
    if first and first >= len(lines):
        raise queries.BadCursor()
    shown = lines if on_paper else lines[first : first + PAGE_ROWS]
    kept = {"standing": standing.value} if standing else {}
    context = frame(
        question, "Tranches", page="trends", exports=offered(question, "tranches"), kept=dict(kept)
    )
    parts = {
        "standings": standings(question, found, chosen=standing),
        "sheet": tranche_sheet(question, shown),
        "total": len(lines),
        "shown": f"{first + 1:,} to {first + len(shown):,}" if len(shown) < len(lines) else None,
        "on_paper": on_paper,
        "newer_href": question.here(**kept, page=str(number - 1)) if first else None,
        "older_href": question.here(**kept, page=str(number + 1))
        if first + len(shown) < len(lines)
        else None,
        "paper_href": question.here(**kept, rows="all"),
        "screen_href": question.here(**kept),
    }
    return render(request, "portfolio/tranches.jinja", {**context, **parts})


def standings(
    question: Question, found: queries.Tranches, *, chosen: TrancheStanding | None = None
) -> list[dict[str, object]]:
    """Return how many tranches stand where, with what was advanced and what came back."""
    return [
        _standing(question, standing, [line for line in found.lines if line.standing is standing], chosen)
        for standing in TrancheStanding
        if any(line.standing is standing for line in found.lines)
    ]


def _standing(
    question: Question,
    standing: TrancheStanding,
    lines: list[queries.TrancheLine],
    chosen: TrancheStanding | None,
) -> dict[str, object]:
    is_chosen = standing is chosen
    return {
        "sign": STANDINGS[standing],
        "tranches": len(lines),
        "collected": total(line.collected for line in lines),
        "advanced": total(line.advanced for line in lines if line.advanced is not None),
        "href": question.link("tranches", standing=None if is_chosen else standing.value),
        "chosen": is_chosen,
    }


def _chosen(request: HttpRequest) -> TrancheStanding | None:
    code = request.GET.get("standing", "")
    if not code:
        return None
    try:
        return TrancheStanding(code)
    except ValueError:
        raise NotFound() from None


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7 and int(typed)):
        raise queries.BadCursor()
    return int(typed)
