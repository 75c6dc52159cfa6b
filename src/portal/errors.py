"""The errors that features raise and that know no HTTP; `web.errors` gives each its status and page."""


class PortalError(Exception):
    """A refusal that a person can be told about."""


class NotFound(PortalError):
    """What was asked for does not exist for this viewer: one answer for absent and for not allowed."""


class Conflict(PortalError):
    """Somebody, or the same person elsewhere, was here first."""


class Busy(PortalError):
    """The database or the hashing queue is full; trying again in a moment helps."""
