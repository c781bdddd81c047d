"""How an operation is declared: its permission stands in the OpenAPI document, and CI reads it there."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sized
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router, Schema

from openlien.identity.actions import record_access
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission
from openlien.kit.errors import InvalidInput

from .authentication import actor_of_call
from .schemas import Problem

F = TypeVar("F", bound=Callable[..., Any])

NAME_LETTERS_MAX = 60


class _ProblemAnswer(Schema):
    response: Problem


# One model for every operation: Ninja would build six for each, a second of every start.
_PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 422), _ProblemAnswer)


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    permission: Permission,
    response: Any,
    status: int = 200,
    shows: str | Callable[[Any], str | None] | None = None,
) -> Callable[[F], F]:
    """Declares an operation with what it answers and the permission that its query or action asks for.

    `shows` names, for the access log, the patients' records in the `items` of its answer, or the one record
    that the answer is; where that depends on the answer it is a function of it, None for no such record.
    A view that shows one case's records, which its address does not name, says so with `seen` instead.
    """
    roles = [role.code for role, held in ROLE_PERMISSIONS.items() if permission in held]
    declare = router.api_operation(
        [method],
        path,
        response={status: response},
        by_alias=True,
        openapi_extra={"x-permission": permission.name.lower(), "x-roles": roles},
    )

    def wrap(view: F) -> F:
        @functools.wraps(view)
        def called(request: HttpRequest, **values: Any) -> Any:
            _refuse_unknown_parameters(request, called)
            answer = view(request, **values)
            what = shows(answer) if callable(shows) else shows
            if what is not None:
                seen(request, what, case_number=values.get("case_number", ""), rows=_rows(answer))
            return answer

        # Ninja reads the types of the parameters; in this module the names of the view's would mean nothing.
        called.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        declare(called)
        called._ninja_operation.response_models |= _PROBLEMS  # type: ignore[attr-defined]
        return called  # type: ignore[return-value]

    return wrap


def seen(request: HttpRequest, what: str, *, case_number: str = "", rows: int = 1) -> None:
    """Leaves one row in the access log: what of patients' records the caller is shown, never a name."""
    record_access(actor_of_call(request), what, case_number=case_number, rows=rows)


def _rows(answer: Any) -> int:
    items = answer.get("items") if isinstance(answer, dict) else getattr(answer, "items", None)
    return len(items) if isinstance(items, Sized) else 1


def _refuse_unknown_parameters(request: HttpRequest, view: Any) -> None:
    """A misspelt filter that is ignored answers another question than the one asked.

    Raises: InvalidInput.
    """
    models = view._ninja_operation.signature.models
    known = [
        name
        for model in models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    ]
    for name, values in request.GET.lists():
        if name not in known:
            what = f"it takes {', '.join(known)}" if known else "it takes none"
            shown = name if name.isprintable() and len(name) <= NAME_LETTERS_MAX else "This"
            raise InvalidInput(shown, f"{shown} is not a parameter of this operation; {what}.")
        if any("\x00" in value for value in values):
            raise InvalidInput(name, f"{name} holds a NUL character, which no text here does.")
