"""The answers that Anna gave: the purchase of a home complete, her will up to the second step."""

PURCHASE = {
    "woning": {
        "postcode": "1015 KL",
        "huisnummer": "112",
        "toevoeging": "",
        "straat": "Lindengracht",
        "plaats": "Amsterdam",
        "soort": "woning",
    },
    "koper": {
        "voornamen": "Anna",
        "tussenvoegsel": "de",
        "achternaam": "Vries",
        "geboortedatum": "1986-02-12",
        "geboorteplaats": "Haarlem",
        "bsn": "111222333",
        "burgerlijke_staat": "ongehuwd",
        "email": "anna@example.com",
        "mobiel": "+31612345678",
        "aantal_kopers": "1",
        "bedrijf": "nee",
    },
    "koop": {
        "koopprijs": "425000",
        "roerende_zaken": "",
        "koopdatum": "2026-10-26",
        "leverdatum": "2026-12-04",
        "inschrijving": "ja",
        "zekerheid": "waarborgsom",
        "waarborgsom": "42500",
        "voorwaarden": "",
    },
    "financiering": {"hypotheek": "nee", "herkomst": "spaargeld"},
    "gebruik": {"zelf_wonen": "ja", "verkoopt": "nee"},
    "afronding": {
        "iban": "NL91ABNA0417164300",
        "tenaamstelling": "A. de Vries",
        "tekenen": "zelf",
        "nederlands": "ja",
        "ook_regelen": "",
        "bijzonderheden": "De verkoper laat de gordijnen hangen.",
        "akkoord": "OK",
    },
}
WILL = {
    "over_uzelf": {
        "voornamen": "Anna",
        "tussenvoegsel": "de",
        "achternaam": "Vries",
        "geboortedatum": "1986-02-12",
        "geboorteplaats": "Haarlem",
        "bsn": "111222333",
        "adres/postcode": "1052 GH",
        "adres/huisnummer": "44",
        "adres/toevoeging": "",
        "adres/straat": "Frederik Hendrikplantsoen",
        "adres/plaats": "Amsterdam",
        "email": "anna@example.com",
        "mobiel": "+31612345678",
        "eerder_testament": "nee",
    },
    "bezit": {
        "eigen_woning": "nee",
        "overig_bezit": "20000",
        "schulden": "",
        "onderneming": "nee",
        "buitenland": "nee",
    },
}


def by_reference(groups: dict[str, dict[str, str]]) -> dict[str, str]:
    """The answers by the reference of their node: `/data/koper/voornamen`."""
    return {f"/data/{group}/{name}": value for group, answers in groups.items() for name, value in answers.items()}
