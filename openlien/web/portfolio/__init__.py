"""The portfolio pages: where the money stands by litigation stage, and what to do about it."""
