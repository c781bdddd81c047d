"""The Negotiation/Settlement page of a case: rounds, settlements, checks and what hangs on them."""
