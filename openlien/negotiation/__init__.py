"""Offers, outside bills and the terms of a settlement: what is asked for, agreed, and fair."""
