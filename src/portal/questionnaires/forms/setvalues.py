"""Reads from an XForm which values are set at an event: when a form is opened, or when another answer changes."""

from lxml import etree

SETVALUE = "{http://www.w3.org/2002/xforms}setvalue"
_ON_CHANGE = "xforms-value-changed"


def set_values(root: etree._Element) -> tuple[dict[str, str], dict[str, tuple[tuple[str, ...], str]]]:
    """The dynamic defaults by reference; and of what follows a change, what triggers it and what it becomes."""
    defaults: dict[str, str] = {}
    triggered: dict[str, tuple[tuple[str, ...], str]] = {}
    for each in root.iter(SETVALUE):
        ref, value, parent = each.get("ref", ""), each.get("value", "").strip(), each.getparent()
        if each.get("event") == _ON_CHANGE and parent is not None:
            before = triggered.get(ref, ((), ""))[0]
            triggered[ref] = ((*before, parent.get("ref", "")), value)
        else:
            defaults[ref] = value
    return defaults, triggered
