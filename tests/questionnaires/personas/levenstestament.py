"""Who makes a living will: a widow helped by her daughter; a father with a partner from abroad; a woman with a company."""

from tests.questionnaires.personas.persona import (
    ANNA,
    CONTACT,
    HOME,
    IDENTITY,
    INVALID_BSN,
    JOAO,
    LINDENGRACHT,
    Persona,
    light,
    named,
)

ADDRESS = {**LINDENGRACHT, "country": "NL"}
REACHED = {"email": "joao@example.com", "mobile": "+31612345678"}
MARTHA = {**ANNA, "given_names": "Martha Johanna", "prefix": "", "surname": "Smit", "birth_date": "1954-03-01"}


def attorney(prefix: str, person: dict[str, str], row: str = "") -> dict[str, str]:
    """Somebody with a task, as the questionnaire asks for them: who they are, where they live, how they are reached."""
    return {
        **named(prefix, light(person), row),
        **named(f"{prefix}_address", ADDRESS, row),
        **named(f"{prefix}_contact", REACHED, row),
    }


def helper(prefix: str, person: dict[str, str]) -> dict[str, str]:
    """Somebody with a smaller task, whose address is one answer."""
    return {
        **named(prefix, light(person)),
        f"{prefix}_home": "Lindengracht 112, 1015 KL Amsterdam",
        **named(f"{prefix}_contact", REACHED),
    }


SINGLE = Persona(
    about="a widow of 72, whose daughter helps her to answer",
    questionnaire="levenstestament",
    steps={
        "start": {"who_fills": "helper", "helper_name": "Anna de Vries", "helper_relation": "child"},
        "you": named("you", MARTHA),
        "reach": {**named("you_address", HOME), **named("you_contact", CONTACT)},
        "you_id": named("you_id", IDENTITY),
        "family": {
            "you_marital_state": "widowed",
            "you_marital_cohabiting": "no",
            "has_children": "yes",
            "children": "Anna Maria, 12 februari 1994",
            "minor_children": "no",
        },
        "attorneys": {
            "attorney_count": "1",
            "attorney_relation[1]": "child",
            "attorney_same_address[1]": "no",
            **attorney("attorney", ANNA, "[1]"),
            "has_successors": "no",
        },
        "power": {
            "power_start": "doctor",
            "passing_on": "no",
            "acts": "bank tax home digital",
            "home_conditions": "Pas als ik niet meer naar huis kan",
            "has_business": "no",
        },
        "gifts": {"giving": "exempt", "gift_to": "children grandchildren", "self_gift": "yes"},
        "control": {
            "has_supervisor": "yes",
            **helper("supervisor", JOAO),
            "report_frequency": "yearly",
            "reward": "expenses",
        },
        "medical_matters": {
            "medical_source": "attorney",
            "medical_attorney": "Anna Maria de Vries",
            "has_medical_successor": "no",
        },
        "care": {
            "doctor": "Dr. Jansen, Haarlem",
            "doctor_may_tell": "yes",
            "treatment": "no_resuscitation only_comfort",
            "treatment_more": "Ik wil geen pijn",
            "declarations": "euthanasia",
            "euthanasia_copy": "verzoek.pdf",
            "living": "Zo lang mogelijk thuis",
            "habits": "Poes Mies gaat naar Anna",
        },
        "court_matters": {
            "court_source": "attorney",
            "court_attorney": "Anna Maria de Vries",
            "has_excluded": "no",
        },
        "finish": {
            "earlier_deeds": "will",
            "earlier_date": "2009-05-12",
            "earlier_notary": "",
            "register": "yes",
            "copies": "attorneys doctor",
            "alone": "yes",
            "remarks": "",
            "understood": "OK",
        },
    },
    worked_out={"attorney_name": "Anna Maria de Vries", "gift_child_nl": "6.908", "gift_other_nl": "2.769"},
    mistakes={
        "you_bsn": (INVALID_BSN, "BSN"),
        "you_birth_date": ("2012-02-12", "18 jaar"),
        "attorney_count": ("5", "1 tot en met 4"),
        "attorney_birth_date[1]": ("2015-02-12", "18 jaar"),
        "attorney_contact_mobile[1]": ("12", "telefoonnummer"),
        "treatment": ("everything no_hospital", "kan niet samen"),
        "declarations": ("euthanasia none", "kan niet samen"),
        "earlier_deeds": ("will none", "kan niet samen"),
        "earlier_date": ("2027-01-01", "nog komen"),
        "copies": ("nobody doctor", "kan niet samen"),
        "understood": ("", "vinkje"),
    },
    warnings={"you_id_valid_until": ("2026-01-01", "niet meer geldig")},
    printed=(
        "Levenstestament",
        "Martha Johanna",
        "Anna de Vries",
        "Niet meer reanimeren",
        "Poes Mies gaat naar Anna",
        "Zo lang mogelijk thuis",
        "12 mei 2009",
    ),
    unprinted=("KvK-nummer", "Hoeveel opvolgers", "Hoeveel mag per jaar worden geschonken"),
)

COUPLE = Persona(
    about="married, with minors, to a partner from abroad",
    questionnaire="levenstestament",
    language="en",
    steps={
        "start": {"who_fills": "self"},
        "you": named("you", ANNA),
        "reach": {**named("you_address", HOME), **named("you_contact", {**CONTACT, "language": "en"})},
        "you_id": named("you_id", IDENTITY),
        "family": {
            "you_marital_state": "married",
            "you_marital_wedding_date": "2015-06-20",
            "you_marital_wedding_place": "Lisboa",
            "you_marital_wedding_country": "PT",
            "you_marital_regime": "foreign",
            **named("you_marital_partner", {**light(JOAO), "nationality": "PT"}),
            "has_children": "yes",
            "children": "Sofia, 3 May 2018\nTomás, 8 October 2020",
            "minor_children": "yes",
        },
        "attorneys": {
            "attorney_count": "2",
            "attorney_relation[1]": "partner",
            "attorney_same_address[1]": "yes",
            **named("attorney_contact", REACHED, "[1]"),
            "attorney_relation[2]": "parent",
            "attorney_same_address[2]": "no",
            **attorney("attorney", MARTHA, "[2]"),
            "together": "above",
            "together_amount": "10000",
            "has_successors": "yes",
            "successor_count": "2",
            "successor_order[1]": "2",
            "successor_relation[1]": "sibling",
            **attorney("successor", {**ANNA, "given_names": "Eva"}, "[1]"),
            "successor_order[2]": "1",
            "successor_relation[2]": "friend",
            **attorney("successor", {**ANNA, "given_names": "Noor"}, "[2]"),
            "order_right": "OK",
        },
        "power": {
            "power_start": "mixed",
            "start_mixed": "The bank at once, the home later",
            "passing_on": "attorneys",
            "acts": "bank insurance",
            "has_business": "no",
        },
        "gifts": {"giving": "no"},
        "control": {"has_supervisor": "no", "report_frequency": "asked", "reward": "none"},
        "medical_matters": {
            "medical_source": "attorney",
            "medical_attorney": "João Pedro Silva",
            "has_medical_successor": "yes",
            **helper("medical_successor", MARTHA),
        },
        "care": {
            "treatment": "",
            "treatment_more": "",
            "declarations": "none",
            "living": "",
            "habits": "",
            "doctor": "",
            "doctor_may_tell": "yes",
        },
        "court_matters": {
            "court_source": "none",
            "has_excluded": "yes",
            "excluded_name[1]": "Karel Bakker",
            "excluded_reason[1]": "",
            "excluded_name[2]": "Ria Bakker",
            "excluded_reason[2]": "She is in debt",
        },
        "finish": {
            "earlier_deeds": "none",
            "register": "yes",
            "copies": "nobody",
            "alone": "no",
            "remarks": "",
            "understood": "OK",
        },
    },
    worked_out={"orders": "2 1", "gift_child_en": "6,908", "you_marital_has_partner": "yes"},
    mistakes={
        "successor_order[1]": ("1", "same number"),
        "successor_order[2]": ("3", "1 to 2"),
        "you_marital_wedding_date": ("2009-06-20", "too close"),
        "together_amount": ("0", "above 0"),
        "attorney_contact_email[1]": ("joao", "e-mail"),
    },
    printed=("Living will", "João Pedro", "Sofia, 3 May 2018", "Large amounts together", "10,000", "Ria Bakker"),
    unprinted=("To whom may gifts be given?", "Copy of the request for euthanasia", "The supervisor"),
)

COMPANY = Persona(
    about="owns a company and chooses different people for money and care",
    questionnaire="levenstestament",
    steps={
        "start": {"who_fills": "self"},
        "you": named("you", ANNA),
        "reach": {**named("you_address", HOME), **named("you_contact", CONTACT)},
        "you_id": named("you_id", IDENTITY),
        "family": {
            "you_marital_state": "unmarried",
            "you_marital_cohabiting": "yes",
            "you_marital_agreement": "yes",
            "you_marital_agreement_date": "2019-09-09",
            "you_marital_agreement_notary": "Notaris Bakker, Haarlem",
            **named("you_marital_partner", {**light(JOAO), "nationality": "PT"}),
            "has_children": "no",
        },
        "attorneys": {
            "attorney_count": "1",
            "attorney_relation[1]": "partner",
            "attorney_same_address[1]": "yes",
            **named("attorney_contact", REACHED, "[1]"),
            "has_successors": "yes",
            "successor_count": "1",
            "successor_order[1]": "1",
            "successor_relation[1]": "parent",
            **attorney("successor", MARTHA, "[1]"),
        },
        "power": {
            "power_start": "now",
            "passing_on": "free",
            "acts": "bank business",
            "has_business": "yes",
            "business_kvk": "12345678",
            "business_power": "yes",
        },
        "gifts": {
            "giving": "more",
            "gift_max": "20000",
            "gift_to": "charity other",
            "gift_to_other": "Mijn petekind",
            "self_gift": "no",
        },
        "control": {"has_supervisor": "no", "report_frequency": "never", "reward": "amount", "reward_amount": "1200"},
        "medical_matters": {
            "medical_source": "other",
            **helper("medical", MARTHA),
            "has_medical_successor": "no",
        },
        "care": {
            "doctor": "",
            "doctor_may_tell": "no",
            "treatment": "everything",
            "treatment_more": "",
            "declarations": "donor",
            "donor_copy": "",
            "living": "",
            "habits": "",
        },
        "court_matters": {"court_source": "other", **helper("court", MARTHA), "has_excluded": "no"},
        "finish": {
            "earlier_deeds": "living_will will",
            "earlier_date": "",
            "earlier_notary": "",
            "earlier_revoked": "yes",
            "register": "no",
            "copies": "",
            "alone": "no",
            "remarks": "Ik kom graag op een vrijdag.",
            "understood": "OK",
        },
    },
    worked_out={"orders": "1", "you_marital_wed": "no", "you_marital_has_partner": "yes"},
    mistakes={
        "business_kvk": ("1234567", "acht cijfers"),
        "gift_max": ("0", "hoger is dan 0"),
        "reward_amount": ("0", "hoger is dan 0"),
        "you_contact_email": ("anna", "e-mail"),
    },
    printed=("12345678", "20.000", "Mijn petekind", "1.200", "Juist alle behandelingen", "Martha Johanna"),
    unprinted=("Wat mag meteen, en wat pas later?", "Hoe heet u, als helper?", "De volgorde van de opvolgers"),
)

PERSONAS = (SINGLE, COUPLE, COMPANY)
