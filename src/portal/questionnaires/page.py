"""What the page of a step is made of: its questions as items, in blocks; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from portal.files.limits import Limits
from portal.questionnaires.attachments import Attachment
from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import Typed
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.state import State

UNTOUCHED = Typed()


@dataclass(frozen=True, slots=True)
class Item:
    """A question, note, heading or list of rows on the page; `because` is the answer that made it appear, in words.

    `label` is plain. `label_html`, `hint`, `guidance` and the labels in `options` hold the Markdown of their author as
    safe markup; `guidance`, and `label_html` of a note, also as paragraphs and lists.
    `note` is what the office wrote, and `is_noted` that it still waits. `thing` is what a row is called in a sentence.
    `parts` are the fields of a date. `picture` is an address, and `pictures` are those of choices by their values.
    A confidential answer that is kept is not in its field: `masked` shows its end, and `stored` all of it to who asks.
    """

    kind: str
    id: str
    label: str
    label_html: Markup
    hint: str = ""
    error: str = ""
    typed: Typed = UNTOUCHED
    options: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False
    is_long: bool = False
    is_row: bool = False
    is_menu: bool = False
    because: str = ""
    note: str = ""
    is_noted: bool = False
    files: tuple[Attachment, ...] = ()
    limits: Limits | None = None
    rows: "tuple[RowItem, ...]" = ()
    is_fixed: bool = False
    thing: str = ""
    guidance: str = ""
    warning: str = ""
    parts: tuple[str, ...] = ()
    masked: str = ""
    stored: str = ""
    picture: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def ranking(self) -> list[tuple[str, str, str]]:
        """Of a ranking: each choice with its label and its place, empty where it has none."""
        given = {name: str(place) for place, name in enumerate(self.typed.chosen, 1)} or self.typed.places
        return [(name, label, given.get(name, "")) for name, label in self.options]

    @property
    def choice(self) -> str:
        """The one answer that is chosen; empty without one."""
        return self.typed.chosen[0] if self.typed.chosen else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Items that belong together; with `because`, they appeared after an answer."""

    because: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class RowItem:
    """A row in a list: its page, and how many of its questions are still open."""

    key: str
    title: str
    number: int
    open_count: int


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where the page of a row is: in the list of a repeat (`list_title`), as which of how many."""

    list_title: str
    thing: str
    repeat: str
    number: int
    count: int
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page is made of; `notes` and `errors` are by reference, `address` is that of the questionnaire."""

    form: Form
    state: State
    draft: Draft
    files: tuple[Attachment, ...]
    limits: Limits
    notes: Mapping[str, str]
    errors: Mapping[str, str]
    address: str = ""
