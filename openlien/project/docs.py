"""Parts of the documentation that follow from the code; `python -m openlien.project.docs` writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openlien.identity.permissions import ROLE_PERMISSIONS, WHOLE_BOOK, Permission, Role

from .environment import REPOSITORY

FOLDER = REPOSITORY / "docs"
BEGIN = "<!-- written by python -m openlien.project.docs: {name} -->"
END = "<!-- end of {name} -->"
METHODS = ("get", "post", "put", "patch", "delete")


class NoBlock(ValueError):
    """A page lacks the marks between which a generated block stands."""


def current_pages() -> dict[Path, str]:
    """Return each page that has generated blocks, with its text as it should be.

    *Raises*: NoBlock when a page has lost its marks.
    """
    pages: dict[Path, str] = {}
    for file_name, blocks in _blocks().items():
        page = FOLDER / file_name
        text = page.read_text(encoding="utf-8")
        for name, lines in blocks.items():
            text = with_block(text, name, "\n".join(lines()))
        pages[page] = text
    return pages


def with_block(text: str, name: str, content: str) -> str:
    """Return the page with this content between the marks of the block.

    *Raises*: NoBlock when the marks are not there exactly once.
    """
    begin, end = BEGIN.format(name=name), END.format(name=name)
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if len(between.findall(text)) != 1:
        raise NoBlock(f"The block {name} needs the lines {begin} and {end}, once.")
    return between.sub(lambda _: f"{begin}\n\n{content}\n\n{end}", text)


def role_matrix() -> Iterator[str]:
    """Yield the lines of the table of permissions by role, a tick where a role has it."""
    yield "| | " + " | ".join(role.value for role in Role) + " |"
    yield "|---|" + ":-:|" * len(Role)
    for permission in Permission:
        ticks = ("✓" if permission in ROLE_PERMISSIONS[role] else "" for role in Role)
        yield f"| {permission.value} | " + " | ".join(ticks) + " |"


def permission_codes() -> Iterator[str]:
    """Yield the lines of the table of permissions: code, meaning, whether it reaches the whole book."""
    yield "| Permission | Code | Needs a role held for everything |"
    yield "|---|---|---|"
    for permission in Permission:
        whole = "yes" if permission in WHOLE_BOOK else ""
        yield f"| {permission.value} | `{permission.name.lower()}` | {whole} |"


def role_codes() -> Iterator[str]:
    """Yield the lines of the table of roles with the codes that commands take."""
    yield "| Role | Code |"
    yield "|---|---|"
    for role in Role:
        yield f"| {role.value} | `{role.code}` |"


def operations() -> Iterator[str]:
    """Yield the lines of the table of operations, read out of the OpenAPI document."""
    yield "| Operation | Does | Permission |"
    yield "|---|---|---|"
    for path, item in _schema()["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield (
                    f"| `{method.upper()} {path}` | {_sentence(operation)} | `{operation['x-permission']}` |"
                )


def _blocks() -> dict[str, dict[str, Callable[[], Iterator[str]]]]:
    return {
        "roles.md": {"matrix": role_matrix, "permissions": permission_codes, "roles": role_codes},
        "api.md": {"operations": operations},
    }


def _schema() -> dict[str, Any]:
    # Imported late: the interface needs Django's settings.
    from openlien.api.interface import api

    return api.get_openapi_schema()


def _sentence(operation: dict[str, Any]) -> str:
    words = operation.get("description") or operation["summary"]
    return " ".join(words.split()).replace("|", "\\|")


def _write() -> None:
    from .runtime import configure_django

    configure_django()
    for page, text in current_pages().items():
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write()
