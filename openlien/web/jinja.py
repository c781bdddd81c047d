"""The template environment of the pages: strict, escaping, with what templates may call."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined

from .assets import address_of_file, script_addresses
from .figures import (
    EMPTY,
    MINUS,
    age_words,
    amount,
    count,
    date_iso,
    date_short,
    date_text,
    initials,
    money,
    money_short,
    months,
    percent,
    plural,
    rate_text,
    signed,
    slug,
    time_text,
)
from .kept import KeptParts
from .page_environment import PageEnvironment
from .pieces import cell, head_cell, icon, icon_names, network_tag, scripts_of, select_options

__all__ = [
    "EMPTY",
    "MINUS",
    "age_words",
    "amount",
    "count",
    "date_iso",
    "date_short",
    "date_text",
    "environment",
    "icon",
    "icon_names",
    "initials",
    "money",
    "money_short",
    "months",
    "percent",
    "plural",
    "rate_text",
    "signed",
    "slug",
    "time_text",
    "url",
]


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend renders pages with."""
    made = PageEnvironment(
        **{
            **options,
            "undefined": StrictUndefined,
            "autoescape": True,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        }
    )
    made.filters |= {
        "money": money,
        "amount": amount,
        "money_short": money_short,
        "signed": signed,
        "percent": percent,
        "rate_text": rate_text,
        "count": count,
        "date_text": date_text,
        "date_iso": date_iso,
        "time_text": time_text,
        "months": months,
        "age_words": age_words,
        "plural": plural,
        "slug": slug,
        "initials": initials,
    }
    made.globals |= {
        "static": address_of_file,
        "url": url,
        "icon": icon,
        "htmx_script": htmx_script,
        "script_addresses": cache(script_addresses),
        "scripts_of": scripts_of,
        "kept": KeptParts().kept,
        "kept_rows": KeptParts().kept_rows,
        "select_options": select_options,
        "written_cell": cell,
        "written_head_cell": head_cell,
        "written_network_tag": network_tag,
        "EMPTY": EMPTY,
        "MINUS": MINUS,
    }
    return made


def url(
    name: str, *args: Any, query: dict[str, Any] | None = None, fragment: str | None = None, **kwargs: Any
) -> str:
    """Return the address of a named page; query values that are None or "" are left out."""
    asked = {key: value for key, value in (query or {}).items() if value not in (None, "")}
    address = _path(name, args, tuple(kwargs.items()))
    if asked:
        address += f"?{urlencode(asked, doseq=True)}"
    return f"{address}#{fragment}" if fragment is not None else address


@lru_cache(maxsize=4096)
def _path(name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    # A page names some twenty addresses, nearly always the same ones.
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)
