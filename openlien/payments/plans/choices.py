"""What pages and the JSON interface let people choose from."""

from .models import Reminder

Channel = Reminder.Channel
CHANNELS = tuple(Channel)

__all__ = ["CHANNELS", "Channel"]
