"""Every constraint and trigger of the negotiation's tables refuses what it stands against."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from openlien.negotiation.models import (
    AgreementVoid,
    BillNote,
    BillOffer,
    BillOfferChange,
    Offer,
    OfferChangeSet,
    PayoffAgreement,
)
from openlien.negotiation.vocabulary import FOLLOWING, Direction
from tests import cast
from tests.domain.constraints import assert_fires, declared, raised_by_triggers, run

from .conftest import bills, copy_of_bill, negotiated_case

pytestmark = pytest.mark.django_db

SET = """
    INSERT INTO negotiation_offerchangeset (case_id, source, undoes_id, idempotency_key)
    VALUES (%(case)s, {source}, {undoes}, {key})
"""
CHANGE = """
    INSERT INTO negotiation_billofferchange (change_set_id, bill_id, before, after, version)
    VALUES (%(set)s, {bill}, {before}, {after}, {version})
"""
OFFER = """
    INSERT INTO negotiation_offer (case_id, number, direction, status, amount, retail, fair, terms,
        justification, needs_approval, ending_reason, version, counter_of_id, idempotency_key)
    VALUES (%(case)s, {number}, {direction}, {status}, {amount}, 5000.00, NULL, '', '', false, '', 1,
        {counter_of}, {key})
"""
LINE = """
    INSERT INTO negotiation_offerline (offer_id, bill_id, retail, amount)
    VALUES (%(offer)s, {bill}, 1200.00, {amount})
"""
NOTE = """
    INSERT INTO negotiation_billnote (bill_id, body, idempotency_key) VALUES (%(bill)s, {body}, {key})
"""
OUTSIDE = """
    INSERT INTO negotiation_outsidebill (case_id, provider, billed, promised, payer, paid, copy_id, version,
        idempotency_key)
    VALUES (%(case)s, {provider}, {billed}, {promised}, {payer}, {paid}, {copy}, 1, {key})
"""
TERMS = """
    INSERT INTO negotiation_financialinformation (case_id, settled, fee_basis, fee, fee_percent, version)
    VALUES (%(case)s, {settled}, {basis}, {fee}, {percent}, 1)
"""
VOID = """
    INSERT INTO negotiation_agreementvoid (agreement_id, reason, voided_on, voided_by_id)
    SELECT id, {reason}, '2026-11-20', %(clerk)s FROM negotiation_payoffagreement WHERE offer_id = %(theirs)s
"""
SENT = "UPDATE negotiation_offer SET status = 'sent' WHERE id = %(theirs)s"


def made(statement: str, **values: str) -> str:
    defaults = {
        SET: {"source": "'typed'", "undoes": "NULL", "key": "NULL"},
        CHANGE: {"bill": "%(bill)s", "before": "NULL", "after": "100.00", "version": "1"},
        OFFER: {
            "number": "9",
            "direction": "'ours'",
            "status": "'draft'",
            "amount": "100.00",
            "counter_of": "NULL",
            "key": "NULL",
        },
        LINE: {"bill": "%(bill)s", "amount": "100.00"},
        NOTE: {"body": "'Called'", "key": "NULL"},
        OUTSIDE: {
            "provider": "'Cedar Clinic'",
            "billed": "100.00",
            "promised": "NULL",
            "payer": "'none'",
            "paid": "0",
            "copy": "NULL",
            "key": "NULL",
        },
        TERMS: {"settled": "1.00", "basis": "'amount'", "fee": "NULL", "percent": "NULL"},
    }[statement]
    return statement.format(**{**defaults, **values})


def changed(columns: str, *, of: str = "offer") -> str:
    return f"UPDATE negotiation_offer SET {columns} WHERE id = %({of})s"


POLICY = "UPDATE negotiation_negotiationpolicy SET "
ENDED = "ended_on = '2026-11-20', ended_at = now()"
# By its name, the statements of which the last breaks the constraint.
BREAKING = {
    "offer_change_set_source_is_known": made(SET, source="'guessed'"),
    "offer_change_set_of_an_undo_names_what_it_undoes": made(SET, source="'undo'"),
    "offer_change_set_key_belongs_to_a_content": made(SET, key="'k'"),
    "bill_offer_change_is_one_a_version": made(CHANGE, version="1") + ", (%(set)s, %(bill)s, NULL, 2.00, 1)",
    "bill_offer_is_not_negative": made(CHANGE, after="-1.00"),
    "bill_offer_change_follows_the_last": made(CHANGE) + ";" + made(CHANGE, before="99.00", version="2"),
    "bill_offer_change_is_of_its_case": made(CHANGE, bill="%(foreign_bill)s"),
    "bill_offer_is_within_retail": made(CHANGE, after="1200.01"),
    "negotiation_policy_is_one": "INSERT INTO negotiation_negotiationpolicy (id) VALUES (2)",
    "negotiation_policy_percent_is_a_share": POLICY + "approval_percent_below = 100.01",
    "negotiation_policy_validity_is_a_year_at_most": POLICY + "validity_days = 366",
    "offer_number_is_used_once": made(OFFER, number="1"),
    "payoff_agreement_is_one_a_case": (
        SENT
        + ";"
        + changed(f"status = 'accepted', {ENDED}", of="theirs")
        + "; UPDATE negotiation_offer SET status = 'sent' WHERE id = %(also_theirs)s;"
        + changed(f"status = 'accepted', {ENDED}", of="also_theirs")
    ),
    "offer_direction_is_known": made(OFFER, direction="'nobody'"),
    "offer_is_within_retail": made(OFFER, amount="5000.01"),
    "offer_is_not_approved_by_its_creator": changed("approved_by_id = created_by_id"),
    "offer_is_not_approved_by_its_submitter": changed(
        "submitted_by_id = %(clerk)s, approved_by_id = %(clerk)s"
    ),
    "offer_beyond_the_limits_names_its_approver": (
        changed("status = 'submitted', needs_approval = true") + ";" + changed("status = 'approved'")
    ),
    "offer_says_when_it_ended": changed("status = 'withdrawn'"),
    "offer_is_accepted_while_it_holds": (
        changed("expires_on = '2026-11-19'", of="theirs")
        + ";"
        + SENT
        + ";"
        + changed(f"status = 'accepted', {ENDED}", of="theirs")
    ),
    "offer_expires_after_its_last_day": (
        changed("expires_on = '2026-11-20'", of="theirs")
        + ";"
        + SENT
        + ";"
        + changed(f"status = 'expired', {ENDED}", of="theirs")
    ),
    "offer_below_fair_is_justified": changed("fair = 4000.00"),
    "offer_key_belongs_to_a_content": made(OFFER, key="'k'"),
    "offer_line_is_one_a_bill": made(LINE),
    "offer_line_is_within_retail": made(LINE, bill="%(other_bill)s", amount="1200.01"),
    "offer_moves_along_its_states": changed("status = 'approved'"),
    "offer_is_rewritten_as_draft_only": changed("status = 'submitted'") + ";" + changed("amount = 99.00"),
    "offer_lines_sum_to_their_offer": changed("amount = 99.00") + ";" + changed("status = 'submitted'"),
    "offer_begins_as_draft": made(OFFER, status="'sent'", direction="'theirs'"),
    "offer_counters_the_other_side": made(OFFER, counter_of="%(offer)s"),
    "offer_lines_change_in_a_draft_only": SENT
    + "; DELETE FROM negotiation_offerline WHERE offer_id = %(theirs)s",
    "offer_line_is_of_its_case": made(LINE, bill="%(foreign_bill)s"),
    "agreement_void_says_why": (
        SENT + ";" + changed(f"status = 'accepted', {ENDED}", of="theirs") + ";" + VOID.format(reason="''")
    ),
    "bill_note_says_something": made(NOTE, body="''"),
    "bill_note_key_belongs_to_a_content": made(NOTE, key="'k'"),
    "outside_bill_names_its_provider": made(OUTSIDE, provider="''"),
    "outside_bill_is_positive": made(OUTSIDE, billed="0.00"),
    "outside_bill_amounts_are_not_negative": made(OUTSIDE, promised="-1.00"),
    "outside_bill_payer_is_known": made(OUTSIDE, payer="'aunt'"),
    "outside_bill_paid_names_its_payer": made(OUTSIDE, paid="1.00"),
    "outside_bill_promise_is_within_the_bill": made(OUTSIDE, promised="100.01"),
    "outside_bill_key_belongs_to_a_content": made(OUTSIDE, key="'k'"),
    "outside_bill_copy_is_of_its_case": made(OUTSIDE, copy="%(foreign_copy)s"),
    "financial_information_is_not_negative": made(TERMS, settled="-1.00"),
    "financial_information_fee_follows_its_basis": made(TERMS, basis="'percent'"),
}
FUNCTIONS = [
    "keep_bill_offers",
    "check_offer_step",
    "check_new_offer",
    "check_offer_line",
    "check_outside_bill",
]


@pytest.fixture
def scene() -> dict[str, Any]:
    """Our draft and two of the firm's on a case, each about its first bill, and a foreign case."""
    case, foreign = negotiated_case(), negotiated_case("1200.00", patient="Kai Calder")
    maker = cast.person("Cast Maker")
    found: dict[str, Any] = {
        "case": case.id,
        "bill": bills(case)[0].id,
        "other_bill": bills(case)[1].id,
        "foreign_bill": bills(foreign)[0].id,
        "foreign_copy": copy_of_bill(foreign),
        "clerk": cast.person("Cast Clerk").id,
        "set": OfferChangeSet.objects.create(case=case, source="typed").id,
    }
    for number, (name, direction) in enumerate(
        (("offer", Direction.OURS), ("theirs", Direction.THEIRS), ("also_theirs", Direction.THEIRS)), 1
    ):
        offer = case.offers.create(
            number=number, direction=direction, amount="100.00", retail="1200.00", created_by=maker
        )
        offer.lines.create(bill_id=found["bill"], retail="1200.00", amount="100.00")
        found[name] = offer.id
    return found


@pytest.mark.parametrize("name", BREAKING)
def test_the_constraint_fires(scene: dict[str, Any], name: str) -> None:
    def break_it() -> None:
        for statement in BREAKING[name].split(";"):
            run(statement, **scene)

    assert_fires(name, break_it)


def test_every_named_constraint_and_trigger_is_made_to_fire() -> None:
    assert set(BREAKING) == declared("negotiation") | raised_by_triggers(FUNCTIONS)


def test_the_database_knows_the_same_states_as_the_vocabulary() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT regexp_matches(prosrc, '\\(''([a-z]+)'', ''([a-z]+)''\\)', 'g') FROM pg_proc"
            " WHERE proname = 'check_offer_step'"
        )
        told = {tuple(pair) for (pair,) in cursor.fetchall()}
    known = {(before.value, after.value) for before, following in FOLLOWING.items() for after in following}
    assert told == known


def test_an_accepted_offer_is_an_agreement_whoever_accepts_it(scene: dict[str, Any]) -> None:
    for statement in (SENT, changed(f"status = 'accepted', {ENDED}", of="theirs")):
        run(statement, **scene)
    agreement = PayoffAgreement.objects.get()
    assert (agreement.case_id, agreement.offer_id, str(agreement.amount)) == (
        scene["case"],
        scene["theirs"],
        "100.00",
    )


def test_a_voided_agreement_voids_its_offer_whoever_voids_it_and_makes_room_for_another(
    scene: dict[str, Any],
) -> None:
    for statement in (SENT, changed(f"status = 'accepted', {ENDED}", of="theirs")):
        run(statement, **scene)
    with pytest.raises(DatabaseError, match="is not rewritten"), transaction.atomic():
        run(changed("status = 'voided'", of="theirs"), **scene)
    run(VOID.format(reason="'Wrong firm'"), **scene)
    offer = Offer.objects.get(id=scene["theirs"])
    assert (offer.status, offer.ending_reason, offer.ended_by_id) == ("voided", "Wrong firm", scene["clerk"])
    assert PayoffAgreement.objects.get().voided_at == AgreementVoid.objects.get().voided_at
    run("UPDATE negotiation_offer SET status = 'sent' WHERE id = %(also_theirs)s", **scene)
    run(changed(f"status = 'accepted', {ENDED}", of="also_theirs"), **scene)
    assert PayoffAgreement.objects.filter(voided_at__isnull=True).count() == 1


REWRITTEN = [BillOffer, BillOfferChange, OfferChangeSet, BillNote, PayoffAgreement, AgreementVoid]


@pytest.mark.parametrize("model", REWRITTEN)
def test_the_app_may_not_rewrite_what_was_said(model: Any) -> None:
    field = next(field.column for field in model._meta.fields if field.column != model._meta.pk.column)
    with pytest.raises(DatabaseError, match="permission denied"):
        run(f"UPDATE {model._meta.db_table} SET {field} = {field}")


@pytest.mark.parametrize(
    "table", ["billoffer", "billofferchange", "offer", "payoffagreement", "agreementvoid", "billnote"]
)
def test_the_app_may_not_remove_it_either(table: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run(f"DELETE FROM negotiation_{table}")
