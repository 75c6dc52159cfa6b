"""A questionnaire as it was published: an immutable tree that goes to JSON and back without loss.

Expressions are kept as text (XPath with absolute references, as in the XForm); `engine.compile_form` compiles them.
"""

import msgspec

from .problems import Problem

FORMAT = 1
GROUP = "group"
REPEAT = "repeat"
FILE_TYPES = frozenset({"file", "image"})
"""Questions that are answered with files, which are kept beside the answers."""
QUESTION_TYPES = frozenset(
    {
        "text", "integer", "decimal", "range", "date", "time", "dateTime", "select_one", "select_multiple", "rank",
        "acknowledge", "file", "image",
    }
)  # fmt: skip
METADATA_TYPES = frozenset({"start", "end", "today", "username", "email", "phonenumber", "deviceid"})
UNSEEN_TYPES = METADATA_TYPES | {"calculate", "hidden"}
"""What stands on no page, and still has a value."""
TYPES = QUESTION_TYPES | UNSEEN_TYPES | {GROUP, REPEAT, "note"}


class Output(msgspec.Struct, frozen=True):
    """A place in a text where the value of an expression is filled in: `${name}` to the author."""

    expression: str


Text = tuple[str | Output, ...]
Texts = dict[str, Text]
"""A text per language code; a language without a text is absent."""


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer to choose, with the extra columns that a choice filter may look at; `image` names a file."""

    name: str
    label: Texts
    columns: dict[str, str] = {}
    row: int | None = None
    image: Texts = {}


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the survey sheet: a question, a note, a calculation, or a group or repeat with its children.

    `triggers` are the references of the questions after whose change the value becomes that of `recalculation`;
    `prefill` names what the portal knows of the person; `code` is how an export calls the answer.
    `value_type` is that of a calculation whose author gave it one (`bind::type`), so that people read it as such.
    `is_title` says that its value is what a row is called after.
    `count` gives the number of rows of a repeat that has no buttons to add them; `choice_path` leads to the answers
    that are the choices of a question.
    """

    ref: str
    name: str
    type: str
    row: int | None = None
    label: Texts = {}
    hint: Texts = {}
    guidance: Texts = {}
    image: Texts = {}
    relevant: str = ""
    required: str = ""
    required_message: Texts = {}
    constraint: str = ""
    constraint_message: Texts = {}
    calculation: str = ""
    value_type: str = ""
    readonly: str = ""
    default: str = ""
    default_expression: str = ""
    triggers: tuple[str, ...] = ()
    recalculation: str = ""
    choice_list: str = ""
    choice_filter: str = ""
    choice_seed: str = ""
    choice_path: str = ""
    count: str = ""
    appearance: tuple[str, ...] = ()
    parameters: dict[str, str] = {}
    check: str = ""
    code: str = ""
    prefill: str = ""
    warning: str = ""
    warning_message: Texts = {}
    is_confidential: bool = False
    is_title: bool = False
    children: tuple["Node", ...] = ()


class Definition(msgspec.Struct, frozen=True):
    """A whole questionnaire; `title` holds a text per language code, the default language always among them."""

    title: dict[str, str]
    default_language: str
    languages: tuple[str, ...]
    nodes: tuple[Node, ...]
    choices: dict[str, tuple[Choice, ...]]
    version: str = ""
    form_id: str = ""
    warnings: tuple[Problem, ...] = ()
    format: int = FORMAT

    def to_json(self) -> bytes:
        """The definition as UTF-8 JSON, the same bytes for the same definition."""
        return msgspec.json.encode(self)

    @staticmethod
    def from_json(data: bytes) -> "Definition":
        """The definition that `to_json` wrote; raises `msgspec.ValidationError` on anything else."""
        return msgspec.json.decode(data, type=Definition)
