"""Parts of pages that stay the same from request to request, such as the frame: written once, then kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup

PARTS_MAX = 1024
# Nothing a reader typed can hold this, because what is typed is escaped.
CSRF_MARK = Markup("<csrf>")


class KeptParts:
    """The written parts of this process, by all they depend on; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._parts: dict[Hashable, Markup] = {}
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

    def _keep(self, key: Hashable, part: Markup) -> None:
        with self._adding:
            while len(self._parts) >= PARTS_MAX:
                del self._parts[next(iter(self._parts))]
            self._parts[key] = part
