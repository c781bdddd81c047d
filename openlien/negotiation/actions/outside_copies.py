"""An outside bill and the copy that proves it, saved together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from openlien.cases.documents.actions import FiledAlready, Upload, file_document
from openlien.cases.documents.storage import path_of
from openlien.cases.models import Document
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import acting

from ..models import OutsideBill


def save_with_copy(
    actor: Actor, copy: Upload, *, case_number: str, save: Callable[[UUID], OutsideBill]
) -> OutsideBill:
    """What `save` makes of the bill with the id of its copy; the file is kept only when the bill is.

    A file that the case holds already is the copy, under the id that it has.
    *Raises*: as `save`, and as `file_document` but for FiledAlready.
    """
    actor.require(Permission.OUTSIDE_BILLS_EDIT)
    filed: list[Document] = []
    try:
        with acting(actor):
            return save(_copy_id(actor, copy, case_number, filed))
    except BaseException:
        for document in filed:
            path_of(document).unlink(missing_ok=True)
        raise


def _copy_id(actor: Actor, copy: Upload, case_number: str, filed: list[Document]) -> UUID:
    try:
        with acting(actor):
            filed.append(file_document(actor, copy, case_number=case_number))
    except FiledAlready as known:
        return known.fields["document_id"]  # type: ignore[return-value]
    return filed[-1].id
