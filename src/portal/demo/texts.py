"""What the demo office writes to its clients."""

from dataclasses import dataclass

from portal.dossiers.tables import StepState


@dataclass(frozen=True, slots=True)
class DemoStep:
    """A progress step; `days` is its day, counted from today."""

    nl: str
    en: str
    told_nl: str
    told_en: str
    state: StepState
    turn: str
    days: int


PURCHASE_STEPS = (
    DemoStep(
        "Dossier geopend",
        "Case file opened",
        "Wij hebben de koopovereenkomst ontvangen.",
        "We have received the purchase agreement.",
        StepState.DONE,
        "",
        -29,
    ),
    DemoStep(
        "Onderzoek afgerond",
        "Research finished",
        "Kadaster en registers zijn gecontroleerd.",
        "The land registry and other registers have been checked.",
        StepState.DONE,
        "",
        -12,
    ),
    DemoStep(
        "Concept van de akte klaar",
        "Draft deed ready",
        "U kunt het concept lezen onder Documenten.",
        "You can read the draft under Documents.",
        StepState.CURRENT,
        "client",
        -3,
    ),
    DemoStep(
        "Ondertekening",
        "Signing",
        "Om 10.30 uur, bij ons op kantoor.",
        "At 10:30, at our office.",
        StepState.TO_COME,
        "",
        10,
    ),
    DemoStep(
        "Inschrijving in het Kadaster",
        "Registration in the land registry",
        "Op de dag van ondertekening.",
        "On the day of signing.",
        StepState.TO_COME,
        "",
        0,
    ),
)
PASSPORT = (
    "Geachte mevrouw De Vries,\n\nVoor de akte van levering ontvangen wij graag een scan of foto van de voorzijde van "
    "uw paspoort. Zorg dat alle vier de hoeken zichtbaar zijn en de tekst scherp is."
)
AGREEMENT = "Geachte mevrouw De Vries,\n\nWilt u ons de getekende koopovereenkomst sturen?"
STATUTES = "Geachte heer Bakker,\n\nWilt u ons een kopie van de laatste statuten van uw vennootschap sturen?"
