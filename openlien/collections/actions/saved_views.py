"""Views that people keep for themselves."""

from __future__ import annotations

from uuid import UUID

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import Forbidden, NotFound

from ..errors import TooManyViews, ViewNameMissing, ViewNameTaken
from ..models import SavedView

VIEWS_MAX = 12
NAME_LETTERS_MAX = 40


@action
def save_view(actor: Actor, name: str, query: str) -> SavedView:
    """The filter of that address under a name, for the actor alone.

    *Raises*: Forbidden, ViewNameMissing, ViewNameTaken, TooManyViews, TextTooLong, TextNotPlain.
    """
    own = _own_views(actor)
    name = _checked(actor, name)
    if own.count() >= VIEWS_MAX:
        raise TooManyViews(views=VIEWS_MAX)
    return SavedView.objects.create(user_id=actor.user_id, name=name, query=query)


@action
def rename_view(actor: Actor, view_id: UUID, name: str) -> SavedView:
    """The view under its new name.

    *Raises*: Forbidden, NotFound, ViewNameMissing, ViewNameTaken, TextTooLong, TextNotPlain.
    """
    view = _locked(actor, view_id)
    view.name = _checked(actor, name, but=view_id)
    view.save(update_fields=["name"])
    return view


@action
def delete_view(actor: Actor, view_id: UUID) -> SavedView:
    """The view that is gone; its name and query serve to save it again.

    *Raises*: Forbidden, NotFound.
    """
    view = _locked(actor, view_id)
    SavedView.objects.filter(id=view.id).delete()
    return view


def _own_views(actor: Actor):
    actor.require(Permission.OFFERS_VIEW)
    if actor.user_id is None:
        raise Forbidden(permission=Permission.OFFERS_VIEW.value, roles="people who sign in")
    return SavedView.objects.filter(user_id=actor.user_id)


def _locked(actor: Actor, view_id: UUID) -> SavedView:
    view = _own_views(actor).select_for_update().filter(id=view_id).first()
    if view is None:
        raise NotFound()
    return view


def _checked(actor: Actor, name: str, but: UUID | None = None) -> str:
    name = " ".join(plain_text(name, letters_max=NAME_LETTERS_MAX).split())
    if not name:
        raise ViewNameMissing(field="name")
    if _own_views(actor).filter(name__iexact=name).exclude(id=but).exists():
        raise ViewNameTaken(field="name")
    return name
