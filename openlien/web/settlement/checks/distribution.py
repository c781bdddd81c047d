"""The form that adds the checks of a distribution."""

from __future__ import annotations

from typing import Any

from django import forms

from openlien.settlement import errors

from ..panels import PanelForm


class DistributionForm(PanelForm):
    """Which settlement is paid out."""

    refusals = {
        errors.EscrowAccountMissing: "settlement",
        errors.CalculationMissing: "settlement",
        errors.SettlementOverspent: "settlement",
    }

    settlement = forms.ChoiceField()

    def __init__(self, *args: Any, settlements: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["settlement"].choices = settlements  # type: ignore[attr-defined]
