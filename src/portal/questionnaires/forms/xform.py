"""Reads the XForm that pyxform makes of a spreadsheet: instance, binds and body become the nodes of a definition."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from .definition import GROUP, REPEAT, Choice, Definition, Node, Texts
from .itemsets import OTHER_SUFFIX, ItemSet, ListReader, file_of, item_set, other_question_label
from .itext import GUIDANCE, IMAGE, PLAIN, language_code, plain_text, texts_by_id
from .lists import FileLists
from .outline import Row
from .setvalues import SETVALUE, set_values

NAMESPACE = "https://klantenportaal.nl/xforms"
_X = "{http://www.w3.org/2002/xforms}"
_JR = "{http://openrosa.org/javarosa}"
_NP = f"{{{NAMESPACE}}}"
_TITLE = "{http://www.w3.org/1999/xhtml}title"
_ITEXT = re.compile(r"\s*jr:itext\('(.*)'\)\s*")
# What a device fills in: once, at the first save, as ODK does when a form is opened.
_METADATA = {"start": "once(now())", "today": "once(today())"}
_PREFILLED = {"username": "account.name", "email": "account.email", "phonenumber": "account.phone"}
_YES = frozenset({"yes", "true", "true()", "1", "ja"})
_VALUE_TYPES = {"int": "integer", "decimal": "decimal", "date": "date"}
_NO_ELEMENT = etree.Element("none")


def parse(source: bytes) -> etree._Element:
    """The root of an XForm; nothing outside of it is looked at."""
    return etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


class XForm:
    """One XForm, and where in the spreadsheet its nodes came from."""

    def __init__(
        self,
        root: etree._Element,
        rows: Mapping[str, Row],
        choice_rows: Mapping[tuple[str, str], int],
        files: FileLists,
    ) -> None:
        self.rows = rows
        self.files = files
        self.title = root.findtext(f".//{_TITLE}") or ""
        model = next(root.iter(f"{_X}model"))
        self.languages = [each.get("lang", "") for each in model.iter(f"{_X}translation")] or ["default"]
        self.codes = tuple(dict.fromkeys(language_code(each) for each in self.languages))
        self.default_language = self._default_language(model)
        files.default_language = self.default_language
        self.itext = texts_by_id(model)
        self.binds = {each.get("nodeset", ""): each for each in model.iter(f"{_X}bind")}
        self.defaults, self.triggers = set_values(root)
        self.controls = {each.get("ref"): each for each in root[-1].iter() if each.get("ref") and each.tag != SETVALUE}
        self.counts = {each.get("nodeset"): each.get(f"{_JR}count", "") for each in root[-1].iter(f"{_X}repeat")}
        self.instances = model.findall(f"{_X}instance")
        self.lists = ListReader(self.itext, self.default_language, choice_rows)

    def definition(self) -> Definition:
        """The definition, not yet checked."""
        data = self.instances[0][0]
        titles = {code: data.get(f"{_NP}title_{code}") or self.title for code in self.codes}
        nodes = tuple(self._nodes(data, f"/{etree.QName(data).localname}"))
        return Definition(
            title={self.default_language: self.title, **titles},
            default_language=self.default_language,
            languages=self.codes,
            nodes=nodes,
            choices=self._lists() | self.files.chosen,
            version=data.get("version") or "",
            form_id=data.get("id") or "",
        )

    def _default_language(self, model: etree._Element) -> str:
        for each in model.iter(f"{_X}translation"):
            if each.get("default"):
                return language_code(each.get("lang", ""))
        return language_code(self.languages[0])

    def _nodes(self, parent: etree._Element, path: str) -> Iterator[Node]:
        names = set()
        for element in parent:
            name = etree.QName(element).localname
            # A repeat stands there twice: as a template, and as its first row.
            if name not in names and not (path.count("/") == 1 and name == "meta"):
                names.add(name)
                yield self._node(element, name, f"{path}/{name}")

    def _lists(self) -> dict[str, tuple[Choice, ...]]:
        found = {
            each.get("id", ""): self.files.whole(file_of(each)) if file_of(each) else tuple(self.lists.choices(each))
            for each in self.instances[1:]
        }
        return {name: choices for name, choices in found.items() if choices}

    def _node(self, element: etree._Element, name: str, ref: str) -> Node:
        """What it is, what it says, under which conditions, what becomes its value, and which choices it offers."""
        row = self.rows.get(ref)
        container = REPEAT if ref in self.counts else GROUP
        kind = container if len(element) else row.type if row else "calculate"
        bind, control = self._bind(ref), self.controls.get(ref)
        asked = {"type": kind, "row": row.number if row else None, **self._texts(control, bind)}
        if row is None and (other := self.rows.get(ref.removesuffix(OTHER_SUFFIX))):
            asked |= {"type": "text", "row": other.number, "label": other_question_label(self.codes)}
        return Node(
            ref=ref,
            name=name,
            count=self.counts.get(ref, "").strip(),
            appearance=tuple((control.get("appearance") or "").split()) if control is not None else (),
            parameters=_parameters(control) if kind == "range" else {},
            children=tuple(self._nodes(element, ref)),
            **asked,
            **_conditions(bind, kind),
            **self._value(element, bind, ref, kind),
            **self._offer(control, row),
        )

    def _texts(self, control: etree._Element | None, bind: etree._Element) -> dict[str, Any]:
        return {
            "label": self._child_texts(control, "label"),
            "hint": self._child_texts(control, "hint"),
            "guidance": self._child_texts(control, "hint", GUIDANCE),
            "image": self._child_texts(control, "label", IMAGE),
            "required_message": self._message(bind.get(f"{_JR}requiredMsg")),
            "constraint_message": self._message(bind.get(f"{_JR}constraintMsg")),
            "warning_message": self._message(bind.get(f"{_JR}noAppErrorString")),
        }

    def _value(self, element: etree._Element, bind: etree._Element, ref: str, kind: str) -> dict[str, Any]:
        triggers, recalculation = self.triggers.get(ref, ((), ""))
        return {
            "calculation": _METADATA.get(kind) or bind.get("calculate", "").strip(),
            "value_type": _VALUE_TYPES.get(bind.get("type", ""), "") if kind == "calculate" else "",
            "default": "" if len(element) else (element.text or "").strip(),
            "default_expression": self.defaults.get(ref, "").strip(),
            "triggers": triggers,
            "recalculation": recalculation,
            "prefill": _PREFILLED.get(kind, bind.get(f"{_NP}prefill", "")),
        }

    def _offer(self, control: etree._Element | None, row: Row | None) -> dict[str, Any]:
        items = item_set(control)
        return {
            "choice_list": self._list_name(items, row),
            "choice_filter": items.condition,
            "choice_seed": items.seed,
            "choice_path": items.path,
        }

    def _bind(self, ref: str) -> etree._Element:
        return self.binds.get(ref, _NO_ELEMENT)

    def _list_name(self, items: ItemSet, row: Row | None) -> str:
        """The list that a question offers: of the form itself, or of a file with the columns that it names."""
        instance = next((each for each in self.instances[1:] if each.get("id") == items.list_name), None)
        file = "" if instance is None else file_of(instance)
        if not file:
            return items.list_name
        return self.files.choose(file, items.value, items.label, row.number if row else None)

    def _child_texts(self, control: etree._Element | None, tag: str, form: str = PLAIN) -> Texts:
        child = None if control is None else control.find(f"{_X}{tag}")
        if child is None:
            return {}
        reference = _ITEXT.fullmatch(child.get("ref") or "")
        if reference is not None:
            return self.itext[form].get(reference.group(1), {})
        text = plain_text(child) if form == PLAIN else ()
        return {self.default_language: text} if text else {}

    def _message(self, attribute: str | None) -> Texts:
        if not attribute:
            return {}
        reference = _ITEXT.fullmatch(attribute)
        return self.itext[PLAIN].get(reference.group(1), {}) if reference else {self.default_language: (attribute,)}


def _conditions(bind: etree._Element, kind: str) -> dict[str, Any]:
    """The conditions of a node, and our own columns beside them."""
    return {
        "relevant": bind.get("relevant", "").strip(),
        "required": bind.get("required", "").strip(),
        "constraint": bind.get("constraint", "").strip(),
        "readonly": "" if kind == "note" else bind.get("readonly", "").strip(),
        "check": bind.get(f"{_NP}check", ""),
        "code": bind.get(f"{_NP}code", ""),
        "warning": bind.get(f"{_NP}warning", "").strip(),
        "is_confidential": bind.get(f"{_NP}confidential", "").strip().lower() in _YES,
        "is_title": bind.get(f"{_NP}title", "").strip().lower() in _YES,
    }


def _parameters(control: etree._Element | None) -> dict[str, str]:
    names = ("start", "end", "step")
    return {} if control is None else {name: control.get(name, "") for name in names}
