"""Money in, its allocation to bills, and what was given up of them."""
