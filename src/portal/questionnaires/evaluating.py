"""What a questionnaire makes of the answers of its addressee, with what the portal knows of them; pure."""

import datetime

from portal import i18n
from portal.questionnaires.draft import Answers
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.state import State
from portal.questionnaires.views import ResponseView


def evaluated(
    form: Form, response: ResponseView, answers: Answers, *, now: datetime.datetime, language: str = ""
) -> State:
    """The state of a response for some answers, whoever looks at it; by default in the language in force.

    What is known fills in questions that were never answered, so only as long as they can be: what was sent is read as
    it was sent.
    """
    known = response.known if response.is_open else None
    return form.evaluate(answers, language=language or i18n.language(), now=now, known=known)
