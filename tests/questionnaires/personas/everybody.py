"""All scripted people, of every questionnaire that comes with the product."""

from tests.questionnaires.personas.persona import Persona

PERSONAS: tuple[Persona, ...] = ()
