"""Parts of pages that stay the same from request to request, such as the frame: written once, then kept.

A part is found by what it shows, never by when it was written: what it shows was read for this request.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from threading import Lock

from markupsafe import Markup

LETTERS_MAX = 16_000_000
# Nothing a reader typed can hold this, because what is typed is escaped.
CSRF_MARK = Markup("<csrf>")


class KeptParts:
    """The written parts of this process, by all they depend on; the oldest go when there are too many."""

    def __init__(self, letters_max: int = LETTERS_MAX) -> None:
        self._parts: dict[Hashable, Markup] = {}
        self._letters = 0
        self._letters_max = letters_max
        self._adding = Lock()

    def kept(
        self, name: str, *depends_on: Hashable, caller: Callable[..., Markup], csrf: object = None
    ) -> Markup:
        """Return the part that `{% call kept("name", …) %}` stands around.

        `depends_on` holds every value that the part shows: one that is forgotten there is shown to the next
        reader. A part with forms is called with what stands in for the secret of the page's forms, so that
        the secret is never kept: `{% call(csrf) kept("name", …, csrf=csrf_input) %}`.
        """
        key = (name, depends_on)
        part = self._parts.get(key)
        if part is None:
            part = caller() if csrf is None else caller(CSRF_MARK)
            self._keep(key, part)
        return part if csrf is None else part.replace(CSRF_MARK, Markup(csrf))

    def kept_rows(self, write: Callable[[Hashable], Markup], rows: Iterable[Hashable]) -> Markup:
        """Return the rows of a list as this macro writes each; it shows nothing but what is in the row."""
        return Markup("".join([self._kept_row(write, row) for row in rows]))

    def _kept_row(self, write: Callable[[Hashable], Markup], row: Hashable) -> Markup:
        key = (write.name, row)  # type: ignore[attr-defined]
        part = self._parts.get(key)
        if part is None:
            part = write(row)
            self._keep(key, part)
        return part

    def _keep(self, key: Hashable, part: Markup) -> None:
        with self._adding:
            # Another thread may have written the same part in the meantime.
            self._letters += len(part) - len(self._parts.pop(key, ""))
            self._parts[key] = part
            while self._letters > self._letters_max:
                self._letters -= len(self._parts.pop(next(iter(self._parts))))
