"""Reads of Collections."""
