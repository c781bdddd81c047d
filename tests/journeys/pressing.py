"""Pressing keys as people do: on a page whose scripts listen."""

from __future__ import annotations

from playwright.sync_api import Page


def press(page: Page, *keys: str) -> None:
    """Presses keys in turn, each once the page has loaded: its text can be read before its scripts listen."""
    for key in keys:
        page.wait_for_load_state()
        page.keyboard.press(key)
