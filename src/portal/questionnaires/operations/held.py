"""What stands in the way of writing a response."""

from portal.errors import Conflict
from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import Entry
from portal.questionnaires.views import ResponseView


class ResponseClosed(Conflict):
    """The response was sent or withdrawn already; `entries` is what was typed and not saved."""

    def __init__(self, response: ResponseView, entries: dict[str, Entry] | None = None) -> None:
        super().__init__("closed")
        self.response = response
        self.entries = entries or {}


class ResponseChanged(Conflict):
    """The answers were changed elsewhere meanwhile: `kept` is what is saved, `entries` what was typed.

    With `is_moved`, a row was removed or the version is another one, so that what was typed may belong to nothing any
    more, or to another row.
    """

    def __init__(
        self, response: ResponseView, kept: Draft, entries: dict[str, Entry] | None = None, *, is_moved: bool = False
    ) -> None:
        super().__init__("changed")
        self.response = response
        self.kept = kept
        self.is_moved = is_moved
        self.entries = entries or {}


class Overtaken(Exception):
    """Another request wrote between our reading and our writing; reading again settles it."""
