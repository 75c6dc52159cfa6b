"""Makes up XPath expressions over the questions of a form, as authors write them; the same for the same seed."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

CHOICES = ("a", "b", "c", "d")
TEXTS = ("", "jan", "Jan de Vries", "Čapek", "1", "12.5", "2026-11-24", "a b", "İğne", "x" * 40)
NUMBERS = ("0", "1", "2", "3", "7", "10", "-4", "2.5", "0.1", "100")
DATES = ("2026-11-23", "2026-11-24", "2026-11-25", "1958-03-27", "2000-02-29", "1969-12-31")


class Question(NamedTuple):
    """What an expression may refer to: a name, an XLSForm type, and the repeats that it stands in, outermost first."""

    name: str
    kind: str
    repeats: tuple[str, ...] = ()
    is_always_asked: bool = False


class Expressions:
    """Expressions for one place in a form: `known` are the questions that may be referred to from there.

    `is_in_row` says that `..` is a row of a repeat.
    """

    def __init__(
        self,
        chance: random.Random,
        known: Sequence[Question],
        repeats: tuple[str, ...] = (),
        *,
        is_in_row: bool = False,
    ) -> None:
        self.chance = chance
        self.repeats = repeats
        self.is_in_row = is_in_row
        self.near = [each for each in known if each.repeats == repeats[: len(each.repeats)]]
        self.inside = [each for each in known if each not in self.near]

    def truth(self, depth: int = 2) -> str:
        """An expression that is true or false."""
        makers: list[Callable[[], str]] = [self._comparison, self._comparison, self._choice, self._of_text]
        if depth > 0:
            makers += [lambda: self._logic(depth), lambda: f"not({self.truth(depth - 1)})"]
        return self._one(makers)()

    def number(self, depth: int = 2) -> str:
        """An expression that is a number."""
        makers: list[Callable[[], str]] = [lambda: self._one(NUMBERS), self._number_of, self._number_of]
        if depth > 0:
            makers += [lambda: self._sum_of(depth), lambda: self._function_of_numbers(depth)]
        if self.inside:
            makers += [self._over_rows] * 3
        return self._one(makers)()

    def text(self, depth: int = 2) -> str:
        """An expression that is a text."""
        makers: list[Callable[[], str]] = [lambda: f"'{self._one(TEXTS)}'", self._text_of, self._text_of]
        if depth > 0:
            makers += [lambda: self._function_of_texts(depth)] * 2
        if self.inside:
            makers.append(self._joined_rows)
        return self._one(makers)()

    def date(self) -> str:
        """An expression that is a date."""
        named = self._named("date")
        return self._one([*([named] * 3 if named else []), "today()", f"date('{self._one(DATES)}')"])

    def _one(self, options: Sequence[Callable[[], str]] | Sequence[str]) -> "str | Callable[[], str]":  # type: ignore[misc]
        return self.chance.choice(options)

    def _named(self, *kinds: str) -> str:
        names = [f"${{{each.name}}}" for each in self.near if each.kind in kinds]
        return self.chance.choice(names) if names else ""

    def _number_of(self) -> str:
        return self._named("integer", "decimal", "range", "number") or self._one(NUMBERS)

    def _text_of(self) -> str:
        return self._named("text", "select_one", "string", "time") or f"'{self._one(TEXTS)}'"

    def _comparison(self) -> str:
        sign = self._one(("=", "!=", "<", "<=", ">", ">="))
        return self._one(
            (
                f"{self._number_of()} {sign} {self.number(0)}",
                f"{self.number(1)} {sign} {self.number(1)}",
                f"{self.date()} {sign} {self.date()}",
                f"{self._text_of()} {self._one(('=', '!='))} {self.text(0)}",
            )
        )

    def _choice(self) -> str:
        several, one = self._named("select_multiple", "rank"), self._named("select_one")
        name = self._one(CHOICES)
        options = [f"{one} = '{name}'", f"selected({one}, '{name}')"] if one else []
        if several:
            options += [f"selected({several}, '{name}')", f"count-selected({several}) > {self._one(('0', '1', '2'))}"]
        ticked = self._named("acknowledge")
        return self._one([*options, *([f"{ticked} = 'OK'"] if ticked else []), f"{self._text_of()} = ''"])

    def _of_text(self) -> str:
        text = self._text_of()
        return self._one(
            (
                f"string-length({text}) > {self._one(('0', '2', '5'))}",
                f"regex({text}, '^[a-z]+$')",
                f"contains({text}, 'a')",
                f"starts-with({text}, 'J')",
                f"{text} != ''",
                f"boolean-from-string({text})",
                f"boolean({self._number_of()})",
                text,
            )
        )

    def _logic(self, depth: int) -> str:
        first, second = self.truth(depth - 1), self.truth(depth - 1)
        return self._one(
            (f"{first} and {second}", f"{first} or {second}", f"({first} or {second}) and {self.truth(0)}")
        )

    def _sum_of(self, depth: int) -> str:
        sign = self._one(("+", "-", "*", "div", "mod"))
        return f"({self.number(depth - 1)} {sign} {self.number(depth - 1)})"

    def _function_of_numbers(self, depth: int) -> str:
        first, second = self.number(depth - 1), self.number(depth - 1)
        several = self._named("select_multiple", "rank") or self._text_of()
        row = ["position(..)"] * 3 if self.is_in_row else []
        return self._one(
            (
                f"int({first})",
                f"round({first}, {self._one(('0', '1', '2', '-1'))})",
                f"abs({first})",
                f"min({first}, {second})",
                f"max({first}, {second})",
                f"number({self.text(0)})",
                f"coalesce({self._number_of()}, {second})",
                f"if({self.truth(0)}, {first}, {second})",
                f"string-length({self.text(0)})",
                f"count-selected({several})",
                f"pow({first}, 2)",
                f"floor({first})",
                f"ceiling({first})",
                f"decimal-date-time({self.date()})",
                f"({self.date()} - {self.date()})",
                f"int(({self.date()} - {self.date()}) div 365.25)",
                *row,
            )
        )

    def _function_of_texts(self, depth: int) -> str:
        first, second = self.text(depth - 1), self.text(depth - 1)
        one, several = self._named("select_one"), self._named("select_multiple", "rank")
        options = [
            f"concat({first}, {second})",
            f"concat({first}, ' ', {self.number(0)})",
            f"join(', ', {first}, {second})",
            f"coalesce({self._text_of()}, {second})",
            f"if({self.truth(0)}, {first}, {second})",
            f"substr({first}, {self._one(('0', '1', '-2'))}, {self._one(('1', '3'))})",
            f"substr({first}, 1)",
            f"substring-before({first}, ' ')",
            f"substring-after({first}, ' ')",
            f"normalize-space({first})",
            f"translate({first}, 'abc', 'AB')",
            f"format-date({self.date()}, '%Y-%m-%d')",
            f"format-date({self.date()}, '%e-%n-%y')",
            f"string({self.number(1)})",
            f"string({self.truth(0)})",
        ]
        if one:
            options += [f"jr:choice-name({one}, '{one}')"] * 3
        if several:
            options.append(f"jr:choice-name(selected-at({several}, 0), '{several}')")
            options.append(f"selected-at({several}, {self._one(('0', '1', '5'))})")
        return self._one(options)

    def _over_rows(self) -> str:
        question = self.chance.choice(self.inside)
        repeat, name = question.repeats[-1], f"${{{question.name}}}"
        if not question.is_always_asked:
            # What is not asked is left out of sets; the reference has an empty text there.
            return f"count({name}[. != ''])"
        options = [f"count({name})", f"count-non-empty({name})"]
        if len(question.repeats) == 1:
            options.append(f"count(${{{repeat}}})")
        if question.kind in {"integer", "decimal"}:
            # The sum of nothing at all is 0, as XPath says; the reference has none.
            options.append(f"if(count({name}) > 0, sum({name}), 0)")
            options += [f"max({name})", f"min({name})"]
            if len(question.repeats) == 1:
                options.append(f"indexed-repeat({name}, ${{{repeat}}}, {self._one(('1', '2'))})")
        return self._one(options)

    def _joined_rows(self) -> str:
        question = self.chance.choice(self.inside)
        name = f"${{{question.name}}}"
        if len(question.repeats) == 1 and question.is_always_asked and self.chance.random() < 0.5:
            return f"indexed-repeat({name}, ${{{question.repeats[-1]}}}, {self._one(('1', '2'))})"
        return f"join(' ', {name}[. != ''])"
