"""Trust accounts: statements read in, lines matched, months reconciled by two people, shares moved."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from openlien.cases.documents.queries import open_document
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.ledger.queries.checks import broken_invariants
from openlien.ledger.vocabulary import AccountRole
from openlien.settlement.check_rules import CheckStatus, CheckType
from openlien.settlement.models import BankLine, BankStatement, Check, ShareTransfer
from openlien.settlement.trust import errors
from openlien.settlement.trust.bank_file import table_of
from openlien.settlement.trust.bank_lines import bank_balance_on, bank_line, bank_lines
from openlien.settlement.trust.matching import (
    mark_bank_error,
    match_again,
    match_line,
    take_bank_error_back,
    take_match_apart,
)
from openlien.settlement.trust.queries import book_of, client_ledger, overview, reconcile_on
from openlien.settlement.trust.reconciliations import month_view, next_month
from openlien.settlement.trust.statements import preview, read_in, take_back_statement, upload_statement
from openlien.settlement.trust.three_way import Cause
from openlien.settlement.trust.transfers import move_share
from tests import cast

from .calls import TODAY, cleared, settle, usd
from .trust_cast import (
    BANK,
    OCTOBER,
    STATEMENT,
    Trust,
    clear,
    complete,
    day,
    deposit,
    make_trust,
    pay,
    prepare,
    read_statement,
)

pytestmark = pytest.mark.django_db
END = date(2026, 10, 31)


@pytest.fixture
def trust(db: None) -> Trust:
    return make_trust()


def three(trust: Trust, bank: str = BANK):  # type: ignore[no-untyped-def]
    return reconcile_on(trust.analyst, trust.of.escrow.id, bank=usd(bank), as_of=END)


def line_of(number: str) -> BankLine:
    return BankLine.objects.get(bank_reference=number)


def test_the_account_of_v50_reconciles_to_the_cent(trust: Trust) -> None:
    read_statement(trust)
    found = three(trust)
    assert (found.result.adjusted_bank, found.result.book, found.result.clients) == (usd("53624.68"),) * 3
    assert [str(each.balance) for each in found.clients] == ["30500.00", "18124.68", "5000.00"]
    assert [str(each.amount) for each in found.in_transit] == ["15000.00"]
    assert sum(each.amount.amount for each in found.outstanding) == usd("-22615.50").amount
    assert found.differences == ()


def test_reading_a_statement_in_clears_and_books_the_checks_that_it_names(trust: Trust) -> None:
    done = read_statement(trust)
    assert (done.new, done.known, done.matched, done.held_up) == (4, 0, 4, ())
    check = Check.objects.get(id=trust.checks["1001"].id)
    assert (check.status, check.cleared_on) == (CheckStatus.CLEARED, day(12))
    assert broken_invariants() == []


def test_the_same_lines_in_the_next_file_are_known(trust: Trust) -> None:
    read_statement(trust)
    again = read_statement(trust, STATEMENT + "10/13/2026,INTEREST,,1.25,61241.43,T5\n", "again.csv")
    assert (again.new, again.known) == (1, 4)
    assert bank_balance_on(trust.analyst, trust.of.escrow.id, END) == usd("61241.43")


def test_two_like_lines_without_an_id_are_two_lines_in_every_file(trust: Trust) -> None:
    text = "Date,Description,Amount\n10/05/2026,FEE,-1.00\n10/05/2026,FEE,-1.00\n"
    assert read_statement(trust, text).new == 2
    assert read_statement(trust, text, "b.csv").known == 2


def test_an_id_that_comes_back_with_other_money_is_refused_whole(trust: Trust) -> None:
    read_statement(trust)
    with pytest.raises(errors.StatementUnreadable, match="Ask the bank which one holds"):
        read_statement(trust, STATEMENT.replace("8,884.50", "8,884.51"), "b.csv")
    assert BankLine.objects.count() == 4


def test_a_broken_file_says_one_sentence_and_changes_nothing(trust: Trust) -> None:
    broken = STATEMENT.replace('"-8,884.50"', "eight").encode()
    statement = upload_statement(trust.analyst, trust.of.escrow.id, name="x.csv", content=broken)
    shown = preview(trust.analyst, statement.id, today=TODAY)
    assert shown.refusal == 'Nothing was read. "x.csv": row 6 has an amount that cannot be read: "eight".'
    with pytest.raises(errors.StatementUnreadable):
        read_in(trust.analyst, statement.id, today=TODAY)
    assert (BankLine.objects.count(), BankStatement.objects.get().read_at) == (0, None)


def test_a_file_is_read_in_once(trust: Trust) -> None:
    statement = upload_statement(trust.analyst, trust.of.escrow.id, name="x.csv", content=STATEMENT.encode())
    read_in(trust.analyst, statement.id, today=TODAY)
    with pytest.raises(errors.StatementReadAlready):
        read_in(trust.analyst, statement.id, today=TODAY)


def test_a_file_is_taken_back_with_its_lines_and_can_be_read_in_again(trust: Trust) -> None:
    read_statement(trust)
    file = BankStatement.objects.get()
    take_back_statement(trust.analyst, file.id)
    file.refresh_from_db()
    assert (BankLine.objects.count(), file.read_at, file.lines_new) == (0, None, 0)
    assert Check.objects.get(id=trust.checks["1001"].id).status == CheckStatus.CLEARED
    with pytest.raises(errors.StatementNotRead):
        take_back_statement(trust.analyst, file.id)
    assert read_in(trust.analyst, file.id, today=TODAY).matched == 4


def test_files_are_taken_back_in_the_order_in_which_they_came(trust: Trust) -> None:
    read_statement(trust)
    first = BankStatement.objects.get()
    read_statement(trust, STATEMENT + "10/13/2026,FEE,,-9.00,,T5\n", "later.csv")
    with pytest.raises(errors.LaterStatementRead, match=r"later\.csv"):
        take_back_statement(trust.analyst, first.id)


def test_a_file_of_a_reconciled_month_stays(trust: Trust) -> None:
    read_statement(trust)
    complete(trust, prepare(trust))
    with pytest.raises(errors.MonthReconciled):
        take_back_statement(trust.analyst, BankStatement.objects.get().id)
    assert BankLine.objects.count() == 4


def test_a_line_without_a_number_gets_suggestions_by_amount_and_day(trust: Trust) -> None:
    read_statement(trust, "Date,Description,Amount,ID\n10/12/2026,CHECK,-8884.50,A\n10/13/2026,FEE,-9.00,B\n")
    (fee, check), count = bank_lines(trust.analyst, trust.of.escrow.id)
    assert (count, fee.suggestions) == (2, ())
    assert [each.number for each in check.suggestions] == ["1001"]
    match_line(trust.analyst, check.id, [check.suggestions[0].id], today=TODAY)
    assert Check.objects.get(id=trust.checks["1001"].id).cleared_on == day(12)


def test_one_deposit_slip_carries_several_checks(trust: Trust) -> None:
    read_statement(trust, "Date,Description,Amount,ID\n10/05/2026,DEPOSIT,60124.68,A\n")
    line = line_of("A")
    both = [trust.checks["9001"].id, trust.checks["9002"].id]
    with pytest.raises(errors.MatchDoesNotSum):
        match_line(trust.analyst, line.id, both[:1], today=TODAY)
    match_line(trust.analyst, line.id, both, today=TODAY)
    found, _ = bank_line(trust.analyst, line.id)
    assert {each.number for each in found.checks} == {"9001", "9002"}
    with pytest.raises(errors.LineMatchedAlready):
        match_line(trust.analyst, line.id, both, today=TODAY)


def test_a_check_entered_later_is_matched_when_asked_again(trust: Trust) -> None:
    read_statement(trust, "Date,Description,Check Number,Amount\n10/20/2026,CHECK,2001,-10.00\n")
    assert match_again(trust.analyst, trust.of.escrow.id, today=TODAY) == 0
    pay(trust.of, trust.settlements[0], "10.00", "2001", day(19))
    assert match_again(trust.analyst, trust.of.escrow.id, today=TODAY) == 1


def test_every_difference_is_named_with_what_to_do(trust: Trust) -> None:
    read_statement(
        trust,
        STATEMENT.replace("10/12/2026,CHECK PAID,0001001", "10/12/2026,FEE,") + "10/13/2026,FEE,,-9.00,,T6\n",
    )
    # Check 1001 is outstanding still, though the bank paid it.
    assert _named(trust) == [(Cause.BANK_LINE, "-8884.50"), (Cause.BANK_LINE, "-9.00")]
    clear(trust.of, trust.checks["1001"], day(12))
    assert _named(trust)[2:] == [(Cause.NOT_ON_STATEMENT, "8884.50")]


def _named(trust: Trust) -> list[tuple[Cause, str]]:
    return [(each.cause, str(each.amount)) for each in three(trust, "61231.18").differences]


def test_a_cent_off_is_unexplained(trust: Trust) -> None:
    read_statement(trust)
    (only,) = three(trust, "61240.17").differences
    assert (only.cause, str(only.amount)) == (Cause.UNEXPLAINED, "-0.01")


def test_a_mistake_of_the_bank_is_a_reconciling_item(trust: Trust) -> None:
    read_statement(trust, STATEMENT + "10/13/2026,FEE,,-9.00,61231.18,T6\n")
    line = line_of("T6")
    with pytest.raises(errors.BankErrorReasonMissing):
        mark_bank_error(trust.analyst, line.id, reason=" ")
    mark_bank_error(trust.analyst, line.id, reason="Fee on a fee-free account; the bank refunds it.")
    found = three(trust, "61231.18")
    assert (found.result.is_balanced, found.corrections) == (True, usd("9.00"))
    take_bank_error_back(trust.analyst, line.id)
    assert not three(trust, "61231.18").result.is_balanced


def test_a_month_takes_two_people_and_freezes(trust: Trust) -> None:
    read_statement(trust)
    prepared = prepare(trust)
    with pytest.raises(Forbidden):
        complete(trust, prepared, trust.analyst)
    done = complete(trust, prepared)
    assert done.completed_by_id == trust.manager.user_id
    with pytest.raises(errors.ReconciliationFrozen):
        complete(trust, done)
    with pytest.raises(errors.MonthReconciled):
        take_match_apart(trust.analyst, line_of("T4").id)
    row = overview(trust.analyst, as_of=TODAY).rows[0]
    assert row.reconciled_until == OCTOBER
    assert next_month(trust.of.escrow.id, TODAY) == date(2026, 11, 1)


def test_who_prepared_a_month_does_not_complete_it(trust: Trust) -> None:
    read_statement(trust)
    trust.analyst = trust.manager
    prepared = prepare(trust)
    with pytest.raises(errors.SecondPersonNeeded):
        complete(trust, prepared)


def test_the_pdf_of_a_month_shows_the_figures_of_v50(trust: Trust) -> None:
    read_statement(trust)
    done = complete(trust, prepare(trust))
    file = open_document(trust.manager, done.document_id)
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(file.path.read_bytes())).pages)
    for figure in ("61,240.18", "15,000.00", "22,615.50", "30,500.00", "18,124.68", "5,000.00"):
        assert figure in words
    assert words.count("53,624.68") >= 6
    assert done.digest in words.replace("\n", "")


def test_differing_numbers_are_not_completed(trust: Trust) -> None:
    read_statement(trust)
    with pytest.raises(errors.NotBalanced):
        complete(trust, prepare(trust, bank="61240.17"))


def test_figures_that_moved_are_prepared_again(trust: Trust) -> None:
    read_statement(trust)
    prepared = prepare(trust)
    deposit(trust.of, trust.settlements[0], "5.00", "9009", day(31))
    with pytest.raises(errors.FiguresMoved):
        complete(trust, prepared)
    assert month_view(trust.analyst, trust.of.escrow.id, OCTOBER, today=TODAY).has_moved
    complete(trust, prepare(trust))


def test_only_the_next_month_that_is_over_is_reconciled(trust: Trust) -> None:
    read_statement(trust)
    with pytest.raises(errors.MonthNotOver):
        prepare(trust, date(2026, 11, 1))
    complete(trust, prepare(trust, date(2026, 9, 1), bank="0.00"))
    with pytest.raises(errors.MonthsInOrder):
        prepare(trust, date(2026, 8, 1), bank="0.00")
    complete(trust, prepare(trust))


def test_a_month_is_not_skipped(trust: Trust) -> None:
    read_statement(trust)
    complete(trust, prepare(trust, date(2026, 8, 1), bank="0.00"))
    with pytest.raises(errors.MonthsInOrder):
        prepare(trust)


def test_a_completed_month_is_reopened_by_another_version_with_a_reason(trust: Trust) -> None:
    read_statement(trust)
    complete(trust, prepare(trust))
    with pytest.raises(errors.ReopeningReasonMissing):
        prepare(trust)
    second = complete(trust, prepare(trust, reason="A deposit was entered late."))
    view = month_view(trust.analyst, trust.of.escrow.id, OCTOBER, today=TODAY)
    assert [each.version for each in view.versions] == [2, 1]
    assert second.document_id not in {None, view.versions[1].document_id}


def test_the_book_counts_what_is_deposited_and_issued(trust: Trust) -> None:
    book = book_of(trust.analyst, trust.of.escrow.id, as_of=END)
    assert (book.balance, book.total_entries) == (usd("53624.68"), 8)
    assert [str(each.balance) for each in book.entries[:2]] == ["53624.68", "38624.68"]
    row = overview(trust.analyst, as_of=END).rows[0]
    assert (row.book, row.clients, row.in_transit) == (usd("53624.68"), 3, usd("15000.00"))


def test_the_general_ledger_holds_what_cleared(trust: Trust) -> None:
    read_statement(trust)
    found = overview(trust.analyst, as_of=END)
    assert (found.general_ledger, found.difference) == (usd(BANK), usd("0.00"))


def move(trust: Trust, amount: str, **facts: object) -> ShareTransfer:
    given = {
        "from_share": AccountRole.TRUST_PATIENT,
        "to_share": AccountRole.TRUST_OTHER_LIENS,
        "reason": "A lien came in.",
        "moved_on": day(20),
        "case_number": trust.of.case.number,
        **facts,
    }
    return move_share(trust.manager, amount=usd(amount), today=TODAY, **given)  # type: ignore[arg-type]


def test_a_transfer_moves_between_shares_and_nothing_leaves_the_account(trust: Trust) -> None:
    read_statement(trust)
    for _ in range(2):
        move(trust, "100.00", idempotency_key="k")
    found = client_ledger(trust.analyst, trust.of.escrow.id, trust.of.case.number, as_of=END)
    shares = {share.role: str(share.amount) for share in found.shares}
    assert shares[AccountRole.TRUST_OTHER_LIENS] == "100.00"
    assert shares[AccountRole.TRUST_PATIENT] == "51140.18"
    assert (len(found.transfers), three(trust).result.is_balanced) == (1, True)
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("amount", "facts", "refusal"),
    [
        ("60124.69", {}, errors.ShareTooSmall),
        ("0.00", {}, errors.TransferNotPositive),
        ("1.00", {"to_share": AccountRole.TRUST_PATIENT}, errors.TransferMovesNothing),
        ("1.00", {"reason": " "}, errors.TransferReasonMissing),
        ("1.00", {"moved_on": date(2026, 11, 21)}, errors.TransferInFuture),
        ("1.00", {"case_number": "CASE-2026-99999"}, NotFound),
    ],
)
def test_refuses_a_transfer_that(trust: Trust, amount: str, facts: dict[str, object], refusal: type) -> None:
    read_statement(trust)
    with pytest.raises(refusal):
        move(trust, amount, **facts)


@pytest.mark.parametrize(
    ("role", "may_see", "may_import"),
    [
        (Role.ACCOUNTING_MANAGER, True, True),
        (Role.FINANCIAL_ANALYST, True, True),
        (Role.CFO_CONTROLLER, True, False),
        (Role.AUDITOR, True, False),
        (Role.SETTLEMENT_COORDINATOR, False, False),
        (Role.SYSTEM_ADMINISTRATOR, False, False),
    ],
)
def test_only_who_keeps_trust_money_sees_and_imports(
    trust: Trust, role: Role, may_see: bool, may_import: bool
) -> None:
    actor = cast.acting_person(role, f"New {role.value}")
    if may_see:
        overview(actor, as_of=END)
    else:
        with pytest.raises(Forbidden):
            overview(actor, as_of=END)
    trust.analyst = actor
    if may_import:
        read_statement(trust)
    else:
        with pytest.raises(Forbidden):
            read_statement(trust)


def test_a_check_of_another_type_than_client_keeps_its_share(trust: Trust) -> None:
    settlement = settle(trust.of, "500.00")
    cleared(trust.of, settlement, "500.00", "9100")
    pay(trust.of, settlement, "500.00", "1100", day(31), type=CheckType.LIEN)
    assert book_of(trust.analyst, trust.of.escrow.id, as_of=TODAY).balance == usd("53624.68")


def test_a_cell_that_is_too_long_is_said_so() -> None:
    content = b"Date,Description,Amount\n11/03/2026," + b"y" * 200_000 + b",5.00\n"
    with pytest.raises(errors.StatementUnreadable, match="row 2 has a cell that is too long"):
        table_of(content, name="long.csv")
