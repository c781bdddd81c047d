"""The negotiation table and its panel, rule by rule as requirement 2 states them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from openlien.cases.models import Coverage
from openlien.integrations.mail.models import Template
from openlien.kit.money import Money
from openlien.negotiation.rounds.models import Round
from openlien.settlement.models import Settlement
from tests import cast
from tests.domain.settlement.calls import Cast, negotiate, settle, usd

from .reading import page_of, payer, round_sent, row_of, settlement_sent, words_of

pytestmark = pytest.mark.django_db


def test_an_empty_page_says_what_a_round_is_and_offers_the_first_one(of: Cast, coordinator: Client) -> None:
    answer = coordinator.get(page_of(of))
    seen = words_of(answer)
    assert "No negotiation yet" in seen
    assert "Add the first round" in seen
    assert "Continue negotiation" not in seen
    assert "No settlement yet" in seen


def test_the_page_has_the_buttons_of_the_requirement(
    of: Cast, coordinator: Client, accountant: Client
) -> None:
    negotiate(of, demand=usd("100000.00"))
    seen = words_of(coordinator.get(page_of(of)))
    for label in ("Add negotiation", "Settlement view", "Continue negotiation", "Add settlement"):
        assert label in seen
    assert "Add all distribution checks" not in seen
    seen = words_of(accountant.get(page_of(of)))
    assert "Add check" in seen
    assert "Add all distribution checks" in seen
    assert "Add negotiation" not in seen


def test_a_row_shows_every_column_with_the_details_of_the_company(of: Cast, coordinator: Client) -> None:
    """Name, insurance type, limits, covered party, insured, claim number, adjuster and phone."""
    negotiate(
        of,
        demand=usd("100000.00"),
        offer=usd("40000.00"),
        authorized=usd("60000.00"),
        settlement=usd("55000.00"),
        note="Adjuster calls back Friday.",
    )
    row = row_of(coordinator.get(page_of(of)), "Adjuster calls back Friday.")
    for text in (
        "2026-11-02",
        "Zoe Marlow",
        "Northfield Mutual",
        "Bodily injury",
        "limits 100,000 / 300,000",
        "Dale Rowe",
        "claim NM-77",
        "Ivy Stone · 555-0142",
        "100,000.00",
        "40,000.00",
        "60,000.00",
        "55,000.00",
    ):
        assert text in row


def test_a_row_has_a_menu_with_edit_delete_and_print(of: Cast, coordinator: Client) -> None:
    row = negotiate(of)
    body = coordinator.get(page_of(of)).content.decode()
    menu = f"round-menu-{row.id}"
    assert f'data-row-menu="{menu}"' in body
    assert f'popovertarget="{menu}"' in body
    for rest in ("", "/delete", "/print"):
        assert f'href="{page_of(of, f"/rounds/{row.id}{rest}")}"' in body


def test_filters_by_plaintiff_and_a_round_of_all_belongs_to_each(of: Cast, coordinator: Client) -> None:
    negotiate(of, note="of Zoe")
    negotiate(of, note="of Finn", plaintiff_id=of.finn.id)
    negotiate(of, note="of both", plaintiff_id=None)
    seen = words_of(coordinator.get(page_of(of, f"?plaintiff={of.finn.id}")))
    assert ("of Finn" in seen, "of both" in seen, "of Zoe" in seen) == (True, True, False)


def test_a_plaintiff_without_a_round_is_told_from_a_case_without_one(of: Cast, coordinator: Client) -> None:
    negotiate(of)
    seen = words_of(coordinator.get(page_of(of, f"?plaintiff={of.finn.id}")))
    assert "No round of this plaintiff" in seen


def test_demand_and_offer_converge_above_the_table(of: Cast, coordinator: Client) -> None:
    negotiate(of, held_on=date(2026, 10, 1), demand=usd("100000.00"), offer=usd("20000.00"))
    negotiate(of, held_on=date(2026, 11, 1), demand=usd("80000.00"), offer=usd("60000.00"))
    seen = words_of(coordinator.get(page_of(of)))
    assert "Gap $20,000.00, down 75% from $80,000.00." in seen


def test_the_convergence_says_whose_it_is_and_that_it_is_settled(of: Cast, coordinator: Client) -> None:
    negotiate(of, demand=usd("50000.00"), offer=usd("10000.00"))
    negotiate(of, plaintiff_id=of.finn.id, demand=usd("20000.00"), offer=usd("6000.00"))
    assert "Northfield Mutual · Finn Marlow · Gap $14,000.00." in words_of(coordinator.get(page_of(of)))
    negotiate(of, plaintiff_id=of.finn.id, offer=usd("9000.00"), settlement=usd("9000.00"))
    assert "Northfield Mutual · Finn Marlow · Settled at $9,000.00." in words_of(coordinator.get(page_of(of)))
    zoe = words_of(coordinator.get(page_of(of) + f"?plaintiff={of.zoe.id}"))
    assert "Northfield Mutual · Gap $40,000.00." in zoe


def test_a_new_panel_is_blank_but_for_its_defaults(of: Cast, coordinator: Client) -> None:
    body = coordinator.get(page_of(of, "/rounds/new")).content.decode()
    assert re.search(r'name="held_on"[^>]*value="11/20/2026"', body)
    assert f'<option value="{of.coordinator.user_id}" selected>' in body
    assert "Northfield Mutual" in body
    assert "Ivy Stone" in body


def test_the_list_of_payers_has_administrators_as_rows_of_their_own(of: Cast, coordinator: Client) -> None:
    Coverage.objects.filter(id=of.coverage.id).update(administrator=cast.party("tpa", "Claims Depot"))
    row = row_of(coordinator.get(page_of(of, "/rounds/new")), "Claims Depot")
    assert "Third-party administrator" in row


def test_saves_a_round_with_all_its_fields(of: Cast, coordinator: Client) -> None:
    sent = round_sent(of, authorized="60,000", demand="$100,000.00", offer="40000", note="Called.")
    answer = coordinator.post(page_of(of, "/rounds/new"), sent, follow=True)
    row = Round.objects.get()
    assert answer.redirect_chain == [(page_of(of), 302)]
    assert (row.authorized, row.demand, row.offer) == (usd("60000.00"), usd("100000.00"), usd("40000.00"))
    assert (row.plaintiff_id, row.coverage_id, row.note) == (of.zoe.id, of.coverage.id, "Called.")
    assert row.settlement is None


def test_the_same_panel_sent_twice_adds_one_round(of: Cast, coordinator: Client) -> None:
    for _ in range(2):
        coordinator.post(page_of(of, "/rounds/new"), round_sent(of, key="a" * 32))
    assert Round.objects.count() == 1


def test_an_amount_agreed_adds_a_linked_settlement_whose_firm_fee_shows_zero(
    of: Cast, coordinator: Client
) -> None:
    """A number other than zero, and no link yet: date, plaintiff, staff, with and amount match."""
    coordinator.post(page_of(of, "/rounds/new"), round_sent(of, settlement="90,000"))
    settled, row = Settlement.objects.get(), Round.objects.get()
    assert row.settlement_id == settled.id
    assert (settled.settled_on, settled.plaintiff_id, settled.settled_by_id, settled.coverage_id) == (
        row.held_on,
        of.zoe.id,
        of.coordinator.user_id,
        of.coverage.id,
    )
    assert settled.firm_fee == Money.zero
    assert "Amount received, $" in coordinator.get(page_of(of)).content.decode()


@pytest.mark.parametrize("amount", ["", "0.00"])
def test_no_amount_or_zero_adds_no_settlement(of: Cast, coordinator: Client, amount: str) -> None:
    coordinator.post(page_of(of, "/rounds/new"), round_sent(of, settlement=amount))
    assert Round.objects.count() == 1
    assert not Settlement.objects.exists()


def test_the_amount_is_one_figure_in_both_tables(of: Cast, coordinator: Client) -> None:
    """An edit of either field shows in both columns."""
    row = negotiate(of, settlement=usd("90000.00"))
    coordinator.post(page_of(of, f"/rounds/{row.id}"), round_sent(of, settlement="91,000.00", version="1"))
    settled = Settlement.objects.get()
    assert settled.gross == usd("91000.00")
    sent = settlement_sent(of, gross="88,000.00", version=str(settled.version), escrow_account="")
    coordinator.post(page_of(of, f"/settlements/{settled.id}"), sent)
    assert "88,000.00" in row_of(coordinator.get(page_of(of)), "2026-11-02")
    assert Round.objects.get().settlement.gross == usd("88000.00")


def test_other_edits_of_either_leave_the_other_alone(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, settlement=usd("90000.00"))
    changed = round_sent(of, held_on="11/09/2026", plaintiff=str(of.finn.id), settlement="90,000.00")
    coordinator.post(page_of(of, f"/rounds/{row.id}"), {**changed, "version": "1"})
    settled = Settlement.objects.get()
    assert (settled.settled_on, settled.plaintiff_id) == (date(2026, 11, 2), of.zoe.id)
    sent = settlement_sent(of, settled_on="11/12/2026", comments="Signed", version=str(settled.version))
    coordinator.post(page_of(of, f"/settlements/{settled.id}"), sent)
    row.refresh_from_db()
    assert (row.held_on, row.plaintiff_id, row.note) == (date(2026, 11, 9), of.finn.id, "")


@pytest.mark.parametrize("amount", ["", "0"])
def test_a_linked_amount_is_not_blanked_from_the_round(of: Cast, coordinator: Client, amount: str) -> None:
    row = negotiate(of, settlement=usd("90000.00"))
    sent = round_sent(of, settlement=amount, version="1")
    answer = coordinator.post(page_of(of, f"/rounds/{row.id}"), sent)
    assert answer.status_code == 409
    assert "delete the settlement to blank its amount" in words_of(answer)


def test_a_linked_round_is_not_deleted_and_says_what_to_delete_first(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, settlement=usd("90000.00"))
    address = page_of(of, f"/rounds/{row.id}/delete")
    answer = coordinator.get(address)
    assert "A settlement is linked to this round; delete the settlement first." in words_of(answer)
    assert page_of(of, f"/settlements/{row.settlement_id}/delete") in answer.content.decode()
    assert coordinator.post(address, {"version": "1"}).status_code == 409
    assert Round.objects.exists()


def test_deleting_the_settlement_blanks_the_round_which_can_go_then(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, settlement=usd("90000.00"))
    coordinator.post(page_of(of, f"/settlements/{row.settlement_id}/delete"), {"version": "1"})
    assert row_of(coordinator.get(page_of(of)), "2026-11-02").count("90,000.00") == 0
    coordinator.post(page_of(of, f"/rounds/{row.id}/delete"), {"version": "1"})
    assert not Round.objects.exists()


def test_a_deletion_is_confirmed_first_and_can_be_left(of: Cast, coordinator: Client) -> None:
    row = negotiate(of)
    answer = coordinator.get(page_of(of, f"/rounds/{row.id}/delete"))
    seen = words_of(answer)
    assert "Delete this round?" in seen
    assert "Cancel" in seen
    assert Round.objects.exists()


def test_marks_a_settlement_that_the_settlement_table_tells_otherwise(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, settlement=usd("90000.00"))
    settle(of, "5000.00")
    assert "The settlement table says another amount." in row_of(
        coordinator.get(page_of(of)), "Northfield Mutual"
    )
    seen = words_of(coordinator.get(page_of(of, f"/rounds/{row.id}")))
    assert "! The settlement table shows $95,000.00 for Zoe Marlow." in seen


def test_continue_opens_the_most_recent_round(of: Cast, coordinator: Client) -> None:
    assert coordinator.get(page_of(of, "/rounds/continue")).url == page_of(of, "/rounds/new")
    latest = negotiate(of, held_on=date(2026, 11, 9))
    negotiate(of)
    assert coordinator.get(page_of(of, "/rounds/continue")).url == page_of(of, f"/rounds/{latest.id}")


def test_a_stale_save_shows_both_values_and_keeps_what_was_typed(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, offer=usd("1000.00"))
    address = page_of(of, f"/rounds/{row.id}")
    coordinator.post(address, round_sent(of, offer="2,000.00", version="1"))
    answer = coordinator.post(address, round_sent(of, offer="3,000.00", version="1"))
    seen = words_of(answer)
    assert answer.status_code == 409
    assert "Offer 3,000.00 2,000.00" in seen
    assert "Save mine over it" in seen
    assert 'name="version" value="2"' in answer.content.decode()
    coordinator.post(address, round_sent(of, offer="3,000.00", version="2"))
    assert Round.objects.get().offer == usd("3000.00")


def test_a_template_starts_the_note_and_keeps_the_rest(of: Cast, coordinator: Client) -> None:
    template = str(Template.objects.get(name="Left a message").id)
    sent = round_sent(of, note="Spoke at noon.", note_template=template, demand="5,000.00", then="note")
    answer = coordinator.post(page_of(of, "/rounds/new"), sent)
    assert not Round.objects.exists()
    body = answer.content.decode()
    assert "Spoke at noon.\nLeft a message and asked for a call back.</textarea>" in body
    assert 'value="5,000.00"' in body
    assert f'value="{payer(of)}" aria-label="Northfield Mutual, Bodily injury" checked' in body


def test_an_opposing_law_firm_is_found_and_kept_with_its_attorney(of: Cast, coordinator: Client) -> None:
    firm = cast.firm("Harbor Legal Group, LLP")
    cast.attorney("Harbor Legal Group, LLP")
    assert "Harbor Legal Group" in words_of(coordinator.get(page_of(of, "/firms?q=harbor")))
    assert "No match" in words_of(coordinator.get(page_of(of, "/firms?q=pacific crest")))
    sent = round_sent(of, payer="other", other_firm=str(firm.id), note="By letter")
    coordinator.post(page_of(of, "/rounds/new"), sent)
    assert "Harbor Legal Group, LLP Law firm Nadia Voss" in row_of(coordinator.get(page_of(of)), "By letter")
    assert "Nadia Voss" in row_of(coordinator.get(page_of(of, "/rounds/new")), "Harbor Legal")


def test_without_a_script_the_name_of_a_firm_is_enough(of: Cast, coordinator: Client) -> None:
    firm = cast.firm("Harbor Legal Group, LLP")
    sent = round_sent(of, payer="other", other_firm_text="Harbor Legal Group, LLP")
    coordinator.post(page_of(of, "/rounds/new"), sent)
    assert Round.objects.get().party_id == firm.id


def test_a_firm_that_is_not_on_file_is_added_with_the_round(of: Cast, coordinator: Client) -> None:
    assert "add it as a new law firm" in words_of(coordinator.get(page_of(of, "/rounds/new")))
    sent = round_sent(of, payer="other", other_firm_text="Larkspur Defense LLP", new_firm="on")
    coordinator.post(page_of(of, "/rounds/new"), sent)
    coordinator.post(page_of(of, "/rounds/new"), {**sent, "note": "Second call"})
    assert [row.party.name for row in Round.objects.select_related("party")] == ["Larkspur Defense LLP"] * 2
    assert len({row.party_id for row in Round.objects.all()}) == 1


def test_a_firm_under_another_spelling_is_not_added_with_a_round(of: Cast, coordinator: Client) -> None:
    cast.firm("Harbor Legal Group, LLP")
    sent = round_sent(of, payer="other", other_firm_text="Harbour", new_firm="on")
    coordinator.post(page_of(of, "/rounds/new"), sent)
    answer = coordinator.post(page_of(of, "/rounds/new"), {**sent, "other_firm_text": "harbor legal group"})
    assert answer.status_code == 409
    assert "Harbor Legal Group, LLP is on file already" in words_of(answer)
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"held_on": ""}, "Enter the day of the negotiation."),
        ({"demand": "lots"}, "Enter an amount like 1,250.00."),
        ({"offer": "-5"}, "offer cannot be less than 0.00."),
        ({"payer": "x:y"}, "Choose one of the rows."),
        ({"payer": "other", "other_firm_text": "Nobody & Co"}, "Type the name of a law firm"),
    ],
)
def test_a_refused_round_says_why_and_keeps_what_was_typed(
    of: Cast, coordinator: Client, facts: dict[str, str], sentence: str
) -> None:
    sent = round_sent(of, note="Kept as typed", **facts)
    answer = coordinator.post(page_of(of, "/rounds/new"), sent)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert "Kept as typed" in answer.content.decode()
    assert not Round.objects.exists()


def test_a_round_prints_alone(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, demand=usd("100000.00"), note="For the file")
    negotiate(of, note="Another round")
    answer = coordinator.get(page_of(of, f"/rounds/{row.id}/print"))
    seen = words_of(answer)
    assert "Negotiation of Nov 2, 2026" in seen
    assert "For the file" in seen
    assert "Another round" not in seen
    assert "data-print-now" in answer.content.decode()
