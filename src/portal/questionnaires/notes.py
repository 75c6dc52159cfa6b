"""What the office wrote at questions when it sent a questionnaire back; encrypted in the row of the response."""

from uuid import UUID

import msgspec

from portal.adapters.encryption import KeyRing, Purpose

Notes = dict[str, str]
"""Text by the reference of the question that it stands at."""


def sealed_notes(notes: Notes, response: UUID, keys: KeyRing) -> bytes:
    """The notes as their row keeps them."""
    return keys.encrypt(Purpose.ANSWERS, msgspec.json.encode(notes), **_place(response))


def opened_notes(ciphertext: bytes, response: UUID, keys: KeyRing) -> Notes:
    """The notes in a row; none where nothing was sent back."""
    if not ciphertext:
        return {}
    return msgspec.json.decode(keys.decrypt(Purpose.ANSWERS, ciphertext, **_place(response)), type=Notes)


def _place(response: UUID) -> dict[str, str]:
    return {"table": "questionnaire_response", "column": "notes", "row": str(response)}
