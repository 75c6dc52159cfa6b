"""What is typed about a step of the progress."""

from portal.dossiers.operations.progress import Step
from portal.dossiers.tables import StepState
from portal.dossiers.views import StepView
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.staff.reading import LONGEST_TEXT, Reading, Typed, date_as_typed

TURNS = {
    "client": mark("The client"),
    "office": mark("Our office"),
    "bank": mark("The bank"),
    "municipality": mark("The municipality"),
    "registry": mark("The land registry"),
    "other": mark("Somebody else"),
}


def read_step(typed: Typed) -> Step:
    """The progress step that was typed; raises `Refused`."""
    reading = Reading(typed)
    states = [state.value for state in StepState]
    state = reading.choice("state", states, _("Choose how far this step is."))
    made = {
        "title_nl": reading.text("title_nl", _("Fill in the name of the step.")),
        "title_en": reading.text("title_en"),
        "explanation_nl": reading.text("explanation_nl", longest=LONGEST_TEXT),
        "explanation_en": reading.text("explanation_en", longest=LONGEST_TEXT),
        "whose_turn": reading.choice("whose_turn", ("", *TURNS), _("Choose whose turn it is.")),
    }
    day = reading.date("day")
    reading.finish()
    return Step(**made, state=StepState(state), day=day)


def step_as_typed(step: StepView) -> Typed:
    """A step as its form shows it."""
    fields = {
        "title_nl": step.title_nl,
        "title_en": step.title_en,
        "explanation_nl": step.explanation_nl,
        "explanation_en": step.explanation_en,
        "state": step.state.value,
        "whose_turn": step.whose_turn,
        **date_as_typed("day", step.day),
    }
    return Typed.of(fields)
