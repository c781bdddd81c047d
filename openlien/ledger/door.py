"""The one door to the books, from Python: however many entries go in, it is one call to the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from openlien.identity.actor import Actor

from . import columns
from .entries import CaseEffect, Entry, Line, Posted
from .errors import DuplicateKey, OneLineEntry, refusal_of

# The parameters of the functions in sql/door.sql. The driver keeps a parsed statement of up to 50 only.
_ACTING = "uuid text text text date"
_JOURNAL = "uuid uuid text text text text date date text text uuid uuid uuid uuid text uuid"
_LINE = "text numeric numeric text uuid text text text uuid text"
_EFFECT = "uuid text text date text uuid uuid" + 8 * " numeric" + " boolean"


def _call_of(function: str, *kinds: str) -> str:
    return f"SELECT * FROM {function}({', '.join(f'%s::{kind}' for kind in kinds)})"


def _arrays(kinds: str) -> list[str]:
    return [f"{kind}[]" for kind in kinds.split()]


_POST_ONE = _call_of("post_journal", *_ACTING.split(), *_JOURNAL.split(), *_arrays(_LINE))
_POST_ONE_OF_CASES = _call_of(
    "post_journal", *_ACTING.split(), *_JOURNAL.split(), *_arrays(_LINE), *_arrays(_EFFECT)
)
_POST_MANY = _call_of(
    "post_journals", *_ACTING.split(), *_arrays(_JOURNAL), *_arrays(f"int int {_LINE}"), *_arrays(_EFFECT)
)
# Up to here going line by line is quicker than starting statements for whole sets.
_LINES_OF_A_SMALL_JOURNAL_MAX = 20
_NO_JOURNALS = (None,) * len(f"{_JOURNAL} int int {_LINE}".split())
_NO_EFFECTS = (None,) * len(_EFFECT.split())


def post_entries(actor: Actor, entries: Sequence[Entry], *, today: date) -> list[Posted]:
    """What became of each entry, in their order: all of them are in the books, or none.

    Works inside a transaction and without one; a key that is known gives the earlier journal.
    *Raises*: the DomainError that names the broken rule, DuplicateKey.
    """
    if len(entries) > 1 and len({entry.key for entry in entries}) < len(entries):
        raise DuplicateKey()
    earlier: dict[str, Posted] = {}
    fresh = entries
    while fresh:
        ids = columns.new_ids(entry.paper_id for entry in fresh if entry.posting_on)
        rows = _call(actor, fresh, ids, today=today)
        known = {
            key: Posted(id_, _number(year, serial), False) for key, id_, year, serial, new in rows if not new
        }
        if not known:
            first_serials = {row[2]: row[3] for row in rows}
            return _in_order(entries, earlier, ids, first_serials)
        earlier |= known
        fresh = [entry for entry in fresh if entry.key not in known]
    return [earlier[entry.key] for entry in entries]


def post_entry(actor: Actor, entry: Entry, *, today: date) -> Posted:
    """What became of the entry.

    *Raises*: as `post_entries`.
    """
    return post_entries(actor, (entry,), today=today)[0]


def _call(
    actor: Actor, entries: Sequence[Entry], ids: Sequence[UUID], *, today: date
) -> list[tuple[Any, ...]]:
    journals = [entry for entry in entries if entry.posting_on]
    if any(len(entry.lines) < 2 for entry in journals):
        raise OneLineEntry()
    acting = (actor.user_id, actor.name, actor.source, actor.request_id, today)
    effects = _effect_columns(entries, ids)
    if len(entries) == len(journals) == 1 and len(journals[0].lines) <= _LINES_OF_A_SMALL_JOURNAL_MAX:
        journal = _journal(journals[0], ids[0])
        if effects is _NO_EFFECTS:
            return _execute(_POST_ONE, (*acting, *journal))
        return _execute(_POST_ONE_OF_CASES, (*acting, *journal, *effects))
    columns_of_journals = _journal_columns(journals, ids) if journals else _NO_JOURNALS
    return _execute(_POST_MANY, (*acting, *columns_of_journals, *effects))


def _execute(call: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(call, parameters)
            return cursor.fetchall()
    except DatabaseError as broken:
        if refusal := refusal_of(broken):
            raise refusal from broken
        raise


def _journal(entry: Entry, id_: UUID) -> list[Any]:
    return [
        id_,
        entry.paper_id,
        entry.key,
        entry.content,
        entry.type.value,
        entry.template,
        entry.entry_on,
        entry.posting_on,
        entry.description,
        entry.reference,
        entry.case_account_id,
        entry.created_by_id,
        entry.approved_by_id,
        entry.posted_by_id,
        entry.policy.value,
        entry.reverses_id,
        *_line_columns(entry.lines),
    ]


def _journal_columns(journals: Sequence[Entry], ids: Sequence[UUID]) -> list[Any]:
    """The columns of the journals and their lines in the order of the function's parameters."""
    turned = Entry._make(zip(*journals, strict=True))
    counts = [len(own) for own in turned.lines]
    return [
        columns.plain(ids),
        columns.plain(turned.paper_id),
        columns.texts(turned.key),
        columns.texts(turned.content),
        columns.texts(turned.type),
        columns.texts(turned.template),
        columns.days(turned.entry_on),
        columns.days(turned.posting_on),
        columns.texts(turned.description),
        columns.texts(turned.reference),
        columns.plain(turned.case_account_id),
        columns.plain(turned.created_by_id),
        columns.plain(turned.approved_by_id),
        columns.plain(turned.posted_by_id),
        columns.texts(turned.policy),
        columns.plain(turned.reverses_id),
        columns.numbers(
            chain.from_iterable(repeat(turn, count) for turn, count in enumerate(counts, start=1))
        ),
        columns.numbers(chain.from_iterable(range(1, count + 1) for count in counts)),
        *_line_columns(chain.from_iterable(turned.lines)),
    ]


def _line_columns(lines: Iterable[Line]) -> list[Any]:
    turned = Line._make(zip(*lines, strict=True))
    return [
        columns.texts(turned.account),
        columns.moneys(turned.debit),
        columns.moneys(turned.credit),
        columns.texts(turned.description),
        columns.plain(turned.case_account_id),
        columns.texts(turned.cost_center),
        columns.texts(turned.department),
        columns.texts(turned.project),
        columns.plain(turned.vendor_id),
        columns.texts(turned.customer),
    ]


def _effect_columns(entries: Sequence[Entry], ids: Sequence[UUID]) -> Sequence[Any]:
    if not any(entry.effects for entry in entries):
        return _NO_EFFECTS
    journal_ids = iter(ids)
    postings = [next(journal_ids) if entry.posting_on else None for entry in entries]
    rows = [
        (posting, entry, effect)
        for posting, entry in zip(postings, entries, strict=True)
        for effect in entry.effects
    ]
    turned = CaseEffect._make(zip(*(effect for _, _, effect in rows), strict=True))
    return [
        columns.plain([posting for posting, _, _ in rows]),
        columns.texts([entry.key for _, entry, _ in rows]),
        columns.texts([entry.content for _, entry, _ in rows]),
        columns.days([entry.entry_on for _, entry, _ in rows]),
        columns.texts([entry.description for _, entry, _ in rows]),
        columns.plain([entry.approved_by_id for _, entry, _ in rows]),
        columns.plain(turned.case_account_id),
        *(columns.moneys(column) for column in turned[1:-1]),
        columns.plain(turned.is_cost_unknown),
    ]


def _in_order(
    entries: Sequence[Entry],
    earlier: Mapping[str, Posted],
    ids: Sequence[UUID],
    first_serials: Mapping[int, int],
) -> list[Posted]:
    """The outcome of each entry: numbers are given in the order of the entries, year by year."""
    next_serials = dict(first_serials)
    new_ids = iter(ids)
    outcome = []
    for entry in entries:
        if entry.key in earlier:
            outcome.append(earlier[entry.key])
        elif entry.posting_on is None:
            outcome.append(Posted(None, None, True))
        else:
            year = entry.posting_on.year
            outcome.append(Posted(next(new_ids), _number(year, next_serials[year]), True))
            next_serials[year] += 1
    return outcome


def _number(year: int | None, serial: int | None) -> str | None:
    return None if serial is None else f"JE-{year}-{serial:07d}"
