"""Views that people save: a name for a filter of Collections."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key


class SavedView(models.Model):
    """One person's name for a filter; `query` is the address of the list without its page."""

    id = uuidv7_key()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="collection_views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_is_used_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_a_name"),
        ]
