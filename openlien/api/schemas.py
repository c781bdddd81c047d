"""The form of JSON: camelCase names, amounts as text with two decimals, ISO dates, nothing unasked for."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError, core_schema

from openlien.kit.dates import YEARS_ACCEPTED
from openlien.kit.money import Money, MoneyError

from .sentences import A_DAY

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class _MoneyText:
    """How Money appears in JSON: text such as "1234.50"."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def _read(cls, value: object) -> Money:
        if isinstance(value, Money):
            return value
        if not isinstance(value, str):
            raise PydanticCustomError("ours", "{expected}", {"expected": 'text such as "1234.50"'})
        try:
            # A lone half of a letter cannot be repeated in the answer as it came.
            return Money(value.encode("utf-8", "backslashreplace").decode())
        except MoneyError as refused:
            # A third decimal, NaN, 1e308: the code by which the books refuse such an amount too.
            raise PydanticCustomError("amount_not_exact", "{error}", {"error": refused.sentence}) from refused

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,2})?$", "examples": ["1234.50"]}


def read_day(value: object) -> date:
    """The day that a text such as "2026-11-20" names; a moment, a number or another age names none.

    *Raises*: PydanticCustomError, which is a ValueError.
    """
    expected = A_DAY
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        with suppress(ValueError):
            if (day := date.fromisoformat(value)).year in YEARS_ACCEPTED:
                return day
            expected = "a day between 1900 and 2199"
    raise PydanticCustomError("ours", "{expected}", {"expected": expected})


Day = Annotated[date, BeforeValidator(read_day)]
# A form sends a field that was left empty as an empty text.
OptionalDay = Annotated[
    date | None, BeforeValidator(lambda value: None if value in (None, "") else read_day(value))
]
MoneyText = Annotated[Money, _MoneyText]
Percentage = Annotated[Decimal, Field(json_schema_extra={"examples": ["58.25"]})]


class Answer(Schema):
    """Something the interface says."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class AnnualisedAnswer(Answer):
    """A return as a yearly rate as of a day; `note` says how many days it is over, or why there is none."""

    rate: Decimal | None
    days: int | None
    as_of: date
    note: str


class Request(Schema):
    """Something the interface is told; a field it does not know is refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Problem(Answer):
    """What went wrong, by RFC 9457: `code` is stable, `detail` is the sentence for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
