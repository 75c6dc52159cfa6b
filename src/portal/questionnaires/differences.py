"""What another version of a questionnaire changes, in words for who has to decide about it; pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from portal.i18n import mark as _
from portal.questionnaires.forms.definition import Choice, Definition, Node, Text, Texts
from portal.questionnaires.forms.markdown import to_plain


class Kind(StrEnum):
    """What happened to a question, a note, a calculation or a part."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is different: `what` is a message id, `language` that of a text; empty means absent."""

    what: str
    was: str
    now: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question (by its text, or its name where it has none) that is different, and in what."""

    kind: Kind
    title: str
    name: str
    details: tuple[Detail, ...] = ()


TEXTS = {
    "label": _("Text"),
    "hint": _("Explanation"),
    "guidance": _("More explanation"),
    "required_message": _("Message when it is not filled in"),
    "constraint_message": _("Message when the answer is not right"),
    "warning_message": _("Message that asks to look again"),
}
SETTINGS = {
    "type": _("Type of question"),
    "required": _("When it must be answered"),
    "relevant": _("When it is asked"),
    "constraint": _("Which answers are right"),
    "check": _("Check"),
    "warning": _("When it asks to look again"),
    "calculation": _("Calculation"),
    "readonly": _("When it cannot be changed"),
    "default": _("Answer to begin with"),
    "default_expression": _("Answer to begin with"),
    "choice_filter": _("Which answers are offered"),
    "count": _("Number of rows"),
    "appearance": _("Appearance"),
    "code": _("Code in exports"),
}
OTHER = _("Another setting")
CHOICES = _("Answers to choose from")
_KNOWN = {*TEXTS, *SETTINGS, "ref", "name", "row", "children", "choice_list"}
_REFERENCE = re.compile(r"(?:current\(\)/)?(?:/data|\.\.?)(?:/(?:\.\.|[\w.-]+))*/([\w.-]+)")


def differences(old: Definition, new: Definition, language: str) -> list[Difference]:
    """Everything that is different, in the order of the new version; what is gone comes last."""
    before, after = [*_all(old.nodes)], [*_all(new.nodes)]
    pairs = paired(old, new)
    moved = _moved([pairs[node.ref].ref for node in after if node.ref in pairs], [node.ref for node in before])
    found = []
    for node in after:
        was = pairs.get(node.ref)
        if was is None:
            found.append(Difference(Kind.ADDED, title_of(node, language), node.name))
            continue
        details = (*_details(was, node), *_choices(old, was, new, node))
        if was.ref in moved or _parent(was.ref) != _parent(node.ref):
            found.append(Difference(Kind.MOVED, title_of(node, language), node.name))
        if details:
            found.append(Difference(Kind.CHANGED, title_of(node, language), node.name, details))
    kept = {node.ref for node in pairs.values()}
    gone = [Difference(Kind.REMOVED, title_of(node, language), node.name) for node in before if node.ref not in kept]
    return [*found, *gone]


def paired(old: Definition, new: Definition) -> dict[str, Node]:
    """The old node of each new one, by its reference: at the same place, or the only one of its name in both."""
    before = {node.ref: node for node in _all(old.nodes)}
    after = {node.ref: node for node in _all(new.nodes)}
    pairs = {ref: before[ref] for ref in after if ref in before}
    left = [node for ref, node in before.items() if ref not in pairs]
    names = Counter(node.name for node in left)
    only = {node.name: node for node in left if names[node.name] == 1}
    wanted = Counter(node.name for ref, node in after.items() if ref not in pairs)
    for ref, node in after.items():
        if ref not in pairs and node.name in only and wanted[node.name] == 1:
            pairs[ref] = only[node.name]
    return pairs


def counts(found: list[Difference]) -> dict[str, int]:
    """How many of each kind, by the word for it."""
    return {kind.value: sum(each.kind is kind for each in found) for kind in Kind}


def plain(text: Text) -> str:
    """A text with `${name}` where a value is filled in."""
    return "".join(part if isinstance(part, str) else _readable(part.expression) for part in text)


def title_of(node: Node, language: str) -> str:
    """The text of a question in a language, or in another one, or its name where it has none."""
    return text_of(node.label, language) or node.name


def text_of(texts: Texts, language: str) -> str:
    """A text in a language, or in another one, without the signs of Markdown; `${name}` where a value is filled in."""
    text = texts.get(language) or next(iter(texts.values()), ())
    return to_plain([part if isinstance(part, str) else (_readable(part.expression),) for part in text])


def _all(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _parent(ref: str) -> str:
    return ref.rpartition("/")[0]


def _moved(now: list[str], was: list[str]) -> set[str]:
    """Of the same things in two orders, those that the longest common order leaves out."""
    there = set(now)
    matcher = SequenceMatcher(None, [ref for ref in was if ref in there], now, autojunk=False)
    return there - {ref for block in matcher.get_matching_blocks() for ref in now[block.b : block.b + block.size]}


def _details(was: Node, now: Node) -> Iterator[Detail]:
    for field, what in TEXTS.items():
        yield from _texts(what, getattr(was, field), getattr(now, field))
    for field, what in SETTINGS.items():
        before, after = _setting(getattr(was, field, "")), _setting(getattr(now, field, ""))
        if before != after:
            yield Detail(what, before, after)
    others = [each.name for each in msgspec.structs.fields(Node) if each.name not in _KNOWN]
    if any(getattr(was, name) != getattr(now, name) for name in others):
        yield Detail(OTHER, "", "")


def _texts(what: str, was: Texts, now: Texts) -> Iterator[Detail]:
    for language in dict.fromkeys([*was, *now]):
        before, after = plain(was.get(language, ())), plain(now.get(language, ()))
        if before != after:
            yield Detail(what, before, after, language)


def _setting(value: str | tuple[str, ...]) -> str:
    return _readable(value) if isinstance(value, str) else " ".join(value)


def _readable(expression: str) -> str:
    """An expression as its author wrote it: `${name}` for a reference."""
    written = _REFERENCE.sub(r"${\1}", expression).replace("true()", "yes").replace("false()", "no")
    return " ".join(written.split())


def _choices(old: Definition, was: Node, new: Definition, now: Node) -> Iterator[Detail]:
    """The answers that came, went, or read otherwise."""
    before, after = _by_name(old, was), _by_name(new, now)
    changed = [name for name in {**before, **after} if _labels(before, name) != _labels(after, name)]
    for language in dict.fromkeys([*old.languages, *new.languages]):
        gone = [text for name in changed if (text := _label(before, name, language)) != _label(after, name, language)]
        came = [text for name in changed if (text := _label(after, name, language)) != _label(before, name, language)]
        if any(gone) or any(came):
            yield Detail(CHOICES, ", ".join(filter(None, gone)), ", ".join(filter(None, came)), language)


def _by_name(definition: Definition, node: Node) -> Mapping[str, Choice]:
    return {each.name: each for each in definition.choices.get(node.choice_list, ())} if node.choice_list else {}


def _labels(choices: Mapping[str, Choice], name: str) -> Texts | None:
    return choices[name].label if name in choices else None


def _label(choices: Mapping[str, Choice], name: str, language: str) -> str:
    return plain(choices[name].label.get(language, (name,))) if name in choices else ""
