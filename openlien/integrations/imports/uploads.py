"""Imports by page and by API: upload, map headings by hand, start, discard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import acting, action
from openlien.kit.errors import Conflict, DomainError, NotFound
from openlien.kit.stored_files import StoredFile

from ..models import ColumnMapping, ImportFile, PortfolioImport
from ..portfolio_files import Kind
from ..portfolio_files.reader import SameKindTwice
from . import files
from .actions import ImportNotStartable, check_as_of
from .looking import look_at, look_with_saved_mappings
from .running import NoFile, TooManyFiles

State = PortfolioImport.State
CHECK_TASK = "openlien.integrations.tasks.check_portfolio_import"
RUN_TASK = "openlien.integrations.tasks.run_portfolio_import"
_CHANGEABLE = (State.UPLOADED, State.PREVIEWED, State.FAILED)


class ColumnsNotMapped(DomainError):
    """Not started. The file "{name}" still needs a heading for: {missing}."""


class MappingNameMissing(DomainError):
    """Not saved. Give the mapping a name, so that it can be found again."""


class ImportNotDiscardable(Conflict):
    """Not removed. This import is {state}; an import that is done can be undone instead."""


def upload_files(
    actor: Actor, uploads: Sequence[tuple[str, Iterable[bytes]]], *, as_of: date, today: date
) -> PortfolioImport:
    """The new import of one or two uploaded files, looked at and waiting to be started.

    A check that reads every row begins as a job at once, where the columns are recognised.
    Raises: Forbidden, AsOfInFuture, NoFile, TooManyFiles, SameKindTwice, UploadTooLarge; what is
    wrong with a file that is no table. Nothing is kept then.
    """
    actor.require(Permission.IMPORTS_RUN)
    check_as_of(as_of, today=today)
    if not uploads:
        raise NoFile()
    if len(uploads) > len(Kind):
        raise TooManyFiles(count=len(uploads))
    stored: list[StoredFile] = []
    try:
        for name, chunks in uploads:
            stored.append(files.store(name, chunks))
        looks = [look_with_saved_mappings(file.path, file.name) for file in stored]
        _refuse_the_same_kind_twice(stored, looks)
        with acting(actor):
            return _create(actor, stored, looks, as_of=as_of)
    except BaseException:
        files.let_go(file.stored_as for file in stored)
        raise


@action
def map_columns(
    actor: Actor,
    import_id: UUID,
    file_id: int,
    *,
    kind: Kind,
    headings: Mapping[str, str],
    save_as: str | None = None,
) -> PortfolioImport:
    """The import with the headings of one file mapped by hand, checked anew; the mapping saved under a name.

    *Shapes*: `headings` is our field -> heading as written in the file.
    Raises: NotFound, ImportNotStartable, MappedHeadingMissing, MappedFieldUnknown,
    SameKindTwice, MappingNameMissing.
    """
    record = _changeable(actor, import_id)
    file = record.files.filter(id=file_id).first()
    if file is None:
        raise NotFound()
    look = look_at(stored_file(file).path, file.name, mapping=headings, kind=kind)
    if record.files.exclude(id=file.id).filter(kind=kind.value).exists():
        other = record.files.exclude(id=file.id).get(kind=kind.value)
        raise SameKindTwice(first=other.name, second=file.name, kind=kind)
    file.kind, file.look, file.headings = kind.value, look, look["headings"]
    file.save(update_fields=["kind", "look", "headings"])
    record.mapping = {**record.mapping, kind.value: dict(headings)}
    record.state, record.preview, record.error_code, record.error_sentence = State.UPLOADED, None, "", ""
    record.save(update_fields=["mapping", "state", "preview", "error_code", "error_sentence"])
    if save_as is not None:
        _save_mapping(actor, kind, headings, save_as)
    _check_when_readable(actor, record)
    return record


@action
def start_import(actor: Actor, import_id: UUID) -> PortfolioImport:
    """The import, waiting for the worker; its job enters the queue in the same transaction.

    Raises: NotFound, ImportNotStartable, ColumnsNotMapped, UploadGone.
    """
    record = _changeable(actor, import_id)
    for file in record.files.all():
        if file.look.get("problem"):
            missing = ", ".join(file.look["missing"]) or "its columns"
            raise ColumnsNotMapped(name=file.name, missing=missing)
        if not file.stored_as or not files.path_of(file.stored_as).exists():
            raise files.UploadGone()
    record.state, record.error_code, record.error_sentence = State.QUEUED, "", ""
    record.save(update_fields=["state", "error_code", "error_sentence"])
    _defer(RUN_TASK, actor, record)
    return record


@action
def discard_import(actor: Actor, import_id: UUID) -> None:
    """Removes an import that is not done, and its files.

    Raises: NotFound, ImportNotDiscardable.
    """
    record = _locked(actor, import_id)
    if record.state not in _CHANGEABLE:
        raise ImportNotDiscardable(state=record.get_state_display().lower())
    kept = list(record.files.values_list("stored_as", flat=True))
    record.delete()
    transaction.on_commit(lambda: files.let_go(kept))


def stored_file(file: ImportFile) -> StoredFile:
    """Where an uploaded file lies.

    Raises: UploadGone.
    """
    if not file.stored_as or not files.path_of(file.stored_as).exists():
        raise files.UploadGone()
    return StoredFile(file.name, files.path_of(file.stored_as), file.size_bytes, file.sha256)


def _create(
    actor: Actor, stored: Sequence[StoredFile], looks: Sequence[dict[str, Any]], *, as_of: date
) -> PortfolioImport:
    mapping = {look["kind"]: look["mapping"] for look in looks if look["kind"] and look["mapping"]}
    record = PortfolioImport.objects.create(as_of=as_of, mapping=mapping, created_by_id=actor.user_id)
    ImportFile.objects.bulk_create(
        [
            ImportFile(
                portfolio_import=record,
                kind=look["kind"],
                name=file.name,
                size_bytes=file.size_bytes,
                sha256=file.sha256,
                stored_as=file.stored_as,
                headings=look["headings"],
                look=look,
            )
            for file, look in zip(stored, looks, strict=True)
        ]
    )
    _check_when_readable(actor, record)
    return record


def _refuse_the_same_kind_twice(stored: Sequence[StoredFile], looks: Sequence[dict[str, Any]]) -> None:
    kinds = [look["kind"] for look in looks if look["kind"]]
    if len(set(kinds)) < len(kinds):
        raise SameKindTwice(first=stored[0].name, second=stored[1].name, kind=kinds[0])


def _locked(actor: Actor, import_id: UUID) -> PortfolioImport:
    actor.require(Permission.IMPORTS_RUN)
    record = PortfolioImport.objects.select_for_update().filter(id=import_id).first()
    if record is None:
        raise NotFound()
    return record


def _changeable(actor: Actor, import_id: UUID) -> PortfolioImport:
    record = _locked(actor, import_id)
    if record.state not in _CHANGEABLE:
        raise ImportNotStartable(state=record.get_state_display().lower())
    return record


def _save_mapping(actor: Actor, kind: Kind, headings: Mapping[str, str], name: str) -> None:
    if not name.strip():
        raise MappingNameMissing()
    ColumnMapping.objects.update_or_create(
        kind=kind.value,
        name=name.strip()[:80],
        defaults={"headings": dict(headings), "created_by_id": actor.user_id},
    )


def _check_when_readable(actor: Actor, record: PortfolioImport) -> None:
    if all(file.look.get("problem") is None for file in record.files.all()):
        _defer(CHECK_TASK, actor, record)


def _defer(task: str, actor: Actor, record: PortfolioImport) -> None:
    user = str(actor.user_id) if actor.user_id else None
    app.configure_task(task, lock="portfolio_import").defer(import_id=str(record.id), user_id=user)
