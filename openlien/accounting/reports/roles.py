"""Which account of the chart holds a role."""

from __future__ import annotations

from openlien.ledger.models import GLAccount
from openlien.ledger.vocabulary import AccountRole


def account_of_role(role: AccountRole) -> str | None:
    """Return the number of the account with that role; None when the chart has none."""
    return GLAccount.objects.filter(role=role.value).values_list("number", flat=True).first()
