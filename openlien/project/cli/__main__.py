"""Runs the `openlien` command as a module."""

from . import app

app()
