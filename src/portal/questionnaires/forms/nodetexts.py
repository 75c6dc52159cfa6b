"""The texts of a node: plain, without the signs of Markdown, and with what they stand for as safe markup."""

from functools import cached_property

from markupsafe import Markup, escape

from .fields import Field
from .rows import Row


class NodeTexts:
    """What a node says in a row, in the language of the evaluation; worked out when it is asked for."""

    def __init__(self, row: Row, field: Field) -> None:
        self._row = row
        self._field = field

    @cached_property
    def label(self) -> str:
        """The question itself, as plain text."""
        return self._row.scope.text(self._row, self._field.label, is_flow=self._field.node.type == "note")

    @cached_property
    def label_html(self) -> Markup:
        """The label with its Markdown as safe markup: words and line breaks; of a note also paragraphs and lists."""
        return self._row.scope.html(self._row, self._field.label, is_flow=self._field.node.type == "note")

    @cached_property
    def hint(self) -> str:
        """The explanation below the question, as plain text; often empty."""
        return self._row.scope.text(self._row, self._field.hint)

    @cached_property
    def hint_html(self) -> Markup:
        """The hint with its Markdown as safe markup, without blocks."""
        return self._row.scope.html(self._row, self._field.hint)

    @cached_property
    def guidance(self) -> str:
        """The longer explanation, for who asks for it; as plain text, often empty."""
        return self._row.scope.text(self._row, self._field.guidance, is_flow=True)

    @cached_property
    def guidance_html(self) -> Markup:
        """The longer explanation with its Markdown as safe markup: paragraphs and lists."""
        return self._row.scope.html(self._row, self._field.guidance, is_flow=True)

    @cached_property
    def image(self) -> str:
        """The name of the picture that belongs to the question; empty without one."""
        return self._row.scope.written(self._row, self._field.image)

    @cached_property
    def choice_images(self) -> dict[str, str]:
        """The name of the picture of each choice that has one, by the choice's value."""
        written, row = self._row.scope.written, self._row
        images = {each.choice.name: written(row, each.image) for each in row.scope.choices(row, self._field)}
        return {value: image for value, image in images.items() if image}

    @cached_property
    def choice_labels_html(self) -> dict[str, Markup]:
        """The label of each choice with its Markdown as safe markup, by the choice's value."""
        html, row = self._row.scope.html, self._row
        found = row.scope.choices(row, self._field)
        return {each.choice.name: html(row, each.label) or escape(each.choice.name) for each in found}
