"""Cases of its own for a journey, entered through the JSON interface by somebody who keeps books."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page


def new_case(page: Page, patient: str, bills: Sequence[tuple[str, str]]) -> str:
    """The number of a new case of some firm of the demo, with a bill for each retail and contracted amount.

    *Shapes*: `page` is signed in as an accounting manager; case and bills are of today.
    """
    settled = page.request.get("/api/receivables/settled-pending").json()
    on, firm = settled["asOf"], next(row["lawFirmId"] for row in settled["items"] if row["lawFirmId"])
    opened = _post(page, "", {"patient": patient, "lawFirmId": firm, "openedOn": on})
    for place, (retail, contracted) in enumerate(bills, start=1):
        claim = {
            "retail": retail,
            "contracted": contracted,
            "invoiceOn": on,
            "number": f"{patient}-{place:02}",
        }
        _post(page, f"/{opened['accountNumber']}/claims", {**claim, "code": f"{97000 + place}"})
    number: str = opened["caseNumber"]
    return number


def _post(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    answer = page.request.post(
        f"/api/ledger/case-accounts{path}",
        data=body,
        headers={"X-CSRFToken": token, "Referer": page.url, "Idempotency-Key": str(uuid.uuid4())},
    )
    assert answer.ok, answer.text()
    made: dict[str, Any] = answer.json()
    return made
