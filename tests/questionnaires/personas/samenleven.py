"""Who regulates a life together: two people of whom one fills in; a couple from two countries; an entrepreneur."""

from dataclasses import replace

from tests.questionnaires.personas.persona import (
    ANNA,
    CONTACT,
    HOME,
    IDENTITY,
    INVALID_BSN,
    INVALID_IBAN,
    JOAO,
    LINDENGRACHT,
    VALID_BSN,
    VALID_IBAN,
    Persona,
    named,
)

PARTNER_CONTACT = named("partner_contact", {**CONTACT, "email": "joao@example.com"})

SINGLE = Persona(
    about="two people without children, for a cohabitation agreement",
    questionnaire="samenleven",
    steps={
        "wish": {"arrange": "cohabitation", "together_since": "2024-05-01"},
        "you": named("you", ANNA),
        "reach": {**named("address", HOME), **named("contact", CONTACT)},
        "partner": named("partner", JOAO),
        "partner_reach": {**PARTNER_CONTACT, "same_address": "yes"},
        "identity": {**named("you_id", IDENTITY), **named("partner_id", IDENTITY)},
        "past": {"you_before": "no", "partner_before": "no", "child_number": "0"},
        "home": {
            "owned": "yes",
            "home_here": "yes",
            "you_share": "60",
            "partner_share": "40",
            "mortgage": "300000",
            "you_money": "50000",
            "partner_money": "",
            "compensation": "economic",
        },
        "costs": {
            "household": "income",
            "you_income": "40000",
            "partner_income": "60000",
            "joint": "yes",
            "joint_iban": VALID_IBAN,
        },
        "ending": {
            "survivorship": "all",
            "pension": "yes",
            "pension_fund": "ABP",
            "stays": "you",
            "stay_months": "6",
            "alimony": "no",
        },
        "lists": {"has_business": "no", "has_debts": "no", "has_goods": "no"},
        "finally": {"abroad": "no", "wills": "yes", "you_alone": "no", "remarks": "", "truthful": "OK"},
    },
    mistakes={
        "together_since": ("2026-11-25", "vandaag"),
        "you_bsn": (INVALID_BSN, "BSN"),
        "partner_bsn": (VALID_BSN, "andere persoon"),
        "partner_share": ("50", "60%"),
        "joint_iban": (INVALID_IBAN, "IBAN"),
        "stay_months": ("25", "24 maanden"),
        "child_number": ("-1", "0 tot en met 20"),
        "mortgage": ("-5", "0 of meer"),
        "truthful": ("", "vinkje"),
    },
    warnings={"partner_id_valid_until": ("2026-11-23", "niet meer geldig")},
    printed=("Samenleven of trouwen", "João Pedro", "Naar inkomen", "ABP", "Een deel van de waarde"),
    unprinted=("Welke afspraak past bij u?", "KvK-nummer", "Schuld 1"),
)

FAMILY = replace(
    SINGLE,
    about="married, with minors and a partner from abroad, who change their terms",
    language="en",
    steps={
        "wish": {
            "arrange": "prenuptial",
            "married": "yes",
            "wedding_date": "2015-06-20",
            "regime": "foreign",
            "during_reason": "Wij wonen nu in Nederland",
        },
        **{key: SINGLE.steps[key] for key in ("you", "reach", "partner")},
        "partner_reach": {
            **PARTNER_CONTACT,
            "same_address": "no",
            **named(
                "partner_address",
                {
                    "foreign_postcode": "1100-148",
                    "house_number": "3",
                    "addition": "",
                    "street": "Rua Augusta",
                    "city": "Lisboa",
                    "country": "PT",
                    "other_mail": "",
                },
            ),
        },
        "identity": SINGLE.steps["identity"],
        "past": {
            "you_before": "no",
            "partner_before": "yes",
            "partner_before_end": "2012-01-01",
            "partner_covenant": "",
            "child_number": "2",
            "child_name[1]": "Pieter Silva",
            "child_birth_date[1]": "2016-08-01",
            "child_of[1]": "both",
            "child_home[1]": "yes",
            "child_name[2]": "Tomás Silva",
            "child_birth_date[2]": "2010-08-01",
            "child_of[2]": "partner",
            "child_home[2]": "no",
        },
        "home": {"owned": "no"},
        "costs": {"household": "half", "joint": "no"},
        "terms": {"terms_kind": "exclusion", "settle": "death divorce", "private": "inheritance gift"},
        "ending": {
            "survivorship": "unknown",
            "pension": "no",
            "alimony": "yes",
            "alimony_amount": "500",
            "alimony_months": "24",
        },
        "lists": {
            "has_business": "no",
            "has_debts": "yes",
            "debt_kind[1]": "Studieschuld bij DUO",
            "debt_amount[1]": "12000",
            "debt_owner[1]": "you",
            "debt_private[1]": "yes",
            "has_goods": "yes",
            "good_what[1]": "Piano",
            "good_value[1]": "3000",
            "good_owner[1]": "you",
            "good_what[2]": "Auto",
            "good_value[2]": "8000",
            "good_owner[2]": "partner",
        },
        "finally": {
            "abroad": "yes",
            "law": "other",
            "law_country": "PT",
            "wills": "",
            "you_alone": "yes",
            "remarks": "",
            "truthful": "OK",
        },
    },
    mistakes={
        "wedding_date": ("2030-01-01", ""),
        "settle": ("never death", "Never"),
        "partner_before_end": ("", "When did it end?"),
        "debt_amount[1]": ("0", "above 0"),
        "alimony_months": ("241", "240"),
    },
    warnings={},
    printed=("Living together or marrying", "Rua Augusta", "Studieschuld bij DUO", "12,000", "Piano", "Portugal"),
    unprinted=("pension fund",),
)

ENTREPRENEUR = replace(
    SINGLE,
    about="an entrepreneur who will marry",
    steps={
        **{
            key: answers
            for key, answers in SINGLE.steps.items()
            if key in {"you", "reach", "partner", "partner_reach", "identity", "past"}
        },
        "wish": {"arrange": "partnership", "married": "no", "planned_date": "2027-04-02"},
        "home": {
            "owned": "yes",
            "home_here": "no",
            **named("home_address", LINDENGRACHT),
            "you_share": "100",
            "partner_share": "0",
            "mortgage": "0",
            "you_money": "",
            "partner_money": "",
            "compensation": "none",
        },
        "costs": {"household": "other", "household_other": "Ik betaal de woning", "joint": "no"},
        "terms": {"terms_kind": "periodic", "settle": "never", "private": "business"},
        "ending": {"survivorship": "home", "pension": "no", "stays": "later", "alimony": ""},
        "lists": {
            **SINGLE.steps["lists"],
            "has_business": "yes",
            "business_owner": "you",
            "business_name": "De Vries Fietsen",
            "business_kvk": "12345678",
        },
        "finally": SINGLE.steps["finally"],
    },
    mistakes={"planned_date": ("2026-11-24", "nog komt"), "business_kvk": ("1234", "acht cijfers")},
    printed=("De Vries Fietsen", "12345678", "Periodiek verrekenbeding", "Ik betaal de woning"),
    unprinted=("Sinds wanneer woont u samen?", "Koude uitsluiting"),
)

PERSONAS = (SINGLE, FAMILY, ENTREPRENEUR)
