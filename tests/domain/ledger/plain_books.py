"""A model of the books in plain Python: what must happen, told without a database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

Cents = int
Lines = tuple[tuple[str, Cents], ...]
THRESHOLD: Cents = 50_00


@dataclass
class PlainPaper:
    """A journal: lines are account and signed cents."""

    lines: Lines
    day: date
    creator: str
    status: str = "draft"
    approver: str | None = None
    is_by_policy: bool = False
    reverses: object = None

    @property
    def total(self) -> Cents:
        return sum(cents for _, cents in self.lines if cents > 0)

    @property
    def is_balanced(self) -> bool:
        return sum(cents for _, cents in self.lines) == 0


@dataclass
class PlainPosting:
    """A journal in the books."""

    lines: Lines
    day: date
    is_reversal: bool = False
    is_reversed: bool = False


@dataclass
class PlainCase:
    """A case account by ruling C1."""

    contracted: Cents = 0
    payments: Cents = 0
    retail: Cents = 0

    @property
    def receivable(self) -> Cents:
        return max(0, self.contracted - self.payments)

    @property
    def revenue(self) -> Cents:
        return max(0, self.payments - self.contracted)


@dataclass
class PlainBooks:
    """Postings in order, balances by account, numbers by year, and what was seen."""

    postings: dict[object, PlainPosting] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)
    touched: set[date] = field(default_factory=set)
    numbers: Counter[int] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def is_closed(self, day: date) -> bool:
        month = day.replace(day=1)
        return month in self.closed or (
            month not in self.touched and any(month < other for other in self.closed)
        )

    def post(self, key: object, posting: PlainPosting) -> str:
        self.postings[key] = posting
        self.touched.add(posting.day.replace(day=1))
        self.numbers[posting.day.year] += 1
        return f"JE-{posting.day.year}-{self.numbers[posting.day.year]:07d}"

    def balances(self, until: date = date.max) -> dict[str, Cents]:
        sums: Counter[str] = Counter()
        for posting in self.postings.values():
            if posting.day <= until:
                for account, cents in posting.lines:
                    sums[account] += cents
        return {account: cents for account, cents in sums.items() if cents}

    def submit(self, paper: PlainPaper) -> str | None:
        if paper.status != "draft":
            return "journal_not_draft"
        if not paper.is_balanced:
            return "out_of_balance"
        if self.is_closed(paper.day):
            return "period_closed"
        paper.is_by_policy = paper.total < THRESHOLD
        paper.status = "approved" if paper.is_by_policy else "pending"
        return None

    def approve(self, paper: PlainPaper, by: str) -> str | None:
        if paper.status != "pending":
            return "journal_not_pending"
        if by == paper.creator:
            return "self_approval"
        paper.status, paper.approver = "approved", by
        return None

    def refusal_to_post(self, paper: PlainPaper, by: str) -> str | None:
        if paper.status in {"posted", "reversed"}:
            return None
        if paper.status != "approved":
            return "journal_not_approved"
        if self.is_closed(paper.day):
            return "period_closed"
        if not paper.is_by_policy and by == paper.approver:
            return "poster_is_approver"
        if not paper.is_by_policy and by == paper.creator:
            return "poster_is_creator"
        return None

    def refusal_to_close(self, month: date) -> str | None:
        is_before_a_closed = any(month < other for other in self.closed)
        if month in self.closed or (is_before_a_closed and month not in self.touched):
            return "period_not_open"
        if any(other < month and other not in self.closed for other in self.touched):
            return "earlier_period_open"
        return None
