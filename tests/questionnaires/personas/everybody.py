"""All scripted people, of every questionnaire that comes with the product."""

from tests.questionnaires.personas import (
    koopwoning,
    levenstestament,
    oprichting_bv,
    samenleven,
    testament,
    verklaring_van_erfrecht,
)
from tests.questionnaires.personas.persona import Persona

PERSONAS: tuple[Persona, ...] = (
    *koopwoning.PERSONAS,
    *testament.PERSONAS,
    *samenleven.PERSONAS,
    *oprichting_bv.PERSONAS,
    *levenstestament.PERSONAS,
    *verklaring_van_erfrecht.PERSONAS,
)
