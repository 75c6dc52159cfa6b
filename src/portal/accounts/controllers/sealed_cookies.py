"""Secrets on their way to the page that shows them: encrypted, in a cookie of one person's browser, and nowhere here.

So a page can be loaded again without anything being kept in the clear, and a GET writes nothing.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.datastructures import Cookie

from portal.accounts.factors.method import Tools
from portal.adapters.encryption import CannotDecrypt, Purpose
from portal.settings import Settings
from portal.web.rendering import PortalRequest


@dataclass(frozen=True, slots=True)
class SealedCookie:
    """A cookie whose content only we can read, and only for the person that it was made for."""

    name: str
    minutes: int

    def holding(self, secret: str, account: UUID, tools: Tools) -> Cookie:
        """The cookie with a secret in it."""
        sealed = tools.keys.encrypt_text(Purpose.TOKENS, secret, table="cookie", column=self.name, row=account)
        return Cookie(
            key=self._name(tools.settings),
            value=base64.urlsafe_b64encode(sealed).decode(),
            path="/",
            max_age=self.minutes * 60,
            httponly=True,
            samesite="lax",
            secure=tools.settings.has_tls,
        )

    def secret_in(self, request: PortalRequest, tools: Tools) -> str:
        """What the browser brings of it, or nothing."""
        kept = request.cookies.get(self._name(tools.settings), "")
        try:
            sealed = base64.urlsafe_b64decode(kept)
            place = {"table": "cookie", "column": self.name, "row": request.user.id}
            return tools.keys.decrypt_text(Purpose.TOKENS, sealed, **place)
        except (CannotDecrypt, binascii.Error, ValueError):
            return ""

    def forget(self, response: Response[Any], settings: Settings) -> None:
        """Have the browser let go of it."""
        response.delete_cookie(self._name(settings), path="/")

    def _name(self, settings: Settings) -> str:
        return f"__Host-portal-{self.name}" if settings.has_tls else f"portal-{self.name}"


RECOVERY_CODE = SealedCookie("recovery", minutes=10)
APP_KEY = SealedCookie("app-key", minutes=60)
