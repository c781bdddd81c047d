"""Broken rules as exceptions: the docstring of the class is the sentence the reader sees."""

import inspect
import re
from datetime import date
from decimal import Decimal
from typing import ClassVar

from openlien.kit.date_words import day_text

RESERVED_MEMBERS = frozenset({"type", "title", "status", "detail", "code", "instance"})


class DomainError(Exception):
    """This breaks a rule."""

    code: ClassVar[str] = "domain_error"
    status: ClassVar[int] = 422

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__doc__:
            raise TypeError(f"{cls.__name__} needs a docstring: it is the sentence the user reads.")
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """Return the docstring of the class with its {named} fields filled in."""
        template = " ".join(inspect.cleandoc(type(self).__doc__ or "").split())
        return template.format_map({name: _spoken(value) for name, value in self.fields.items()})

    def __reduce__(self) -> tuple[object, ...]:
        # BaseException would call the class with the sentence as a positional argument.
        return _restore, (type(self), self.fields)


class NotFound(DomainError):
    """There is nothing here, or you may not see it."""

    status = 404


class Forbidden(DomainError):
    """Your role does not allow this."""

    status = 403


class Conflict(DomainError):
    """Not saved. This does not fit the current state any more."""

    status = 409


class StaleVersion(Conflict):
    """Not saved. Somebody changed this to {theirs} while you were editing. You entered {yours}."""

    def __init__(self, yours: object, theirs: object, **fields: object) -> None:
        super().__init__(yours=yours, theirs=theirs, **fields)


class InvalidInput(DomainError):
    """{sentence}"""

    def __init__(self, field: str, sentence: str, **fields: object) -> None:
        super().__init__(field=field, sentence=sentence, **fields)


def problem(error: DomainError) -> dict[str, object]:
    """Return the error as the members of an `application/problem+json` body.

    *Shapes*: the standard members and `code`, then the fields of the error in camelCase; values that
    JSON does not know become text.
    *Source*: RFC 9457.
    """
    extra = {
        _camel_case(name): _json_value(value)
        for name, value in error.fields.items()
        if name not in RESERVED_MEMBERS and name != "sentence"
    }
    return {
        "type": f"/docs/errors#{error.code}",
        "title": error.code.replace("_", " ").capitalize(),
        "status": error.status,
        "detail": error.sentence,
        "code": error.code,
        **extra,
    }


def _restore(kind: type[DomainError], fields: dict[str, object]) -> DomainError:
    error = kind.__new__(kind)
    DomainError.__init__(error, **fields)
    return error


def _spoken(value: object) -> object:
    """The value as people read it: a day in words, an amount with its thousands apart."""
    return day_text(value) if isinstance(value, date) else getattr(value, "spoken", value)


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _json_value(value: object) -> object:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (Decimal, date)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _json_value(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_json_value(inner) for inner in value]
    return str(value)
