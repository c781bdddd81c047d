"""Rounds of negotiation between a plaintiff's firm and a payer, each with at most one settlement."""
