"""What bench/ledger drives: the product, bare SQL and two peers, each behind the same few verbs."""
