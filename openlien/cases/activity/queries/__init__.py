"""Reads of what happened and what is to do; the actor comes first."""
