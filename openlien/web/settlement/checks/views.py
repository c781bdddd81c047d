"""The panel of a check, the change of several statuses, and the checks of a distribution."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from openlien.identity.permissions import Permission
from openlien.kit.dates import DateError, parse_user_date
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.settlement.actions.checks import (
    add_check,
    add_distribution_checks,
    change_check,
    change_statuses,
    delete_check,
)
from openlien.settlement.check_rules import CheckStatus, CheckType, Direction
from openlien.settlement.errors import CheckInUse
from openlien.settlement.queries.tables import CheckRow, SettlementRow, check_table, payee_choices

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...jinja import amount
from ...jinja import money as written_money
from ..confirm import confirmed
from ..page import page_words
from ..panels import Panel, answered, text_of
from ..place import Place, place_of, uuid_or_none
from ..settlements.views import settlement_of
from .distribution import DistributionForm
from .forms import DIRECTIONS, CheckForm, texts_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
DELETABLE = (CheckStatus.HOLD, CheckStatus.REVIEW)


@page(Permission.CHECKS_EDIT)
@form_page
def new_check(request: HttpRequest, number: str) -> HttpResponse:
    """The panel for a new check of the settlement that is open, or of another one of the case."""
    place, words = place_of(request, number), page_words(request, number)
    offered = _settlements(words)
    if not offered:
        raise NotFound()
    chosen = _chosen(request, words)
    initial = {
        "settlement": str(chosen),
        "direction": Direction.IN.value,
        "type": CheckType.RECOVERY.value,
        "status": CheckStatus.HOLD.value,
        "drawn_on": text_of(business_time.today()),
        "key": new_key(),
    }
    form = CheckForm(
        request.POST or None,
        auto_id="f-%s",
        initial=initial,
        settlements=offered,
        payees=payee_choices(request.actor, chosen),  # type: ignore[attr-defined]
    )

    def save() -> tuple[str, str]:
        check = add_check(
            request.actor,  # type: ignore[attr-defined]
            chosen,
            form.draft(),
            today=business_time.today(),
            idempotency_key=form.cleaned_data["key"],
        )
        return f"Check for {written_money(check.amount)} added.", place.opening(str(chosen)).page

    return answered(request, form, save, _panel(place, words, "Add check", "Save", place.to("check_new")))


@page(Permission.CHECKS_EDIT)
@form_page
def edit_check(request: HttpRequest, number: str, check_id: UUID) -> HttpResponse:
    """The panel of a check; its status changes in the table, several at once."""
    words = page_words(request, number)
    row, settlement = _check(request, words, check_id)
    place = place_of(request, number).opening(str(settlement))
    payees = dict(payee_choices(request.actor, settlement))  # type: ignore[attr-defined]
    if row.payee_id:
        payees.setdefault(str(row.payee_id), row.payee)
    form = CheckForm(
        request.POST or None,
        auto_id="f-%s",
        initial={**texts_of(row), "version": row.version, "key": new_key()},
        settlements=[],
        payees=list(payees.items()),
        row=row,
    )

    def save() -> tuple[str, str]:
        change_check(
            request.actor,  # type: ignore[attr-defined]
            check_id,
            form.draft(),
            version=form.cleaned_data["version"] or 0,
            today=business_time.today(),
        )
        return "Check updated.", place.page

    def current() -> tuple[dict[str, str], int]:
        fresh, _ = _check(request, words, check_id)
        return texts_of(fresh), fresh.version

    panel = _panel(place, words, "Edit check", "Update", place.to("check", check_id))
    panel.words["shown"] = row
    return answered(request, form, save, panel, current=current)


@page(Permission.CHECKS_EDIT)
@form_page
def remove_check(request: HttpRequest, number: str, check_id: UUID) -> HttpResponse:
    """Asks before a check is deleted; one that was issued or deposited is voided instead."""
    words = page_words(request, number)
    row, settlement = _check(request, words, check_id)
    place = place_of(request, number).opening(str(settlement))
    is_expected = row.direction is Direction.IN and row.status is CheckStatus.PENDING
    is_held = row.status in DELETABLE or is_expected

    def delete(version: int) -> str:
        delete_check(request.actor, check_id, version=version)  # type: ignore[attr-defined]
        return f"Check for {written_money(row.amount)} deleted."

    return confirmed(
        request,
        delete,
        words={
            **words,
            "title": "Delete this check?",
            "consequence": f"The check for {written_money(row.amount)} leaves the table, and the balance"
            " with it. This cannot be undone.",
            "obstacle": "" if is_held else CheckInUse().sentence,
            "obstacle_href": None,
            "verb": "Delete check",
            "version": row.version,
            "action": place.to("check_delete", check_id),
            "close_href": place.page,
        },
    )


@page(Permission.CHECKS_EDIT)
@require_POST
def change_status_of_several(request: HttpRequest, number: str, settlement_id: UUID) -> HttpResponse:
    """Gives the chosen checks another status, all or none; else the page with what is wrong."""
    settlement_of(request, number, settlement_id)
    place = place_of(request, number).opening(str(settlement_id))
    chosen = [id_ for text in request.POST.getlist("check") if (id_ := uuid_or_none(text))]
    typed = {"status": request.POST.get("status", ""), "on": request.POST.get("on", "")}
    known = {row.id for row in check_table(request.actor, settlement_id).rows}  # type: ignore[attr-defined]
    if not known.issuperset(chosen):
        raise NotFound()
    try:
        status = _status(typed["status"])
        on = parse_user_date(typed["on"] or "t", today=business_time.today())
        changed = change_statuses(
            request.actor,  # type: ignore[attr-defined]
            chosen,
            status,
            on=on,
            today=business_time.today(),
        )
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        words = page_words(request, number, place=place)
        kept = {"refusal": refused.sentence, "chosen": {str(id_) for id_ in chosen}, **typed}
        status_code = 422 if isinstance(refused, DateError) else refused.status
        return render(request, "settlement/page.jinja", {**words, "bulk": kept}, status=status_code)
    count = "1 check" if len(changed) == 1 else f"{len(changed)} checks"
    messages.success(request, f"{count} changed to {status.label}.")
    return HttpResponseRedirect(place.page)


@page(Permission.CHECKS_EDIT)
@form_page
def distribution(request: HttpRequest, number: str) -> HttpResponse:
    """The panel that adds every check which a settlement's calculation still has to pay out."""
    words = page_words(request, number)
    offered = _settlements(words)
    if not offered:
        raise NotFound()
    chosen = _chosen(request, words)
    place = place_of(request, number).opening(str(chosen))
    initial = {"settlement": str(chosen), "key": new_key()}
    form = DistributionForm(request.POST or None, auto_id="f-%s", initial=initial, settlements=offered)

    def save() -> tuple[str, str]:
        made = add_distribution_checks(request.actor, chosen, today=business_time.today())  # type: ignore[attr-defined]
        if not made:
            return "Nothing was added: every check of the distribution is there already.", place.page
        count = "1 check" if len(made) == 1 else f"{len(made)} checks"
        return f"{count} added, on hold until you release them.", place.page

    panel = Panel(
        template="settlement/checks/distribution.jinja",
        title="Add all distribution checks",
        verb="Add checks",
        action=place.to("check_distribution"),
        close_href=place.page,
        words=words,
    )
    return answered(request, form, save, panel)


def _status(text: str) -> CheckStatus:
    """The status that was chosen.

    *Raises*: StatusNotChosen.
    """
    try:
        return CheckStatus(text)
    except ValueError:
        raise StatusNotChosen() from None


class StatusNotChosen(DomainError):
    """Not saved. Choose the status that the checks get."""


def _settlements(words: dict[str, Any]) -> list[tuple[str, str]]:
    """The settlements of the case as choices: day, plaintiff, payer and amount."""
    rows: tuple[SettlementRow, ...] = words["settlement_rows"].rows
    return [(str(row.id), _named(row)) for row in rows]


def _named(row: SettlementRow) -> str:
    parts = [row.settled_on.isoformat(), row.plaintiff, row.counterparty.name, f"${amount(row.gross)}"]
    return " · ".join(filter(None, parts))


def _chosen(request: HttpRequest, words: dict[str, Any]) -> UUID:
    """The settlement that was chosen in the panel, else the one that is open, else the latest."""
    rows: tuple[SettlementRow, ...] = words["settlement_rows"].rows
    wanted = request.POST.get("settlement", "") or request.GET.get("open", "")
    opened = words["opened"]["row"].id if words["opened"] else rows[-1].id
    return next((row.id for row in rows if str(row.id) == wanted), opened)


def _check(request: HttpRequest, words: dict[str, Any], check_id: UUID) -> tuple[CheckRow, UUID]:
    """A check of this case and the id of its settlement.

    *Raises*: NotFound.
    """
    for settlement in words["settlement_rows"].rows:
        for row in check_table(request.actor, settlement.id).rows:  # type: ignore[attr-defined]
            if row.id == check_id:
                return row, settlement.id
    raise NotFound()


def _panel(place: Place, words: dict[str, Any], title: str, verb: str, action: str) -> Panel:
    own = {"directions": DIRECTIONS, "shown": None}
    return Panel(
        template="settlement/checks/panel.jinja",
        title=title,
        verb=verb,
        action=action,
        close_href=place.page,
        words={**words, **own},
    )
