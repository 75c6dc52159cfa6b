"""Tells of which type the nodes of an XForm are, where no spreadsheet says so. Source: ODK XForms specification."""

from collections.abc import Iterator

from lxml import etree

from portal.i18n import mark as _

from .outline import Row
from .parameters import range_problems
from .problems import Problem

_X = "{http://www.w3.org/2002/xforms}"
_RANK = "{http://www.opendatakit.org/xforms}rank"
_JR = "{http://openrosa.org/javarosa}"
_INPUTS = {
    "string": "text", "int": "integer", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "dateTime",
}  # fmt: skip
_CONTROLS = {
    f"{_X}select1": "select_one",
    f"{_X}select": "select_multiple",
    f"{_X}trigger": "acknowledge",
    f"{_X}range": "range",
    _RANK: "rank",
}
_NO_QUESTIONS = frozenset({f"{_X}group", f"{_X}repeat", f"{_X}setvalue"})
_METADATA = {"start": "start", "end": "end", "today": "today", "username": "username"}


def types_of(root: etree._Element) -> tuple[dict[str, Row], list[Problem]]:
    """Each leaf's type by its reference, as `outline.outline` gives them for a spreadsheet, and what is unavailable."""
    binds = {each.get("nodeset", ""): each for each in root.iter(f"{_X}bind")}
    controls = {
        each.get("ref", ""): each for each in root[-1].iter() if each.get("ref") and each.tag not in _NO_QUESTIONS
    }
    model = next(root.iter(f"{_X}model"))
    data = next(model.iter(f"{_X}instance"))[0]
    rows, problems = {}, []
    for ref in _leaves(data, f"/{etree.QName(data).localname}"):
        bind = binds.get(ref, etree.Element("none"))
        control = controls.get(ref)
        kind, is_known = _type(bind, control)
        rows[ref] = Row(None, kind)
        if not is_known:
            message = _("The type “%(type)s” of “%(name)s” is not available")
            problems.append(Problem("error", "", None, "", message, {"type": kind, "name": ref.rpartition("/")[2]}))
        if control is not None and kind == "range":
            problems += range_problems(None, {name: control.get(name, "") for name in ("start", "end", "step")})
    return rows, problems


def _leaves(element: etree._Element, path: str) -> Iterator[str]:
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else "meta"
        if name == "meta":
            continue
        if len(child):
            yield from _leaves(child, f"{path}/{name}")
        else:
            yield f"{path}/{name}"


def _type(bind: etree._Element, control: etree._Element | None) -> tuple[str, bool]:
    """The XLSForm type and True, or what the form calls it and False where there is none."""
    stored = bind.get("type", "string").rpartition(":")[2]
    if control is None:
        return _METADATA.get(bind.get(f"{_JR}preloadParams", ""), "calculate"), True
    if control.tag == f"{_X}upload":
        kind = (control.get("mediatype") or "").partition("/")[0]
        return {"image": "image", "audio": "audio", "video": "video"}.get(kind, "file"), kind not in {"audio", "video"}
    if control.tag != f"{_X}input":
        return _CONTROLS.get(control.tag, etree.QName(control).localname), control.tag in _CONTROLS
    if stored == "string" and bind.get("readonly") == "true()" and bind.get("calculate") is None:
        return "note", True
    return _INPUTS.get(stored, stored), stored in _INPUTS
