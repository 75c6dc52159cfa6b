"""Every setting is described, and production refuses what is unsafe by name."""

import dataclasses
import re
from pathlib import Path

import pytest

from portal.settings import Settings, UnsafeSettings, load

ROOT = Path(__file__).parents[2]


def test_every_setting_stands_in_the_documentation() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(PORTAL_\w+)`", text, re.MULTILINE))
    assert described == {f"PORTAL_{field.name.upper()}" for field in dataclasses.fields(Settings)}


def test_nothing_else_reads_the_environment() -> None:
    readers = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["settings.py"]


SAFE = {
    "PORTAL_SECRET_KEY": "x" * 32,
    "PORTAL_BASE_URL": "https://portaal.example",
    "PORTAL_SMTP_URL": "smtps://mail.example",
    "PORTAL_MAIL_FROM": "portaal@kantoor.example",
}


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, str]:
    """What production needs at least."""
    key_file = tmp_path / "keys.json"
    key_file.write_text("{}", encoding="utf-8")
    return {**SAFE, "PORTAL_KEYS": str(key_file), "PORTAL_DATA": str(tmp_path)}


def test_production_starts_with_safe_settings(safe: dict[str, str]) -> None:
    load(safe).require_safe()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "msgbird://key/+31201234567/{to}",
        "twilio://sid:token@+31201234567/{to}",
        "jsons://gateway.example/?:to={to}",
        "json://127.0.0.1:9000/?:to={to}",
    ],
)
def test_production_trusts_codes_to_a_gateway_over_tls(safe: dict[str, str], url: str) -> None:
    load({**safe, "PORTAL_SMS_URL": url}).require_safe()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_SECRET_KEY", "short"),
        ("PORTAL_SECRET_KEY", "demo-only-secret-that-production-refuses"),
        ("PORTAL_BASE_URL", "http://portaal.example"),
        ("PORTAL_STAFF_BASE_URL", "http://kantoor.example"),
        ("PORTAL_SMTP_URL", ""),
        ("PORTAL_MAIL_FROM", ""),
        ("PORTAL_KEYS", "/nowhere/keys.json"),
        ("PORTAL_STAFF_SECOND_STEP", "false"),
        ("PORTAL_CRASH_AT", "upload-durable"),
        ("PORTAL_SMS_URL", "msgbird://key/+31201234567"),
        ("PORTAL_SMS_URL", "msgbird://key/{to}/{to}"),
        ("PORTAL_SMS_URL", "json://gateway.example/?:to={to}"),
        ("PORTAL_SMS_URL", "jsons://gateway.example/?:to={to}&verify=no"),
        ("PORTAL_SMS_URL", "{to}"),
        ("PORTAL_SMS_COUNTRIES", "Nederland"),
    ],
)
def test_production_refuses_an_unsafe_setting_by_name(safe: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(UnsafeSettings, match=name):
        load({**safe, name: value}).require_safe()


def test_production_names_all_that_is_unsafe_at_once() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        load({}).require_safe()
    assert len(str(refused.value).splitlines()) >= 4


def test_the_demo_stays_on_this_machine() -> None:
    with pytest.raises(UnsafeSettings, match="PORTAL_HOST"):
        load({"PORTAL_ENVIRONMENT": "demo", "PORTAL_HOST": "0.0.0.0"}).require_safe()


def test_a_secret_can_be_mounted_as_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("y" * 40 + "\n", encoding="utf-8")
    assert load({"PORTAL_SECRET_KEY_FILE": str(secret)}).secret_key == "y" * 40
