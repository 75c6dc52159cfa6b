"""What a person pressed on a page of a questionnaire: the value of the button is a verb, and what it is about; pure."""

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What can be done from a page; its answers are kept in any case."""

    SAVE = ""  # no button: a change on the way
    NEXT = "next"
    BACK = "back"
    LATER = "later"
    OPEN = "open"  # the page of a row
    ADD = "add"  # a row to a repeat
    ASK = "ask"  # whether a row should go
    REMOVE = "remove"  # a row
    ATTACH = "attach"  # the files that came along
    DETACH = "detach"  # a file


@dataclass(frozen=True, slots=True)
class Act:
    """A verb and its object: the key of a row, the `html_name` of a repeat, or the id of a file."""

    verb: Verb
    about: str = ""

    @property
    def changes_rows(self) -> bool:
        """Whether a repeat has other rows afterwards."""
        return self.verb in {Verb.ADD, Verb.REMOVE}


def act_of(value: str) -> Act:
    """The act of a button's value; what no button of ours has is a change on the way."""
    verb, _space, about = value.partition(" ")
    return Act(Verb(verb), about) if verb in set(Verb) else Act(Verb.SAVE)
