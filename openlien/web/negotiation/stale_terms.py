"""What somebody reads whose form was overtaken: who was quicker, and each value beside the one typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .. import business_time
from ..figures import time_text


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A change that came in between; `differences` are (field, what stands now, what was typed)."""

    sentence: str
    differences: tuple[tuple[str, str, str], ...]


def overtaken(
    who: str | None, at: datetime | None, values: Iterable[tuple[str, str, str]], *, what: str
) -> Overtaken:
    """Return who was quicker and where both differ; `what` names what was changed, as in "this bill"."""
    changed = f"{who or 'Somebody'} changed {what}"
    when = f" on {time_text(business_time.here(at))}" if at else ""
    return Overtaken(
        f"{changed}{when}, while you were editing. Save again to put your values in their place.",
        tuple(line for line in values if line[1] != line[2]),
    )
