"""The ways of signing in, in words."""

from portal.i18n import gettext as _


def name_of(way: str) -> str:
    """How somebody signed in, as they would say it themselves."""
    match way:
        case "invitation":
            return _("Link in our invitation")
        case "reset":
            return _("Link for a new password")
        case "app":
            return _("Password and app with codes")
        case "sms":
            return _("Password and text message")
        case "passkey":
            return _("Passkey")
        case "recovery_code":
            return _("Password and recovery code")
        case _:
            return _("Password")
