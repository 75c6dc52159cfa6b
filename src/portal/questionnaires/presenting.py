"""A step as its page shows it, follow-up questions under the answer that brought them up; pure."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from markupsafe import Markup

from portal.i18n import gettext as _
from portal.questionnaires.attachments import files_at, limits_at
from portal.questionnaires.entry import Typed, present
from portal.questionnaires.following import because
from portal.questionnaires.forms.display import masked, number
from portal.questionnaires.forms.fields import DATE_PARTS
from portal.questionnaires.forms.pictures import picture_name
from portal.questionnaires.forms.state import NodeState, RowState, State
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.page import UNTOUCHED, Block, Item, RowItem, RowPlace, Shown
from portal.questionnaires.rows import repeat_of
from portal.text import fold

ROW_LENGTH = 20  # a few short answers stand side by side
LONGEST_LIST = 15  # of answers that all stand on the page

_OFFERING = frozenset({"select_one", "select_multiple", "rank"})
_BESIDE = frozenset({"horizontal", "likert"})


def blocks(shown: Shown, step: Step) -> list[Block]:
    """The page of a step or a row."""
    made: list[Block] = []
    for node in step.nodes:
        item = _item(shown, node)
        if item.kind == "repeat" and item.label == step.title:
            item = replace(item, label_html=Markup())  # the page is called so already
        if made and made[-1].because == item.because:
            made[-1] = replace(made[-1], items=(*made[-1].items, item))
        else:
            made.append(Block(item.because, (item,)))
    return made


def step_picture(shown: Shown, step: Step) -> str:
    """The address of the picture of the group that makes the step; empty without one."""
    return _picture(shown, step.image)


def summary(step: Step, errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Field id and message of each error, in the order of the page; a row has the id of the button that opens it."""
    places = [(node.ref, node.html_name) for node in step.nodes]
    places += [(row.ref, row.step_key) for node in step.nodes for row in node.rows]
    return [(place, errors[ref]) for ref, place in places if ref in errors]


def row_place(state: State, step: Step) -> RowPlace | None:
    """Where the page of a row is; None for a step."""
    repeat = repeat_of(state, step.key) if step.parent_key else None
    parent = state.step(step.parent_key) if repeat is not None else None
    if repeat is None or parent is None:
        return None
    number = next(row.number for row in repeat.rows if row.step_key == step.key)
    thing = in_a_sentence(repeat.label)
    return RowPlace(parent.title, thing, repeat.html_name, number, len(repeat.rows), repeat.is_fixed)


def in_a_sentence(label: str) -> str:
    """`kind` for `Kind`, as it reads in the middle of a sentence; `BV` stays what it is."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _item(shown: Shown, node: NodeState) -> Item:
    follows = because(shown.form, shown.state, node)
    if node.type == "repeat":
        return _repeat(shown, node, follows)
    if not node.is_question:
        texts = (node.label, node.label_html, node.hint_html)
        return Item(node.type, node.html_name, *texts, because=follows, picture=_picture(shown, node.image))
    options = _options(node)
    is_menu = "minimal" in node.appearance or "autocomplete" in node.appearance or len(options) > LONGEST_LIST
    kept = node.display if node.is_confidential and node.value and node.ref not in shown.draft.unread else ""
    hint = _range_hint(node) if node.type == "range" and not node.hint else node.hint_html
    return Item(
        "readonly" if node.readonly else node.type,
        node.html_name,
        node.label,
        node.label_html,
        hint,
        shown.errors.get(node.ref, ""),
        UNTOUCHED if kept else _shown(node, shown.draft.unread.get(node.ref) or present(node)),
        _with_markup(node, options, is_menu=is_menu and node.type == "select_one"),
        is_optional=not node.required and not node.readonly,
        is_long="multiline" in node.appearance,
        is_menu=is_menu,
        is_row=bool(_BESIDE & set(node.appearance)) and all(len(label) <= ROW_LENGTH for _name, label in options),
        because=follows,
        note=shown.notes.get(node.ref, ""),
        is_noted=node.ref in shown.draft.noted,
        files=files_at(shown.files, node.ref),
        limits=limits_at(node, shown.limits),
        guidance=node.guidance_html,
        warning=node.warning,
        parts=_date_parts(node),
        masked=masked(kept),
        stored=kept,
        picture=_picture(shown, node.image),
        pictures={value: _picture(shown, image) for value, image in node.choice_images.items()} if options else {},
    )


def _options(node: NodeState) -> tuple[tuple[str, str], ...]:
    """The answers that a question offers; a list to look something up in goes by the alphabet of its reader."""
    options = tuple(node.choices) if node.type in _OFFERING else ()
    return tuple(sorted(options, key=lambda one: fold(one[1]))) if "autocomplete" in node.appearance else options


def _with_markup(
    node: NodeState, options: tuple[tuple[str, str], ...], *, is_menu: bool
) -> tuple[tuple[str, str], ...]:
    """The options with the Markdown of their labels; without its signs in a menu, which shows nothing but text."""
    labels = node.choice_labels_html if options else {}
    return tuple((name, labels[name].striptags() if is_menu else labels[name]) for name, _label in options)


def _picture(shown: Shown, image: str) -> str:
    return f"{shown.address}/pictures/{quote(picture_name(image))}" if image else ""


def _date_parts(node: NodeState) -> tuple[str, ...]:
    """The fields of a date: a month or a year alone, where no more is asked."""
    if "year" in node.appearance:
        return DATE_PARTS[2:]
    return DATE_PARTS[1:] if "month-year" in node.appearance else DATE_PARTS


def _range_hint(node: NodeState) -> str:
    bounds = {name: number(text, node.language, is_grouped=True) for name, text in node.parameters.items()}
    return _("From %(start)s to %(end)s, in steps of %(step)s") % {"start": "", "end": "", "step": "", **bounds}


def _repeat(shown: Shown, node: NodeState, follows: str) -> Item:
    rows = tuple(RowItem(row.step_key, row.title, row.number, _open_count(shown, row)) for row in node.rows)
    return Item(
        node.type,
        node.html_name,
        node.label,
        node.label_html,
        node.hint_html,
        because=follows,
        rows=rows,
        is_fixed=node.is_fixed,
        thing=in_a_sentence(node.label),
        picture=_picture(shown, node.image),
    )


def _open_count(shown: Shown, row: RowState) -> int:
    """How many questions of a row, and of the rows in it, still stand in the way."""
    waiting = {ref for ref in (*shown.draft.unread, *shown.draft.noted) if ref.startswith(f"{row.ref}/")}
    return max(row.open_count, len(waiting))


def _shown(node: NodeState, typed: Typed) -> Typed:
    """What cannot be changed is shown as people read it."""
    return Typed(text=node.display) if node.readonly else typed
