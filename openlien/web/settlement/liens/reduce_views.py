"""The page on which a reduction is worked out by a rule and proposed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.calculator.lien_rules import (
    LienRule,
    concerned,
    first_values,
    kept_law,
    kept_trace,
    left_of,
    lien_rule,
    rules_for,
)
from openlien.calculator.queries import calculate_typed
from openlien.calculator.rules import Calculated
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import Money
from openlien.settlement.actions.reductions import propose_reductions
from openlien.settlement.queries.lien_cases import LienCase, lien_case
from openlien.settlement.queries.reductions import LienRow

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import frame, opened_case
from ...jinja import plural, url
from ...rules.answers import shown_answer
from ...rules.forms import form_fields, sent_values
from ...rules.sources import source_facts
from ...sent_forms import Wrong, reason_of, sent_key
from ..calculation.views import section_links

LETTERS_MAX = 5_000
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@page(Permission.SETTLEMENTS_EDIT)
def reduction(request: HttpRequest, number: str, lien_id: UUID) -> HttpResponse:
    """The rules that may reduce a lien; with one chosen, its inputs, its answer, and the proposal."""
    around = lien_case(request.actor, lien_id)  # type: ignore[attr-defined]
    if around.case_number != number:
        raise NotFound()
    rule = lien_rule(around, request.GET.get("rule", ""))
    context = _context(request, around, rule)
    if rule is None:
        return render(request, "settlement/liens/reduce.jinja", context)
    liens = _chosen(request, concerned(rule, around), around.lien)
    values = first_values(rule, around, liens)
    answer, wrong = None, Wrong()
    if request.method == "POST":
        values = sent_values(rule.rule, request.POST, today=business_time.today(), letters_max=LETTERS_MAX)
        answer, wrong = _answer(request, rule, values, liens)
        if answer and request.POST.get("do") == "propose" and not wrong:
            wrong = _proposed(request, rule, values, answer, liens)
            if not wrong:
                return HttpResponseRedirect(url("liens:list", number, fragment="reductions"))
    context |= _form_context(rule, around, liens, values, wrong)
    context |= _answer_context(rule, answer, liens)
    return render(request, "settlement/liens/reduce.jinja", context, status=422 if wrong else 200)


def _answer(
    request: HttpRequest, rule: LienRule, values: dict[str, str], liens: list[LienRow]
) -> tuple[Calculated | None, Wrong]:
    try:
        answer = calculate_typed(request.actor, rule.name, values)  # type: ignore[attr-defined]
    except DomainError as refused:
        field = str(refused.fields.get("field", ""))
        names = [each.name for each in rule.rule.inputs]
        return None, Wrong({field if field in names else names[0]: refused.sentence})
    try:
        left_of(rule, answer, liens)
    except DomainError as refused:
        return answer, Wrong(rule=refused.sentence)
    return answer, Wrong()


def _proposed(
    request: HttpRequest, rule: LienRule, values: dict[str, str], answer: Calculated, liens: list[LienRow]
) -> Wrong:
    """What kept the proposal from being made; empty when it was."""
    given = rule.rule.read_texts(values)
    try:
        made = propose_reductions(
            request.actor,  # type: ignore[attr-defined]
            left_of(rule, answer, liens),
            rule=rule.name,
            inputs={name: value for name, value in values.items() if value.strip()},
            trace=kept_trace(answer),
            law=kept_law(rule.rule, given.get("date")),
            idempotency_key=sent_key(request.POST),
        )
    except (NotFound, Forbidden):
        raise
    except DomainError as refused:
        return Wrong(rule=reason_of(refused))
    messages.success(
        request, f"{plural(len(made), 'reduction')} proposed. Somebody else approves or refuses it."
    )
    return Wrong()


def _chosen(request: HttpRequest, liens: list[LienRow], own: LienRow) -> list[LienRow]:
    """The liens that take part: all that may, or those that were ticked; the one at hand always."""
    sent = request.POST if request.method == "POST" else request.GET
    ticked = set(sent.getlist("lien"))
    if not ticked:
        return liens
    return [each for each in liens if str(each.id) in ticked or each.id == own.id]


def _context(request: HttpRequest, around: LienCase, rule: LienRule | None) -> dict[str, Any]:
    case = opened_case(request, around.case_number, seen="Reduction of a lien")
    today = business_time.today()
    return {
        **frame(request, case, "settlement"),
        "tools": section_links(around.case_number, "liens"),
        "around": around,
        "lien": around.lien,
        "choices": [
            {
                "title": each.title,
                "facts": source_facts(each.rule, today),
                "href": url("liens:reduce", around.case_number, around.lien.id, query={"rule": each.key}),
                "current": each == rule,
            }
            for each in rules_for(around)
        ],
        "needs_funding": around.lien.kind == "health_plan" and around.lien.plan_funding == "unknown",
        "rule": None,
        "answer": None,
    }


def _form_context(
    rule: LienRule, around: LienCase, liens: list[LienRow], values: dict[str, str], wrong: Wrong
) -> dict[str, Any]:
    may_take_part = concerned(rule, around)
    return {
        "rule": rule,
        "facts": source_facts(rule.rule, business_time.today()),
        "fields": form_fields(rule.rule, values, wrong),
        "wrong": wrong,
        "key": new_key(),
        "taking_part": [
            {"row": each, "is_in": each in liens, "is_own": each.id == around.lien.id}
            for each in may_take_part
        ]
        if rule.several
        else [],
        "action": url("liens:reduce", around.case_number, around.lien.id, query={"rule": rule.key}),
    }


def _answer_context(rule: LienRule, answer: Calculated | None, liens: list[LienRow]) -> dict[str, Any]:
    if answer is None:
        return {"answer": None}
    try:
        left = left_of(rule, answer, liens)
    except DomainError:
        left = {}
    return {
        "answer": shown_answer(rule.rule, answer),
        "results": [_result(each, left[each.id]) for each in liens if each.id in left],
    }


def _result(lien: LienRow, left: Money) -> dict[str, Any]:
    return {
        "holder": lien.holder,
        "before": lien.payable,
        "left": left,
        "given_up": lien.payable - left,
        "is_more": left > lien.payable,
    }
