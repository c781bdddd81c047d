"""Offers of a case: their list, one offer with its steps, approval, limits, letter."""
