"""What is wrong with a questionnaire that an office wrote: each problem names its sheet, row and column."""

from typing import Literal

import msgspec

from portal.i18n import catalogue, language
from portal.i18n import mark as _

Severity = Literal["error", "warning"]


class Problem(msgspec.Struct, frozen=True):
    """One thing that the author has to know, kept as message id and parameters so that it reads in either language.

    `row` is the row number of the spreadsheet, counted from 1 with the headings in row 1; `sheet` and `column` are
    empty where the problem belongs to none; `near` is the part of an expression where it goes wrong.
    """

    severity: Severity
    sheet: str
    row: int | None
    column: str
    message: str
    parameters: dict[str, str] = {}
    near: str = ""

    def text(self) -> str:
        """The message in the language in force."""
        translate = catalogue(language()).gettext
        reason = translate(self.message) % self.parameters
        return (
            translate(_("%(reason)s (near “%(near)s”)")) % {"reason": reason, "near": self.near}
            if self.near
            else reason
        )


class FormProblems(Exception):
    """A questionnaire that cannot be used, with everything that is wrong with it at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{each.sheet}:{each.row}:{each.column} {each.message}" for each in problems))
        self.problems = problems
