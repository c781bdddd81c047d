"""How a fee agreement reads on a statement; pure."""

from __future__ import annotations

from ..calculations.fees import FeeBasis
from ..input_rules import Terms


def fee_basis(terms: Terms) -> str:
    """Return the agreement in words, such as "1/3 of the gross recovery; referral 25% of the fee"."""
    said = [_terms(terms)]
    if terms.reduced_to is not None:
        said.append(f"reduced to ${terms.reduced_to.amount:,}")
    elif terms.reduce_by is not None:
        said.append(f"reduced by ${terms.reduce_by.amount:,}")
    if terms.referral_share:
        said.append(f"referral {terms.referral_share} of the fee")
    if terms.co_counsel_share:
        said.append(f"co-counsel {terms.co_counsel_share} of the fee")
    own = [f"{each.fee_share} of what {each.payer} paid" for each in terms.recoveries if each.fee_share]
    return "; ".join([*said, *own])


def _terms(terms: Terms) -> str:
    if terms.fee_fixed is not None:
        return f"fixed fee of ${terms.fee_fixed.amount:,}"
    base = {
        FeeBasis.GROSS.value: "the gross recovery",
        FeeBasis.NET_OF_COSTS.value: "the recovery net of costs",
        FeeBasis.NET_OF_COSTS_AND_LIENS.value: "the recovery net of costs and liens",
    }[terms.fee_basis]
    share = f"sliding schedule {terms.fee_schedule}" if terms.fee_schedule else terms.fee_share or "no share"
    return f"{share} of {base}"
