"""The company's own mark, when the settings name a file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from openlien.kit.errors import NotFound

from .access import Access, page

TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


@page(Access.PUBLIC)
@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """The file of OPENLIEN_LOGO.

    Raises: NotFound when there is none, or when it is neither SVG nor PNG.
    """
    file = Path(settings.COMPANY_LOGO)
    kind = TYPES.get(file.suffix.lower())
    if kind is None or not file.is_file():
        raise NotFound
    return FileResponse(file.open("rb"), content_type=kind, headers={"Cache-Control": "max-age=3600"})
