"""One key for all spellings of a law firm's name."""

import re
import unicodedata
from functools import lru_cache

CACHE_ENTRIES = 4_096
COMPANY_SUFFIXES: tuple[tuple[str, ...], ...] = (
    ("a", "professional", "law", "corporation"),
    ("a", "professional", "corporation"),
    ("a", "law", "corporation"),
    ("llp",),
    ("lllp",),
    ("llc",),
    ("lc",),
    ("lp",),
    ("pllc",),
    ("plc",),
    ("pllp",),
    ("apc",),
    ("aplc",),
    ("pc",),
    ("pa",),
    ("psc",),
    ("lpa",),
    ("inc",),
    ("incorporated",),
    ("corp",),
    ("ltd",),
    ("co",),
)


@lru_cache(maxsize=CACHE_ENTRIES)
def firm_key(name: str) -> str:
    """Return the name without case, blanks, punctuation, accents and company suffixes; "" for a blank name.

    "Alder & Finch, LLP", "ALDER  AND FINCH" and "Alder & Finch P.C." share a key. A suffix is only cut from
    the end, and never the whole name: a firm may be called "Pa".
    """
    plain = "".join(char for char in _folded(_folded(name)) if not unicodedata.combining(char))
    words = [word for word in re.split(r"[\W_]+", re.sub(r"[.'’]", "", plain)) if word]
    words = _without_suffixes(words)
    return "".join(word for word in words if word != "and") or "".join(words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFD", text).casefold())


def _without_suffixes(words: list[str]) -> list[str]:
    while True:
        suffix = next(
            (s for s in COMPANY_SUFFIXES if len(words) > len(s) and tuple(words[-len(s) :]) == s), None
        )
        if suffix is None:
            return words
        words = words[: -len(suffix)]
