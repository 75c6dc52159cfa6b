"""The answers that Anna gave: the purchase of a home complete, her will up to her marital status."""

Groups = dict[str, dict[str, str]]
"""Answers by step, and by the path below it of their question."""


def _block(name: str, **answers: str) -> dict[str, str]:
    """The answers to a block that was included under a name."""
    return {f"{name}/{name}_{question}": value for question, value in answers.items()}


def _prefixed(name: str, **answers: str) -> dict[str, str]:
    """The answers to a block that is a step of its own."""
    return {f"{name}_{question}": value for question, value in answers.items()}


def _address(name: str, **answers: str) -> dict[str, str]:
    return _block(name, addition="", **answers)


PERSON = {
    "given_names": "Anna Maria",
    "prefix": "de",
    "surname": "Vries",
    "gender": "female",
    "birth_date": "1986-02-12",
    "birth_place": "Haarlem",
    "birth_country": "NL",
    "nationality": "NL",
    "has_bsn": "yes",
    "bsn": "111222333",
}
CONTACT = {"email": "anna@example.com", "mobile": "+31612345678", "language": "nl", "dutch": "yes"}
IDENTITY = {
    "type": "passport",
    "number": "NWR3C6J81",
    "issued_at": "Amsterdam",
    "valid_until": "2031-05-01",
    "checked": "yes",
}
HOME = {
    "postcode": "1052 GH",
    "house_number": "44",
    "street": "Frederik Hendrikplantsoen",
    "city": "Amsterdam",
    "country": "NL",
    "other_mail": "no",
}

PURCHASE: Groups = {
    "home": {
        "object": "house",
        **_address("property", postcode="1015 KL", house_number="112", street="Lindengracht", city="Amsterdam"),
    },
    "you": _prefixed("you", **PERSON),
    "reach": {**_address("you_address", **HOME), **_block("you_contact", **CONTACT)},
    "you_id": _prefixed("you_id", **IDENTITY),
    "you_marital": _prefixed("you_marital", state="unmarried", cohabiting="no"),
    "together": {"buyers": "1", "company": "no"},
    "purchase": {
        "price": "425000",
        "movables": "",
        "contract_date": "2026-10-26",
        "contract_here": "no",
        "transfer_date": "2026-12-04",
        "register": "yes",
    },
    "security": {"deposit_kind": "deposit", "deposit": "42500", "conditions": ""},
    "financing": {
        "mortgage": "yes",
        **{
            f"mortgage_details/{name}": value
            for name, value in {
                "lender": "rabobank",
                "mortgage_amount": "375000",
                "nhg": "no",
                "adviser_name": "",
                "bridge": "no",
            }.items()
        },
    },
    "money": {
        **_prefixed("money", purpose="De koop van mijn woning", sources="savings"),
        "money_origin[1]/money_origin_amount": "7500",
        **_prefixed("money", pep="no", for_other="no", true="OK"),
    },
    "use": {"own_use": "yes", "statement_here": "no", "selling": "no"},
    "signing": {
        "iban": "NL91ABNA0417164300",
        "iban_again": "NL91ABNA0417164300",
        "iban_name": "A.M. de Vries",
        "sign": "self",
    },
    "finally": {"also": "", "remarks": "De verkoper laat de gordijnen hangen.", "truthful": "OK"},
}
WILL: Groups = {
    "start": _block("you", **PERSON),
    "reach": {**_address("address", **HOME), **_block("contact", **CONTACT)},
    "you_id": _prefixed("you_id", **IDENTITY),
}
WILL_DONE = 3
"""How many steps of the will are complete."""


def by_reference(groups: Groups) -> dict[str, str]:
    """The answers by the reference of their node: `/data/you/you_surname`."""
    return {f"/data/{group}/{name}": value for group, answers in groups.items() for name, value in answers.items()}
