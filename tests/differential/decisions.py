"""Where the portal decides otherwise than the reference on purpose: docs/decisions/0007 says why. Nothing else may differ."""

from typing import Any

Node = dict[str, Any]


def as_we_decided(ours: Node, theirs: Node) -> Node:
    """The reference's node with each of our decisions applied, and the spaces around a label left out."""
    expected = {**theirs, "label": theirs["label"].strip()}
    ours["label"] = ours["label"].strip()
    for decide in (_nothing_irrelevant_is_required, _no_date_is_no_text, _other_in_words_of_our_own):
        decide(ours, expected)
    return expected


def _no_date_is_no_text(_ours: Node, expected: Node) -> None:
    """A date that cannot be worked out reads `Invalid Date` in the reference."""
    if expected["value"] == "Invalid Date":
        expected["value"] = ""


def _other_in_words_of_our_own(ours: Node, expected: Node) -> None:
    """`or_other` is English in what pyxform makes of it, whatever the language."""
    for choice, other in zip(ours.get("choices", ()), expected.get("choices", ()), strict=False):
        if other == {"value": "other", "label": "Other"}:
            other["label"] = choice["label"]
    if expected["label"] == "Specify other.":
        expected["label"] = ours["label"]


def _nothing_irrelevant_is_required(_ours: Node, expected: Node) -> None:
    """The reference gives the outcome of the column `required` also where the question is not asked."""
    expected["required"] = expected["required"] and expected["relevant"]
