"""Escrow accounts and settlement types."""
