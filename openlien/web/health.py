"""Whether the product lives and whether it can serve: for load balancers and for `openlien up`."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from openlien.kit.versions import is_up_to_date


def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, 503 with the reason otherwise."""
    try:
        is_ready = is_up_to_date()
    except Exception as error:  # Whatever keeps the database from answering makes us not ready.
        return JsonResponse({"status": "unavailable", "reason": type(error).__name__}, status=503)
    if not is_ready:
        return JsonResponse({"status": "unavailable", "reason": "migrations pending"}, status=503)
    return JsonResponse({"status": "ok"})
