"""What of case files an actor may change, and the line that the timeline gets."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.queries.audit import last_change
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result

from ..firm_names import firm_key
from ..models import Activity, Case, Party, Plaintiff
from ..wording import plain_text
from .errors import (
    FileChangedMeanwhile,
    PersonOfOtherCases,
    PlaintiffOfAnotherCase,
    StillNamed,
    WordsMissing,
)

KEY_LETTERS_MAX = 200
M = TypeVar("M", bound=Model)


def cases_to_edit(actor: Actor) -> QuerySet[Case]:
    """The cases whose file the actor may change: all, or those of its law firms; never a provider's view.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASES_EDIT)
    scope = actor.scope_of(Permission.CASES_EDIT)
    return Case.objects.all() if scope.everything else Case.objects.filter(law_firm_id__in=scope.law_firm_ids)


def reaches_file(actor: Actor, law_firm_id: UUID | None) -> bool:
    """Whether the actor may change the file of a case of that firm."""
    if not actor.may(Permission.CASES_EDIT):
        return False
    scope = actor.scope_of(Permission.CASES_EDIT)
    return scope.everything or law_firm_id in scope.law_firm_ids


def case_to_edit(actor: Actor, case_number: str) -> Case:
    """The case of that number, locked until the transaction ends.

    *Raises*: Forbidden, NotFound.
    """
    case = cases_to_edit(actor).select_for_update(of=("self",)).filter(number=case_number).first()
    if case is None:
        raise NotFound()
    return case


def row_to_change(actor: Actor, model: type[M], row_id: UUID, *, version: int, path: str = "case") -> M:
    """The row of a case file, locked, at the version that the person saw; `path` leads to its case.

    *Raises*: Forbidden, NotFound, FileChangedMeanwhile.
    """
    found = model._default_manager.select_for_update(of=("self",), no_key=True).select_related(path)
    row = found.filter(**{"id": row_id, f"{path}__in": cases_to_edit(actor)}).first()
    if row is None:
        raise NotFound()
    refuse_stale(row, version)
    return row


def refuse_stale(row: Model, seen: int) -> None:
    """Passes when the person saw the current version of the row.

    *Raises*: FileChangedMeanwhile, which names who changed the row last and when.
    """
    current: int = row.version  # type: ignore[attr-defined]
    if current == seen:
        return
    last = last_change(row._meta.db_table, str(row.pk))
    raise FileChangedMeanwhile(
        who=last.actor_name if last and last.actor_name else "Somebody",
        at=last.at if last else None,
        yours=f"version {seen}",
        theirs=f"version {current}",
    )


def refuse_out_of_reach(actor: Actor, person: Party) -> None:
    """Passes when the person is on no case that the actor may not change.

    *Raises*: PersonOfOtherCases.
    """
    its_cases = Case.objects.filter(Q(patient=person) | Q(plaintiffs__party=person))
    if its_cases.exclude(id__in=cases_to_edit(actor).values("id")).exists():
        raise PersonOfOtherCases(name=person.name)


def plaintiff_of(case: Case, plaintiff_id: UUID | None) -> Plaintiff | None:
    """The plaintiff of the case; None for none named.

    *Raises*: PlaintiffOfAnotherCase.
    """
    if plaintiff_id is None:
        return None
    found = Plaintiff.objects.filter(id=plaintiff_id, case=case).select_related("party").first()
    if found is None:
        raise PlaintiffOfAnotherCase()
    return found


def one_line(text: str, *, letters_max: int, field: str = "", what: str = "") -> str:
    """The text in one line; `what` names a text that may not be missing.

    *Raises*: WordsMissing, TextTooLong, TextNotPlain.
    """
    stated = " ".join(plain_text(text, letters_max=letters_max).split())
    if what and not stated:
        raise WordsMissing(field, what)
    return stated


def name_key(name: str) -> str:
    """The name as parties are found by it; written out, a letter may become several, so it is cut to fit."""
    return (firm_key(name) or name.casefold())[:KEY_LETTERS_MAX]


def added_before(model: type[M], key: str | None, **content: Any) -> tuple[M | None, bytes]:
    """The row that an earlier request with this key added, and the fingerprint of the content.

    The key stands at the line on the timeline that says what was added.
    *Raises*: IdempotencyKeyReused, NotFound when the row was removed since.
    """
    digest = content_hash(model=model._meta.model_name, **content)
    earlier = earlier_result(Activity, key, digest)
    if earlier is None:
        return None, digest
    row = model._default_manager.filter(id=earlier.object_id).first()
    if row is None:
        raise NotFound()
    return row, digest


def note(
    actor: Actor,
    case_id: UUID,
    summary: str,
    row: Model,
    *,
    key: str | None = None,
    digest: bytes | None = None,
) -> None:
    """The line on the timeline: who added or removed what."""
    Activity.objects.create(
        case_id=case_id,
        kind=Activity.Kind.SETTLEMENT,
        summary=summary[:300],
        object_id=str(row.pk),
        actor_id=actor.user_id,
        idempotency_key=key,
        content_hash=digest if key else None,
    )


def refuse_while_named(row: Model, *, but: Collection[type[Model]] = ()) -> None:
    """Passes when no record of any package names the row, leaving out those of the models in `but`.

    The packages above are known here only by the keys that lead to this row's table.
    *Raises*: StillNamed.
    """
    named = []
    for relation in row._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.one_to_many) or relation.related_model in but:
            continue
        words = relation.related_model._meta  # type: ignore[union-attr]
        count = relation.related_model._base_manager.filter(**{relation.field.name: row}).count()  # type: ignore[union-attr]
        if count:
            named.append(f"{count} {words.verbose_name if count == 1 else words.verbose_name_plural}")
    if named:
        raise StillNamed(named=" and ".join(named))
