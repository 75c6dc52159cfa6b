"""The ways of signing in, in words."""

from portal.i18n import gettext as _


def name_of(way: str) -> str:
    """How somebody signed in, as they would say it themselves."""
    match way:
        case "invitation":
            return _("Link in our invitation")
        case "reset":
            return _("Link for a new password")
        case _:
            return _("Password")
