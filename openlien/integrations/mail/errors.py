"""What templates and mails refuse, as the sentences that people read."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError


class UnknownCodes(DomainError):
    """Not saved. There is no code {names} for this kind; the codes are listed beside the text."""


class PersonalSubject(DomainError):
    """Not saved. A subject travels unprotected, so it does not hold {names}; the case number is enough."""


class TemplateEmpty(DomainError):
    """Not saved. Enter the {field} of the template."""


@speaks_for("template_name_is_unique")
class TemplateNameTaken(Conflict):
    """Not saved. Another template has this name."""


class TemplateNotForThis(DomainError):
    """This template is for something else. Choose one of the list."""


class NoRecipient(DomainError):
    """Not sent. Say to whom: choose somebody of the case or type an address."""


class NotAnAddress(DomainError):
    """Not sent. "{address}" is no e-mail address."""


class TooManyAddresses(DomainError):
    """Not sent. {addresses} addresses are named; {addresses_max} are possible."""


class MailEmpty(DomainError):
    """Not sent. A mail has a {field}."""


class SubjectNotOneLine(DomainError):
    """Not sent. The subject is one line of plain text."""


class SubjectNamesPatient(DomainError):
    """Not sent. A subject travels unprotected: take the name of the patient out; the number is enough."""


class CodesLeft(DomainError):
    """Not sent. The text still holds {names}; write what is meant in its place."""


class NotAttachable(DomainError):
    """Not sent. A document that was to go along is not one of this case any more; choose again."""


class AttachmentsTooLarge(DomainError):
    """Not sent. The documents are {mib} MiB together; mail servers take about {mib_max}."""


class MailStale(Conflict):
    """Not done. Somebody or the mail server changed this mail in the meantime: it is {state} now."""


class NotDecidable(Conflict):
    """Not done. This mail is {state}; there is nothing to decide."""


class ReasonNeeded(DomainError):
    """Not done. Say why, in a few words."""
