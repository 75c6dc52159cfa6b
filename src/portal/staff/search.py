"""What somebody of the office looks for.

A search holds names of clients, and names may stand in no address. So the address holds the search encrypted, for the
one who searched: it can be paged through, reloaded and gone back to.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import msgspec

from portal.adapters.encryption import CannotDecrypt, KeyRing, Purpose

LONGEST = 200


class DossierSearch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words of the number, the title or the people; a state, or any; a handler, or any."""

    words: str = ""
    state: str = ""
    handler: UUID | None = None


class ClientSearch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words of the name or the e-mail address; how far somebody is on their way in, or anybody."""

    words: str = ""
    access: str = ""


Search = TypeVar("Search", DossierSearch, ClientSearch)


@dataclass(frozen=True, slots=True)
class SearchTokens:
    """Turns the searches of one person into what an address may hold, and back."""

    keys: KeyRing
    viewer: UUID

    def token(self, search: DossierSearch | ClientSearch) -> str:
        """The search as a part of an address; empty when it looks for nothing in particular."""
        if search == type(search)():
            return ""
        sealed = self.keys.encrypt(
            Purpose.TOKENS, msgspec.json.encode(search), table="search", column=type(search).__name__, row=self.viewer
        )
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def search(self, token: str, kind: type[Search]) -> Search:
        """The search that a token holds; one that is not this person's looks for nothing in particular."""
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            text = self.keys.decrypt(Purpose.TOKENS, sealed, table="search", column=kind.__name__, row=self.viewer)
            return msgspec.json.decode(text, type=kind)
        except (binascii.Error, ValueError, CannotDecrypt, msgspec.MsgspecError):
            return kind()
