"""Reads the XForm that pyxform makes of a spreadsheet: instance, binds and body become the nodes of a definition."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from .definition import GROUP, Choice, Definition, Node, Output, Text, Texts
from .outline import Row

NAMESPACE = "https://klantenportaal.nl/xforms"
_X = "{http://www.w3.org/2002/xforms}"
_JR = "{http://openrosa.org/javarosa}"
_NP = f"{{{NAMESPACE}}}"
_TITLE = "{http://www.w3.org/1999/xhtml}title"
_ITEXT = re.compile(r"\s*jr:itext\('(.*)'\)\s*")
_ITEMSET = re.compile(r"instance\('([^']+)'\)/root/item(?:\[(.*)\])?", re.DOTALL)
_LANGUAGE_CODE = re.compile(r".*\(([A-Za-z]{2,3})(?:[-_]\w+)?\)\s*")
_LANGUAGE_NAMES = {"default": "nl", "nederlands": "nl", "dutch": "nl", "english": "en", "engels": "en"}
_MISSING = "-"


def language_code(column: str) -> str:
    """`nl` for `Nederlands (nl)` and for `Nederlands`; `nl` too where a form has no languages (`default`)."""
    match = _LANGUAGE_CODE.fullmatch(column)
    name = column.strip().lower()
    return match.group(1).lower() if match else _LANGUAGE_NAMES.get(name, name)


def parse(source: bytes) -> etree._Element:
    """The root of an XForm; nothing outside of it is looked at."""
    return etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


class XForm:
    """One XForm, and where in the spreadsheet its nodes came from."""

    def __init__(
        self, root: etree._Element, rows: Mapping[str, Row], choice_rows: Mapping[tuple[str, str], int]
    ) -> None:
        self.rows = rows
        self.choice_rows = choice_rows
        self.title = root.findtext(f".//{_TITLE}") or ""
        model = next(root.iter(f"{_X}model"))
        self.languages = [each.get("lang", "") for each in model.iter(f"{_X}translation")] or ["default"]
        self.default_language = self._default_language(model)
        self.itext = self._texts_by_id(model)
        self.binds = {each.get("nodeset", ""): each for each in model.iter(f"{_X}bind")}
        self.setvalues = {each.get("ref", ""): each.get("value", "") for each in model.iter(f"{_X}setvalue")}
        self.controls = {each.get("ref"): each for each in root[-1].iter() if each.get("ref")}
        self.instances = model.findall(f"{_X}instance")

    def definition(self) -> Definition:
        """The definition, not yet checked."""
        data = self.instances[0][0]
        codes = tuple(dict.fromkeys(language_code(each) for each in self.languages))
        titles = {code: data.get(f"{_NP}title_{code}") or self.title for code in codes}
        return Definition(
            title={self.default_language: self.title, **titles},
            default_language=self.default_language,
            languages=codes,
            nodes=tuple(self._nodes(data, f"/{etree.QName(data).localname}")),
            choices={each.get("id", ""): tuple(self._choices(each)) for each in self.instances[1:]},
            version=data.get("version") or "",
        )

    def _default_language(self, model: etree._Element) -> str:
        for each in model.iter(f"{_X}translation"):
            if each.get("default"):
                return language_code(each.get("lang", ""))
        return language_code(self.languages[0])

    def _texts_by_id(self, model: etree._Element) -> dict[str, Texts]:
        found: dict[str, Texts] = {}
        for translation in model.iter(f"{_X}translation"):
            code = language_code(translation.get("lang", ""))
            for entry in translation.iter(f"{_X}text"):
                value = next((each for each in entry.iter(f"{_X}value") if each.get("form") is None), None)
                text = () if value is None else _text(value)
                if text and text != (_MISSING,):
                    found.setdefault(entry.get("id", ""), {})[code] = text
        return found

    def _nodes(self, parent: etree._Element, path: str) -> Iterator[Node]:
        for element in parent:
            name = etree.QName(element).localname
            if not (path.count("/") == 1 and name == "meta"):
                yield self._node(element, name, f"{path}/{name}")

    def _node(self, element: etree._Element, name: str, ref: str) -> Node:
        row = self.rows.get(ref)
        bind, control = self.binds.get(ref, etree.Element("none")), self.controls.get(ref)
        choice_list, choice_filter = _choice_source(control)
        kind = GROUP if len(element) else row.type if row else "calculate"
        readonly = bind.get("readonly", "").strip()
        return Node(
            ref=ref,
            name=name,
            type=kind,
            row=row.number if row else None,
            label=self._child_texts(control, "label"),
            hint=self._child_texts(control, "hint"),
            relevant=bind.get("relevant", "").strip(),
            required=bind.get("required", "").strip(),
            required_message=self._message(bind.get(f"{_JR}requiredMsg")),
            constraint=bind.get("constraint", "").strip(),
            constraint_message=self._message(bind.get(f"{_JR}constraintMsg")),
            calculation=bind.get("calculate", "").strip(),
            readonly="" if kind == "note" else readonly,
            default="" if len(element) else (element.text or "").strip(),
            default_expression=self.setvalues.get(ref, "").strip(),
            choice_list=choice_list,
            choice_filter=choice_filter,
            appearance=tuple((control.get("appearance") or "").split()) if control is not None else (),
            check=bind.get(f"{_NP}check", ""),
            children=tuple(self._nodes(element, ref)),
        )

    def _child_texts(self, control: etree._Element | None, tag: str) -> Texts:
        child = None if control is None else control.find(f"{_X}{tag}")
        if child is None:
            return {}
        reference = _ITEXT.fullmatch(child.get("ref") or "")
        if reference is not None:
            return self.itext.get(reference.group(1), {})
        text = _text(child)
        return {self.default_language: text} if text else {}

    def _message(self, attribute: str | None) -> Texts:
        if not attribute:
            return {}
        reference = _ITEXT.fullmatch(attribute)
        return self.itext.get(reference.group(1), {}) if reference else {self.default_language: (attribute,)}

    def _choices(self, instance: etree._Element) -> Iterator[Choice]:
        list_name = instance.get("id", "")
        for item in instance.iter(f"{_X}item"):
            cells = {etree.QName(each).localname: (each.text or "").strip() for each in item}
            name, itext = cells.pop("name", ""), cells.pop("itextId", None)
            own = cells.pop("label", "")
            label: Texts = self.itext.get(itext, {}) if itext else {self.default_language: (own,)} if own else {}
            yield Choice(name, label, cells, self.choice_rows.get((list_name, name)))


def _text(element: etree._Element) -> Text:
    """The text of an element, its outputs kept as expressions."""
    parts: list[str | Output] = [element.text or ""]
    for each in element:
        parts += [Output((each.get("value") or "").strip()), each.tail or ""]
    if isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part != "")


def _choice_source(control: etree._Element | None) -> tuple[str, str]:
    itemset = None if control is None else control.find(f"{_X}itemset")
    match = None if itemset is None else _ITEMSET.fullmatch((itemset.get("nodeset") or "").strip())
    return ("", "") if match is None else (match.group(1), (match.group(2) or "").strip())
