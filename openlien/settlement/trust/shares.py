"""The four shares of a settlement in trust."""

from __future__ import annotations

from openlien.ledger.vocabulary import AccountRole

SHARES = (
    AccountRole.TRUST_ATTORNEY_FEES,
    AccountRole.TRUST_OWN_LIEN,
    AccountRole.TRUST_OTHER_LIENS,
    AccountRole.TRUST_PATIENT,
)
