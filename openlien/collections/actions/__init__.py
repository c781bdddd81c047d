"""What people do in Collections: keep views of their own, give cases away and take that back."""

from .bulk import cancel_follow_ups, give_back
from .saved_views import delete_view, rename_view, save_view

__all__ = ["cancel_follow_ups", "delete_view", "give_back", "rename_view", "save_view"]
