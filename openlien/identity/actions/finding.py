"""The user that an action is about, locked until it ends."""

from __future__ import annotations

from uuid import UUID

from openlien.kit.errors import NotFound

from ..models import User


def locked_user(user_id: UUID) -> User:
    """The user, held against other changes until the transaction ends.

    Raises: NotFound.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user
