"""Why a view is not saved."""

from openlien.kit.errors import Conflict, DomainError


class ViewNameMissing(DomainError):
    """Not saved. Give the view a name."""


class ViewNameTaken(Conflict):
    """Not saved. You have a view of that name; choose another."""


class TooManyViews(Conflict):
    """Not saved. You have {views} views, which is all there can be; delete one first."""
