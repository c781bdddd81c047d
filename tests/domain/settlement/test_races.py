"""Two people at once: one settlement saved, one check number, one distribution, one client's money."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from openlien.kit.errors import Conflict, DomainError
from openlien.settlement.actions.checks import add_distribution_checks
from openlien.settlement.actions.settlements import change_settlement
from openlien.settlement.check_rules import CheckStatus
from openlien.settlement.errors import ChangedMeanwhile, CheckNumberUsed, ClearedMoneyMissing
from openlien.settlement.models import Check, Settlement

from .calls import TODAY, Cast, calculate, changed, cleared, make_cast, money_out, move, settle, usd


@pytest.fixture
def of(own_database: Any) -> Cast:
    return make_cast()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of these came to when all began together: its answer, or the rule that it broke."""
    together = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        together.wait()
        try:
            answers[place] = works[place]()
        except DomainError as refused:
            answers[place] = refused
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _kinds(answers: list[Any]) -> set[type]:
    return {type(answer) for answer in answers}


def test_of_two_people_who_save_one_settlement_one_is_told(of: Cast) -> None:
    settlement = settle(of)
    texts = ("First", "Second")
    drafts = [changed(settlement, comments=text) for text in texts]
    answers = at_once(
        *(
            lambda draft=draft: change_settlement(of.coordinator, settlement.id, draft, version=1)
            for draft in drafts
        )
    )
    assert _kinds(answers) == {Settlement, ChangedMeanwhile}
    assert Settlement.objects.get().version == 2


def test_a_check_number_is_given_once(of: Cast) -> None:
    one, two = settle(of), settle(of)
    answers = at_once(*(lambda each=each: money_out(of, each, "1.00", number="1001") for each in (one, two)))
    assert _kinds(answers) == {Check, CheckNumberUsed}


def test_a_settlement_is_distributed_once(of: Cast) -> None:
    settlement = settle(of)
    calculate(of, settlement)
    answers = at_once(
        *(lambda: add_distribution_checks(of.accountant, settlement.id, today=TODAY) for _ in range(3))
    )
    assert sorted(len(answer) for answer in answers if not isinstance(answer, Conflict)) == [0, 0, 2]
    assert Check.objects.count() == 2


def test_the_same_cleared_money_is_not_paid_twice(of: Cast) -> None:
    settlement = settle(of)
    cleared(of, settlement, "100.00")
    checks = [money_out(of, settlement, "60.00") for _ in range(2)]
    answers = at_once(*(lambda each=each: move(of, CheckStatus.PRINT, each) for each in checks))
    assert _kinds(answers) == {list, ClearedMoneyMissing}
    assert [check.amount for check in Check.objects.filter(status="print")] == [usd("60.00")]


def test_the_database_alone_keeps_the_ledger_from_going_negative(of: Cast, own_database: Any) -> None:
    settlement = settle(of)
    cleared(of, settlement, "100.00")
    checks = [money_out(of, settlement, "60.00").id for _ in range(2)]

    def issue(check_id: object) -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE settlement_check SET status = 'print' WHERE id = %s", [check_id])
        except Exception as refused:
            return type(refused).__name__
        return "done"

    assert sorted(at_once(*(lambda each=each: issue(each) for each in checks))) == ["IntegrityError", "done"]
