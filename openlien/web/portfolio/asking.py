"""What a reader asks of the portfolio: a day and a part of the book, read from and written into addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from openlien.identity.actor import Actor
from openlien.kit.dates import DateError, parse_user_date
from openlien.kit.errors import DomainError, InvalidInput
from openlien.receivables import queries
from openlien.receivables.filter_words import read_filters
from openlien.web import business_time

FILTERS = ("providerGroup", "firm", "state", "tranche")
NAMES = {"providerGroup": "Provider group", "firm": "Law firm", "state": "State", "tranche": "Tranche"}
WORD_MAX = 200
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# More boxes than this weigh more than the page; then the name is typed.
OPTIONS_LISTED_MAX = 600


@dataclass(frozen=True, slots=True)
class Question:
    """A day and filters as somebody asked for them; `chosen` holds the values of each filter by its name."""

    actor: Actor
    path: str
    today: date
    as_of: date
    filters: queries.Filters = queries.EVERYTHING
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Actor, date, queries.Filters]:
        """The arguments with which every question begins."""
        return self.actor, self.as_of, self.filters

    @property
    def is_ahead(self) -> bool:
        """Whether the day has not come yet."""
        return self.as_of > self.today

    @property
    def is_past(self) -> bool:
        """Whether the day is over."""
        return self.as_of < self.today

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is on."""
        return any(self.chosen.values())

    def query(self, **changes: str | None) -> QueryDict:
        """Return the question as the query of an address; a day that is today goes without saying."""
        words = QueryDict(mutable=True)
        if self.as_of != self.today:
            words["asOf"] = self.as_of.isoformat()
        for name, values in self.chosen.items():
            words.setlist(name, list(values))
        for name, value in changes.items():
            words.pop(name, None)
            if value:
                words[name] = value
        return words

    def link(self, name: str, *args: object, **changes: str | None) -> str:
        """Return the address of another portfolio page that answers the same question."""
        return reverse(f"portfolio:{name}", args=args or None, query=self.query(**changes) or None)

    def unfiltered(self) -> str:
        """Return the address of this page for the same day with every filter off."""
        return Question(self.actor, self.path, self.today, self.as_of).here()

    def here(self, **changes: str | None) -> str:
        """Return the address of this page with the same question and nothing else, except the changes."""
        query = self.query(**changes).urlencode()
        return f"{self.path}?{query}" if query else self.path


class Unanswerable(Exception):
    """The address asks for what cannot be read: `field` is asOf or filter, `typed` what stood there."""

    def __init__(self, error: DomainError, question: Question, *, field: str, typed: str = "") -> None:
        super().__init__(error.sentence)
        self.error = error
        self.question = question
        self.field = field
        self.typed = typed


def read_question(request: HttpRequest, actor: Actor) -> Question:
    """Return what the address of a page asks for: asOf, providerGroup, firm, state, tranche.

    *Raises*: Unanswerable with the question as far as it could be read.
    """
    today = business_time.today()
    plain = Question(actor=actor, path=request.path, today=today, as_of=today)
    typed = _printable(request.GET.get("asOf", "").strip())
    try:
        as_of = parse_user_date(typed, today=today) if typed else today
    except DateError as error:
        raise Unanswerable(error, plain, field="asOf", typed=typed) from None
    dated = Question(actor=actor, path=request.path, today=today, as_of=as_of)
    words = {name: _words(request.GET, name) for name in FILTERS}
    try:
        filters = read_filters(
            actor,
            provider_groups=words["providerGroup"],
            firms=words["firm"],
            states=words["state"],
            tranches=words["tranche"],
        )
    except InvalidInput as error:
        raise Unanswerable(error, dated, field="filter") from None
    return Question(actor, request.path, today, as_of, filters, _chosen(filters))


def chips(question: Question, choices: queries.FilterChoices) -> Iterator[dict[str, str]]:
    """Yield the filters that are on: name, value in words, and the address without it."""
    words = _names_by_id(choices)
    for name, values in question.chosen.items():
        for value in values:
            rest = {**question.chosen, name: tuple(other for other in values if other != value)}
            without = Question(
                question.actor, question.path, question.today, question.as_of, question.filters, rest
            )
            yield {"name": NAMES[name], "value": words.get(value, value), "remove_href": without.here()}


def pickers(question: Question, choices: queries.FilterChoices) -> list[dict[str, object]]:
    """Return the filters to choose from: name, label, and options of value, label and whether chosen."""
    offered: dict[str, list[tuple[str, str]]] = {
        "providerGroup": [(str(choice.id), choice.name) for choice in choices.provider_groups],
        "firm": [(str(choice.id), choice.name) for choice in choices.law_firms],
        "state": [(state, state) for state in choices.states],
        "tranche": [(tranche, tranche) for tranche in choices.tranches],
    }
    return [
        _picker(name, options, frozenset(question.chosen.get(name, ())))
        for name, options in offered.items()
        if len(options) > 1 or question.chosen.get(name)
    ]


def _picker(name: str, options: list[tuple[str, str]], chosen: frozenset[str]) -> dict[str, object]:
    listed = (
        options if len(options) <= OPTIONS_LISTED_MAX else [each for each in options if each[0] in chosen]
    )
    return {
        "name": name,
        "label": NAMES[name],
        "chosen": len(chosen),
        "unlisted": len(options) - len(listed),
        # What is chosen comes first, where it is seen without scrolling.
        "options": [
            {"value": value, "label": label, "chosen": value in chosen}
            for value, label in sorted(listed, key=lambda each: each[0] not in chosen)
        ],
    }


def _words(asked: QueryDict, name: str) -> list[str]:
    return [_printable(word) for word in asked.getlist(name)]


def _printable(text: str) -> str:
    # Sentences repeat what was typed: control signs and whole pages of text have no place in them.
    seen = "".join(letter if letter.isprintable() else REPLACEMENT for letter in text)
    return seen if len(seen) <= WORD_MAX else seen[:40] + "…"


def _chosen(filters: queries.Filters) -> dict[str, tuple[str, ...]]:
    chosen = {
        "providerGroup": tuple(str(group) for group in filters.provider_group_ids),
        "firm": tuple(str(firm) for firm in filters.law_firm_ids),
        "state": filters.states,
        "tranche": filters.tranches,
    }
    return {name: tuple(dict.fromkeys(values)) for name, values in chosen.items() if values}


def _names_by_id(choices: queries.FilterChoices) -> dict[str, str]:
    return {str(choice.id): choice.name for choice in (*choices.provider_groups, *choices.law_firms)}
