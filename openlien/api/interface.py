"""The interface as a whole: its routers, its authentication, its errors."""

from __future__ import annotations

from ninja import NinjaAPI

from . import cases, imports, receivables
from .authentication import BearerToken, BrowserSession
from .errors import handle_errors

api = NinjaAPI(
    title="OpenLien",
    version="1",
    description="Every figure has `asOf`; amounts are text with two decimals; totals cover the whole filter.",
    auth=[BearerToken(), BrowserSession()],
    docs_url=None,
)
handle_errors(api)
api.add_router("", cases.router)
api.add_router("/receivables", receivables.router)
api.add_router("/imports", imports.router)
