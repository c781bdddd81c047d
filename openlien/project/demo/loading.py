"""Loads the demo portfolio: one transaction, one batch, streamed so that its size does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Min

from openlien.cases.models import (
    Batch,
    Bill,
    Case,
    FeeSchedule,
    FeeScheduleLine,
    FeeScheduleVersion,
    NameAlias,
    Party,
)
from openlien.cases.numbering import take_case_numbers
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission, Role
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.errors import Conflict
from openlien.kit.money import Money, Rate
from openlien.ledger.models import Period

from .book import Book
from .books import close_old_months, first_open_day, pay_providers, person, write_facts
from .directory import Directory, Entry
from .facts import BOOK_DAYS, CaseFacts, opening_days, portfolio
from .lengthy import with_a_lengthy_case
from .papers import note_accounts, write_papers
from .showcase import Stage, set_stage, showcase_number
from .story import Story
from .trust_story import tell_of_trust
from .users import Desks, make_users, scope_provider
from .vocabulary.companies import FIRM_SPELLINGS
from .vocabulary.services import SCHEDULE_NAME, SERVICES
from .warehouse import finance_bills

CASES_A_CHUNK = 2_000
EQUITY_SHARE = Rate.percent(6)
BILLS_A_CASE = 5
_LOCK = 7_001_003
Progress = Callable[[int, int, str], None]


class BookIsNotEmpty(Conflict):
    """The book holds cases already. The demo portfolio is loaded into an empty one, or added on purpose."""


@dataclass
class DemoResult:
    """What was loaded, and the oddities put there on purpose. *Units*: money as Money, the rest counts."""

    batch_id: UUID
    cases: int = 0
    bills: int = 0
    receipts: int = 0
    billed: Money = Money.zero
    collected: Money = Money.zero
    open: Money = Money.zero
    overpaid_bills: int = 0
    untied_bills: int = 0
    name_variants: int = 0
    showcase: str = ""
    cases_by_stage: Counter[str] = field(default_factory=Counter)

    def count(self, facts: CaseFacts) -> None:
        """Takes one case into the totals."""
        self.cases += 1
        self.bills += len(facts.bills)
        self.receipts += len(facts.payments)
        self.billed += Money.from_cents(sum(bill.treatment.billed for bill in facts.bills))
        self.collected += Money.from_cents(sum(bill.collected for bill in facts.bills))
        self.open += Money.from_cents(facts.open)
        self.overpaid_bills += sum(bill.collected > bill.treatment.billed for bill in facts.bills)
        self.untied_bills += sum(bill.stated_open is not None for bill in facts.bills)
        self.cases_by_stage[facts.stage.value] += 1


def is_book_empty() -> bool:
    """Whether there is no case yet."""
    return not Case.objects.exists()


def is_book_untouched() -> bool:
    """Whether nothing was ever loaded or imported, not even what was taken back since."""
    return is_book_empty() and not Batch.objects.exists()


@action
def load_demo(
    actor: Actor,
    *,
    as_of: date,
    cases: int = 1500,
    seed: int = 1,
    add: bool = False,
    progress: Progress = lambda done, total, step: None,
) -> DemoResult:
    """What was loaded: the same facts for the same cases, seed and day, with the demo's users.

    Raises: Forbidden; BookIsNotEmpty when there are cases already and `add` does not say to go on.
    """
    actor.require(Permission.IMPORTS_RUN)
    actor.require(Permission.USERS_MANAGE)
    _prepare_connection()
    if not add and not is_book_empty():
        raise BookIsNotEmpty
    progress(0, cases, "Making the demo's users and firms")
    batch = Batch.objects.create(kind=Batch.Kind.DEMO, as_of=as_of, created_by_id=actor.user_id)
    result = DemoResult(batch.id)
    desks = make_users()
    book = Book(batch.id, desks, as_of=as_of)
    first_year = as_of.year - BOOK_DAYS // 365 - 1
    directory = Directory(seed, first_year=first_year, last_year=as_of.year)
    _load_directory(book, directory, batch, result, cases=cases)
    scope_provider(desks, directory.groups[0].id)
    _load_cases(book, desks, directory, result, cases=cases, seed=seed, as_of=as_of, progress=progress)
    _measure("cases", "bills", "money")
    _write_books(actor, batch, desks, result, as_of=as_of, progress=progress)
    _measure("books")
    return result


def _prepare_connection() -> None:
    """One load at a time, as long as it takes, with every reference checked as soon as it is written."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _measure(*steps: str) -> None:
    """Tells the planner what was loaded, so that the first page is as quick as the later ones."""
    with connection.cursor() as cursor:
        # Triggers plan once in a session: what suited an empty table never ends on a full one.
        cursor.execute("DISCARD PLANS")
        cursor.execute("SELECT measure_written(VARIADIC %s)", [list(steps)])


def _write_books(
    actor: Actor, batch: Batch, desks: Desks, result: DemoResult, *, as_of: date, progress: Progress
) -> None:
    """The facts in the books, the journals around them, and the months behind them closed."""
    is_first = not Period.objects.exclude(status="open").exists()
    progress(result.cases, result.cases, "Writing the books")
    bookkeeper = person(desks, Role.ACCOUNTING_MANAGER, actor)
    write_facts(bookkeeper, batch.id, as_of=as_of)
    _measure("books")
    first_on = Bill.objects.filter(batch=batch).aggregate(day=Min("invoice_on"))["day"]
    if first_on is None:
        return
    finance_bills(bookkeeper, batch.id, as_of=as_of, opens_on=first_open_day())
    pay_providers(bookkeeper, batch.id, first_on=first_on, as_of=as_of)
    tell_of_trust(_stage(actor, batch, desks, as_of))
    result.showcase = showcase_number()
    equity = Money(result.billed.times(EQUITY_SHARE).cents // 1_000_000 * 10_000 + 250_000)
    write_papers(actor, batch.id, desks, as_of=as_of, first_on=first_on, equity=equity)
    note_accounts(batch.id, as_of=as_of)
    if is_first:
        close_old_months(actor, desks, as_of=as_of)


def _stage(actor: Actor, batch: Batch, desks: Desks, as_of: date) -> Stage:
    zone = ZoneInfo(settings.BUSINESS_TIME_ZONE)
    # Papers are made in the morning of the day, and never later than now.
    made_at = min(datetime.combine(as_of, time(8), zone), now().astimezone(zone))
    return set_stage(actor, batch.id, desks, as_of=as_of, made_at=made_at, company=settings.COMPANY_NAME)


def _load_directory(
    book: Book, directory: Directory, batch: Batch, result: DemoResult, *, cases: int
) -> None:
    entries = directory.entries()
    known = _known_parties(entries)
    for entry in entries:
        if party_id := known.get((entry.kind, entry.name)):
            entry.id = party_id
        else:
            book.add_entry(entry)
    book.copy()
    new_firms = [firm for firm in directory.firms if (firm.kind, firm.name) not in known]
    aliases = [alias for firm in new_firms for alias in _spellings(directory, firm, batch, cases)]
    NameAlias.objects.bulk_create(aliases)
    result.name_variants = len(aliases) - len(new_firms)
    _load_fee_schedule(directory)


def _known_parties(entries: list[Entry]) -> dict[tuple[str, str], str]:
    """Ids of those who are there from an earlier load."""
    kinds = {entry.kind for entry in entries}
    names = {entry.name for entry in entries}
    rows = Party.objects.filter(kind__in=kinds, name__in=names, batch__kind=Batch.Kind.DEMO)
    return {(kind, name): str(party_id) for kind, name, party_id in rows.values_list("kind", "name", "id")}


def _spellings(directory: Directory, firm: Entry, batch: Batch, cases: int) -> list[NameAlias]:
    """The firm's name as it was met: nearly always the proper one."""
    place = directory.firms.index(firm)
    share = 1 / (place + 2)
    met = max(100, int(cases * BILLS_A_CASE * share / 3))
    spellings = [(firm.name, 100), *FIRM_SPELLINGS.get(firm.name, ())]
    return [
        NameAlias(party_id=firm.id, name=name, times_seen=max(1, met * times // 100), batch=batch)
        for name, times in spellings
    ]


def _load_fee_schedule(directory: Directory) -> None:
    schedule, _ = FeeSchedule.objects.get_or_create(name=SCHEDULE_NAME)
    for year in directory.years:
        version, is_new = FeeScheduleVersion.objects.get_or_create(
            schedule=schedule, effective_on=date(year, 1, 1)
        )
        if is_new:
            FeeScheduleLine.objects.bulk_create(
                FeeScheduleLine(
                    version=version,
                    code=service.code,
                    retail=Money.from_cents(directory.price(service, date(year, 1, 1))),
                )
                for service in SERVICES
            )


def _load_cases(
    book: Book,
    desks: Desks,
    directory: Directory,
    result: DemoResult,
    *,
    cases: int,
    seed: int,
    as_of: date,
    progress: Progress,
) -> None:
    numbers = _case_numbers(opening_days(cases=cases, seed=seed, as_of=as_of))
    known = portfolio(directory, cases=cases, seed=seed, as_of=as_of)
    everything = with_a_lengthy_case(known, directory, seed=seed, as_of=as_of)
    story = Story(book, desks, as_of=as_of)
    while chunk := list(islice(everything, CASES_A_CHUNK)):
        for facts in chunk:
            ids = book.add_case(facts, numbers[facts.opened_on.year].pop())
            story.add_case(facts, ids)
            result.count(facts)
        book.copy()
        story.copy()
        book.copy_given_up()
        progress(result.cases, cases, "Writing cases")


def _case_numbers(opened: list[date]) -> dict[int, list[str]]:
    """The numbers of each year, from the counter that cases entered by hand use too; the first one last."""
    years = Counter(day.year for day in opened)
    return {year: take_case_numbers(year=year, count=count)[::-1] for year, count in sorted(years.items())}
