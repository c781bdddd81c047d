"""Warehouse lines: what is drawn, what it costs, and what is available."""
