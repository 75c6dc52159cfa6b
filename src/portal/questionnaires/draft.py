"""What is kept of an unfinished response: its answers, what was typed and not understood, and who saved last.

Encrypted as JSON in the row of the response.
"""

from uuid import UUID

import msgspec

from portal.adapters.encryption import KeyRing, Purpose
from portal.questionnaires.entry import Typed

Answers = dict[str, str]
"""Lexical XForms values by node reference; an empty value says that the question was left open on purpose."""


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """The state of a response between two requests.

    `unread` holds what was typed but is no date or number, so that it is shown again. `page` is the mark of the page
    that saved last, and `is_final` says that the person went on from there. `noted` are the questions at which the
    office wrote a note, until the person goes on from their page. `removals` counts the rows that were removed, which
    tells a page made before from one made after; `agreed` says of repeats with fewer rows than there are answers for
    that the person knows.
    """

    answers: Answers = {}
    unread: dict[str, Typed] = {}
    page: str = ""
    is_final: bool = False
    noted: tuple[str, ...] = ()
    removals: int = 0
    agreed: dict[str, int] = {}

    def same_content(self, other: "Draft") -> bool:
        """Whether it holds the same, whoever saved it."""
        return self._content == other._content

    @property
    def _content(self) -> tuple[object, ...]:
        return self.answers, self.unread, self.noted, self.removals, self.agreed

    def was_saved_by(self, page: str, *, is_final: bool) -> bool:
        """Whether this page itself saved last, and its answer got lost on the way.

        A change that arrives after the person went on is older than what is kept.
        """
        return bool(page) and self.page == page and (is_final or not self.is_final)


def sealed(draft: Draft, response: UUID, keys: KeyRing) -> bytes:
    """The draft as its row keeps it."""
    return keys.encrypt(Purpose.ANSWERS, msgspec.json.encode(draft), **_place(response))


def opened(ciphertext: bytes, response: UUID, keys: KeyRing) -> Draft:
    """The draft in a row; a new one before the first save."""
    if not ciphertext:
        return Draft()
    return msgspec.json.decode(keys.decrypt(Purpose.ANSWERS, ciphertext, **_place(response)), type=Draft)


def _place(response: UUID) -> dict[str, str]:
    return {"table": "questionnaire_response", "column": "answers", "row": str(response)}
