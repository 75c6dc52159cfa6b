"""`portal questionnaire`: what authors use to check and try what they write."""

import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from portal import i18n
from portal.i18n import gettext as _

if TYPE_CHECKING:
    from portal.questionnaires.forms.problems import Problem
    from portal.questionnaires.trying import Action, Trial

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FORMAT = click.Choice(["table", "json"])


@click.group()
def questionnaire() -> None:
    """Questionnaires as authors write them: XLSForms in xlsx, Markdown or CSV, alone or in a zip with their lists."""


@questionnaire.command()
@click.argument("file", type=FILE)
@click.option("--language", type=click.Choice(list(i18n.LANGUAGES)), default=i18n.DEFAULT_LANGUAGE)
@click.option("--media", type=FOLDER, help="the folder with the CSV lists of the questionnaire")
@click.option("--format", "style", type=FORMAT, default="table")
def check(file: Path, language: str, media: Path | None, style: str) -> None:
    """Say what is wrong with a questionnaire; exit code 1 when it cannot be published."""
    from portal.questionnaires.forms.problems import FormProblems
    from portal.questionnaires.trying import read_questionnaire

    try:
        found, is_usable = read_questionnaire(file, media).warnings, True
    except FormProblems as problems:
        found, is_usable = problems.problems, False
    with i18n.speaking(language):
        rows = [_as_row(problem) for problem in found]
        if style == "json":
            _print_json({"usable": is_usable, "problems": rows})
        else:
            click.echo(_table(rows) if rows else _("Nothing is wrong; the questionnaire can be published."))
    sys.exit(0 if is_usable else 1)


def _trying(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that `evaluate` and `steps` share."""
    for option in (
        click.option("--media", type=FOLDER, help="the folder with the CSV lists of the questionnaire"),
        click.option("--now", default="", help="the moment to do it at, as 2026-11-23T12:00:00+01:00"),
        click.option("--language", default="", help="nl, en, or another language of the questionnaire"),
        click.option("--actions", type=FILE, help="a JSON list of what is answered, in order"),
        click.argument("file", type=FILE),
    ):
        command = option(command)
    return command


@questionnaire.command()
@_trying
def evaluate(file: Path, actions: Path | None, language: str, now: str, media: Path | None) -> None:
    """Print the state of a questionnaire after some actions, as JSON."""
    trial = _trial(file, actions, language, now, media)
    with i18n.speaking(trial.language):
        _print_json(trial.result())


@questionnaire.command()
@_trying
@click.option("--format", "style", type=FORMAT, default="table")
def steps(file: Path, actions: Path | None, language: str, now: str, media: Path | None, style: str) -> None:
    """List the steps that a client would see after some actions."""
    trial = _trial(file, actions, language, now, media)
    with i18n.speaking(trial.language):
        if style == "json":
            _print_json(trial.steps())
            return
        for step in trial.steps():
            click.echo(f"{step['number']}. {step['title']}")


def _trial(file: Path, actions: Path | None, language: str, now: str, media: Path | None) -> "Trial":
    from portal.questionnaires.forms.engine import compile_form
    from portal.questionnaires.forms.problems import FormProblems
    from portal.questionnaires.trying import Trial, read_questionnaire, speaks

    wanted, moment = _read_actions(actions), _moment(now)
    try:
        form = compile_form(read_questionnaire(file, media))
    except FormProblems as found:
        with i18n.speaking(language):
            click.echo(_table([_as_row(problem) for problem in found.problems]), err=True)
        sys.exit(1)
    language = language or form.definition.default_language
    if not speaks(form, language):
        raise click.BadParameter(
            f"{language} is not among {', '.join(form.definition.languages)}", param_hint="--language"
        )
    trial = Trial(form, language=language, now=moment)
    with i18n.speaking(language):
        trial.do(wanted)
    return trial


def _read_actions(file: Path | None) -> "list[Action]":
    import msgspec

    from portal.questionnaires.trying import read_actions

    try:
        return read_actions(file.read_bytes()) if file is not None else []
    except msgspec.MsgspecError as error:
        raise click.BadParameter(str(error), param_hint="--actions") from error


def _moment(text: str) -> datetime.datetime:
    """A moment in UTC; without an offset it is meant as the clock in the Netherlands shows it."""
    try:
        moment = datetime.datetime.fromisoformat(text) if text else datetime.datetime.now(datetime.UTC)
        return moment.replace(tzinfo=moment.tzinfo or i18n.TIME_ZONE).astimezone(datetime.UTC)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(str(error), param_hint="--now") from error


def _as_row(problem: "Problem") -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "message": problem.text(),
    }


def _table(rows: list[dict[str, Any]]) -> str:
    kinds = {"error": _("error"), "warning": _("warning")}
    cells = [[_("Kind"), _("Sheet"), _("Row"), _("Column"), _("What is wrong")]]
    for row in rows:
        kind, place = kinds[row["severity"]], str(row["row"] or "")
        cells.append([kind, row["sheet"], place, row["column"], row["message"]])
    widths = [*(max(len(line[place]) for line in cells) for place in range(4)), 0]
    return "\n".join("  ".join(map(str.ljust, line, widths)) for line in cells)


def _print_json(value: Any) -> None:
    # As bytes: JSON is UTF-8, whatever the terminal is.
    click.echo(json.dumps(value, ensure_ascii=False, indent=2).encode())
