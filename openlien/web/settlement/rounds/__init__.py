"""Rounds of negotiation and the Settlement View."""
