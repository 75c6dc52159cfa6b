"""All scripted people, of every questionnaire that comes with the product."""

from tests.questionnaires.personas import levenstestament, oprichting_bv, verklaring_van_erfrecht
from tests.questionnaires.personas.persona import Persona

PERSONAS: tuple[Persona, ...] = (
    *oprichting_bv.PERSONAS,
    *levenstestament.PERSONAS,
    *verklaring_van_erfrecht.PERSONAS,
)
