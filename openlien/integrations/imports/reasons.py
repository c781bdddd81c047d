"""Every reason a row can have in a report, with its sentence; some are only seen against the book."""

from __future__ import annotations

from ..portfolio_files import SENTENCES, Skip

AGAINST_THE_BOOK = {
    "other_case": "The row names another case than the one that holds the bill; the bill stays in its case.",
    "collected_fell": "Less cash is stated than was imported before; a negative receipt corrects it.",
    "write_off_fell": "Less write-off is stated than was imported before; a negative adjustment corrects it.",
}
_EVERY = {**{str(code): sentence for code, sentence in SENTENCES.items()}, **AGAINST_THE_BOOK}
SKIPS = tuple(str(skip) for skip in Skip)


def sentence_of(reason: str) -> str:
    """Returns what people read for a reason; an unknown code speaks for itself."""
    return _EVERY.get(reason, reason.replace("_", " ").capitalize() + ".")


def name_of(reason: str) -> str:
    """Returns the reason as a short label, such as Does not tie."""
    return reason.replace("_", " ").capitalize()
