"""The search box: case number, patient, firm, by the beginnings of words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.sql import fetch_all, load

from .stages import Stage

WORDS_MAX = 8
LETTERS_MAX = 64
# As many of the newest cases as a search may read before it asks the index: about two milliseconds.
LATEST_CASES = 1_500
CASE_YEARS = range(1970, 2100)

# Words that a large part of all cases has, in their number or in the name of the firm.
_COMMON_WORDS = (
    *(
        "case",
        "law",
        "laws",
        "lawyers",
        "legal",
        "firm",
        "group",
        "office",
        "offices",
        "attorney",
        "attorneys",
    ),
    *(
        "associates",
        "partners",
        "injury",
        "accident",
        "trial",
        "advocates",
        "llp",
        "llc",
        "apc",
        "and",
        "the",
    ),
)

_WORD = re.compile(r"[^\W_]+")
_COMBINING = re.compile("[\u0300-\u036f]")
_APOSTROPHES = str.maketrans("", "", "'’`")
_SERIAL = re.compile(r"\d{1,9}", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class FoundCase:
    """One case that matches the words."""

    number: str
    patient: str
    firm: str
    stage: Stage


def search_cases(actor: Actor, words: str, *, limit: int = 20) -> list[FoundCase]:
    """The cases whose number, patient or firm has words that begin so.

    *Shapes*: at most `limit` cases within the actor's scope, none for blank words: those of this very number,
    then those whose own number or patient fits, then those whose firm does; the newest of each first.
    Raises: Forbidden.
    """
    actor.require(Permission.CASES_VIEW)
    if not search_words(words):
        return []
    found = _found(actor, words, with_firm=False, limit=limit)
    if len(found) == limit:
        return found
    among_firms = _found(actor, words, with_firm=True, limit=limit)
    return list(dict.fromkeys([*found, *among_firms]))[:limit]


def _found(actor: Actor, words: str, *, with_firm: bool, limit: int) -> list[FoundCase]:
    scope = actor.scope_of(Permission.CASES_VIEW)
    rows = fetch_all(
        load("openlien.cases", "search_cases"),
        {
            "query": prefix_query(words, with_firm=with_firm),
            "telling": _beginnings(_telling(search_words(words)), with_firm),
            "numbers": numbers_meant(words),
            "everything": scope.everything,
            "firms": _ids(scope.law_firm_ids),
            "groups": _ids(scope.provider_group_ids),
            "latest": LATEST_CASES,
            "limit": limit,
        },
    )
    return [FoundCase(row.number, row.patient, row.firm, Stage(row.stage)) for row in rows]


def prefix_query(words: str, *, with_firm: bool = False) -> str:
    """The words as a PostgreSQL text query in which each is the beginning of a word; blank without words.

    *Shapes*: text for a cast to tsquery. A number with leading zeros means the number without them too.
    `with_firm` lets each word be one of the firm's name as well.
    """
    return _beginnings(search_words(words), with_firm)


def search_words(written: str) -> list[str]:
    """The words without case, accents and punctuation, cut as the database cuts those of a case."""
    bare = _COMBINING.sub("", unicodedata.normalize("NFKD", written.translate(_APOSTROPHES)))
    return [word[:LETTERS_MAX] for word in _WORD.findall(bare.casefold())[:WORDS_MAX]]


def numbers_meant(words: str) -> list[str]:
    """The case numbers that the words are, when they are nothing else: `123`, `2026-123`, `CASE-2026-00123`.

    *Shapes*: one number where the year is named, else one of every year.
    """
    parts = [word for word in search_words(words) if word != "case"]
    if not parts or not all(_SERIAL.fullmatch(part) for part in parts):
        return []
    match parts:
        case [serial]:
            return [f"CASE-{year}-{int(serial):05d}" for year in CASE_YEARS]
        case [year, serial] if _YEAR.fullmatch(year):
            return [f"CASE-{year}-{int(serial):05d}"]
        case _:
            return []


def _telling(words: list[str]) -> list[str]:
    """The words that only few cases have; the longest one when every word is common."""
    return [word for word in words if not _is_common(word)] or [max(words, key=len)]


def _is_common(word: str) -> bool:
    if word.isdigit():
        return len(word) < 3 or bool(_YEAR.fullmatch(word))
    return len(word) < 4 or any(common.startswith(word) for common in _COMMON_WORDS)


def _beginnings(words: list[str], with_firm: bool) -> str:
    return " & ".join(_beginning(word, with_firm) for word in words)


def _beginning(word: str, with_firm: bool) -> str:
    meant = [f"'{word}':*"]
    bare = word.lstrip("0")
    if _SERIAL.fullmatch(word) and bare and bare != word:
        meant.append(f"'{bare}'")
    if with_firm:
        meant.append(f"'~{word}':*")
    return f"({' | '.join(meant)})"


def _ids(ids: frozenset[UUID]) -> list[UUID]:
    return sorted(ids)
