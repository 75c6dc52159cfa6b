"""A request that lies about where it was sent to: every link leads to the address in the settings and nowhere else."""

import re

import pytest

from tests.support.mailroom import Mailroom
from tests.support.office import PASSWORD, Office

EVIL = "evil.example"
LYING = (
    {"Host": EVIL},
    {"Host": f"{EVIL}:80"},
    {"Host": f"portal.test@{EVIL}"},
    {"Host": f"portal.test.{EVIL}"},
    {"Host": f"{EVIL}/portal.test"},
    {"Host": f"{EVIL}#portal.test"},
    {"Host": f"{EVIL}?x=portal.test"},
    {"Host": ""},
    {"Host": "[::1"},
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Host": f"{EVIL}, portal.test"},
    {"X-Forwarded-Server": EVIL},
    {"X-Host": EVIL},
    {"X-HTTP-Host-Override": EVIL},
    {"X-Original-Host": EVIL},
    {"X-Original-URL": f"https://{EVIL}/"},
    {"X-Rewrite-URL": f"https://{EVIL}/"},
    {"X-Forwarded-Proto": "javascript", "X-Forwarded-Host": EVIL},
    {"X-Forwarded-Prefix": f"//{EVIL}"},
    {"X-Forwarded-Port": "6666", "X-Forwarded-Host": EVIL},
    {"Forwarded": f"for=192.0.2.1;host={EVIL};proto=http"},
    {"Host": EVIL, "Origin": f"http://{EVIL}"},
)
LINK = re.compile(r"https?:[^\s\"'<>]+")


@pytest.mark.parametrize("headers", LYING, ids=[", ".join(one.values()) or "nothing" for one in LYING])
async def test_every_link_leads_to_the_address_in_the_settings(mailroom: Mailroom, headers: dict[str, str]) -> None:
    visitor = mailroom.office.visitor()
    asked = await visitor.post("/forgotten", {"email": "anna@example.com"}, **headers)
    assert asked.status in {303, 400}, asked.status
    assert EVIL not in asked.response.text + str(asked.headers)
    await mailroom.deliver()
    assert len(mailroom.server.arrived) == (asked.status == 303)
    for mail in mailroom.server.arrived:
        for kind in ("plain", "html"):
            links = LINK.findall(mail.get_body((kind,)).get_content())
            assert links
            assert all(one.startswith(f"{mailroom.settings.base_url}/") for one in links), links
        assert EVIL not in str(mail)


@pytest.mark.parametrize("headers", LYING, ids=[", ".join(one.values()) or "nothing" for one in LYING])
async def test_no_page_and_no_redirect_leads_elsewhere(office: Office, headers: dict[str, str]) -> None:
    visitor = office.visitor()
    for path in ("/", "/login", "/nowhere", "/dossiers", "/activate/never-was"):
        page = await visitor.get(path, **headers)
        assert EVIL not in page.response.text, path
        assert EVIL not in str(page.headers), path
        assert page.location == "" or page.location.startswith("/"), (path, page.location)
    entered = await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD}, **headers)
    assert entered.location in {"/", ""}
