"""Form fields for what people type: amounts and days."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from openlien.kit.dates import DateError, parse_user_date
from openlien.kit.errors import DomainError
from openlien.kit.money import Money

from .. import business_time

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?|\d*(\.\d*)?", re.ASCII)


class MoneyField(forms.CharField):
    """An amount such as 1,250.00 or $1250 as Money; blank is None where the field is optional."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def clean(self, value: Any) -> Money | None:
        """The amount that was typed."""
        text = super().clean(value)
        if not text:
            return None
        bare = text.strip().removeprefix("$").strip()
        if not _GROUPED.fullmatch(bare.removeprefix("-")):
            raise forms.ValidationError("Enter an amount like 1,250.00.")
        try:
            return Money(f"0{bare}" if bare.startswith(".") else bare.replace(",", ""))
        except DomainError as error:
            raise forms.ValidationError(error.sentence) from None


class DayField(forms.CharField):
    """A day such as 11/20/2026, 2026-11-20, t for today or -3 for three days ago."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 20)
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        """The day that was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_user_date(text, today=business_time.today())
        except DateError as error:
            raise forms.ValidationError(error.sentence) from None
