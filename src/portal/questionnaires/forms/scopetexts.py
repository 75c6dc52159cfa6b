"""The texts and answers of an evaluation as people read them: in a language, plain or as safe markup."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from .display import shown
from .fields import CompiledChoice, CompiledTexts, Field, TextRun
from .markdown import Piece, to_html, to_plain
from .rows import Row

if TYPE_CHECKING:
    from .engine import Form


class ScopeTexts:
    """What a `Scope` says in its language, or in another one."""

    __slots__ = ()

    form: "Form"
    language: str
    is_as_written: bool

    def choices(self, row: Row, field: Field) -> Sequence[CompiledChoice]:
        """The choices that a question offers now."""
        raise NotImplementedError

    def written(self, row: Row, texts: CompiledTexts, language: str = "") -> str:
        """A text in a language (by default that of the evaluation) as its author wrote it, answers filled in."""
        found = self._in_language(texts, language)
        return found if isinstance(found, str) else found(row)

    def text(self, row: Row, texts: CompiledTexts, language: str = "", *, is_flow: bool = False) -> str:
        """The same as people read it where there is no markup: without the signs of Markdown."""
        if self.is_as_written:
            return self.written(row, texts, language)
        return to_plain(self._pieces(row, texts, language), is_flow=is_flow)

    def html(self, row: Row, texts: CompiledTexts, *, is_flow: bool = False) -> Markup:
        """The text in the language of the evaluation as safe markup; see `markdown.to_html`."""
        return to_html(self._pieces(row, texts), is_flow=is_flow)

    def _pieces(self, row: Row, texts: CompiledTexts, language: str = "") -> Sequence[Piece]:
        found = self._in_language(texts, language)
        return [found] if isinstance(found, str) else found.pieces(row)

    def _in_language(self, texts: CompiledTexts, language: str = "") -> TextRun:
        """The text in a language, or in the form's own where it has none."""
        found = texts.get(language or self.language)
        return texts.get(self.form.definition.default_language, "") if found is None else found

    def choice_label(self, row: Row, index: int, name: str) -> str:
        """The label of a choice of a question as its author wrote it; its name where there is no such choice."""
        return self.written(row, self._choice_label(row, index, name)) or name

    def _choice_label(self, row: Row, index: int, name: str) -> CompiledTexts:
        field = self.form.fields[index]
        offered = field.choices if field.choice_path is None else self.choices(row, field)
        return next((each.label for each in offered if each.choice.name == name), {})

    def shown(self, row: Row, index: int, language: str = "") -> str:
        """The value of a node as people read it."""
        field = self.form.fields[index]
        return shown(
            field.node.value_type or field.node.type,
            row.values[field.slot],
            language or self.language,
            lambda name: self.text(row, self._choice_label(row, index, name), language) or name,
            appearance=field.node.appearance,
        )

    def is_awaited(self, row: Row, index: int) -> bool:
        """Whether people are told that a question of a row has to be answered yet; ODK's engine tells nothing."""
        field = self.form.fields[index]
        is_required = field.required is not None and bool(field.required(row))
        return is_required and not self.is_as_written and not row.values[field.slot]
