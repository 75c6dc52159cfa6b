"""Every setting of the portal, read once from `PORTAL_*` variables into one frozen value.

Nothing else reads the environment. `docs/configuration.md` describes each variable, and a test says so.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

DEMO_SECRET = "demo-only-secret-that-production-refuses"  # noqa: S105 (refused by name in production)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
RECIPIENT = "{to}"
DATABASES = ("sqlite:///", "postgresql://", "postgres://")


class UnsafeSettings(Exception):
    """The settings make no sense, or are not safe for what is asked; the message names each of them."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process; each field is the variable `PORTAL_<FIELD>`."""

    environment: str = "production"
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    staff_base_url: str = ""
    data: Path = Path("data")
    database_url: str = ""
    secret_key: str = ""
    keys: Path = Path()
    leaked_passwords: Path = Path()
    smtp_url: str = ""
    mail_from: str = ""
    sms_url: str = ""
    sms_countries: str = "NL,BE,DE"
    sms_per_day: int = 200
    office_name: str = "Van Aemstel Notariaat"
    office_phone: str = "020 555 01 20"
    office_hours_nl: str = "werkdagen 9.00–17.00 uur"
    office_hours_en: str = "weekdays 9:00–17:00"
    office_email: str = "privacy@vanaemstel.example"
    office_address: str = "Keizersgracht 100, 1015 AA Amsterdam"
    show_progress: bool = True
    upload_max_bytes: int = 25_000_000
    upload_max_files: int = 50
    notify_window: int = 15 * 60
    session_idle: int = 30 * 60
    staff_session_idle: int = 15 * 60
    session_total: int = 12 * 60 * 60
    staff_second_step: bool = True
    worker: bool = True
    crash_at: str = ""
    log_level: str = "INFO"

    @property
    def is_demo(self) -> bool:
        """Whether this is the demo office, which shows its mails and has a password that everyone knows."""
        return self.environment == "demo"

    @property
    def is_production(self) -> bool:
        """Whether real people's papers are in here."""
        return self.environment == "production"

    @property
    def has_tls(self) -> bool:
        """Whether people reach the portal over TLS, so that cookies may be `Secure` and `__Host-`."""
        return self.base_url.startswith("https://")

    @property
    def has_sms(self) -> bool:
        """Whether people can have codes sent by text message; everywhere but in production they are kept and shown."""
        return bool(self.sms_url) or not self.is_production

    @property
    def sms_regions(self) -> tuple[str, ...]:
        """The countries whose mobile numbers get messages (ISO 3166-1); the first is that of a number without one."""
        return tuple(part.strip().upper() for part in self.sms_countries.split(",") if part.strip())

    @property
    def demands_staff_second_step(self) -> bool:
        """Whether staff must have an authenticator app or a passkey before anything opens."""
        return self.staff_second_step and not self.is_demo

    @property
    def origins(self) -> frozenset[str]:
        """The origins that a form may be sent from."""
        return frozenset(url for url in (self.base_url, self.staff_base_url) if url)

    def require_safe(self) -> None:
        """Refuse to start production with anything unsafe, naming every setting at once."""
        if self.environment not in {"production", "demo", "test"}:
            raise UnsafeSettings("PORTAL_ENVIRONMENT must be production, demo or test.")
        if self.environment == "demo" and self.host not in LOOPBACK:
            raise UnsafeSettings("PORTAL_HOST must be a loopback address in the demo: its passwords are public.")
        if problems := [*self._production_problems()] if self.is_production else []:
            raise UnsafeSettings("\n".join(problems))

    def _production_problems(self) -> list[str]:
        smtp = urlsplit(self.smtp_url)
        checks = {
            "PORTAL_SECRET_KEY (or PORTAL_SECRET_KEY_FILE) must be set, 32 characters or more, and not the demo's.": (
                len(self.secret_key) < 32 or self.secret_key == DEMO_SECRET
            ),
            "PORTAL_BASE_URL must be the https:// address of the portal.": not self.has_tls,
            "PORTAL_STAFF_BASE_URL must be an https:// address, or empty.": (
                bool(self.staff_base_url) and not self.staff_base_url.startswith("https://")
            ),
            "PORTAL_SMTP_URL must be set: smtp://user:password@host:587 or smtps://…": (
                smtp.scheme not in {"smtp", "smtps"} or not smtp.hostname
            ),
            "PORTAL_MAIL_FROM must be the address that mails come from.": "@" not in self.mail_from,
            "PORTAL_SMS_URL must be empty, or the address of a gateway over TLS with {to} in it, once.": (
                bool(self.sms_url) and not _is_safe_gateway(self.sms_url)
            ),
            "PORTAL_SMS_COUNTRIES must name countries by two letters, such as NL,BE,DE.": (
                not self.sms_regions or any(len(region) != 2 for region in self.sms_regions)
            ),
            "PORTAL_KEYS must be an existing key file (make one with `portal keys create`).": not self.keys.is_file(),
            "PORTAL_STAFF_SECOND_STEP must be true: staff can open every case file.": not self.staff_second_step,
            "PORTAL_CRASH_AT must be empty: it ends the process on purpose.": bool(self.crash_at),
        }
        return [message for message, is_unsafe in checks.items() if is_unsafe]


def _is_safe_gateway(url: str) -> bool:
    """Whether codes can be trusted to this address of apprise: its gateways use TLS, but for these three forms."""
    parts = urlsplit(url)
    asked = {name.lower(): value.lower() for name, value in parse_qsl(parts.query)}
    is_open = parts.scheme in {"json", "xml", "form"} and parts.hostname not in LOOPBACK
    is_checked = asked.get("verify", "yes") in {"yes", "true", "1", "on"}
    return bool(parts.scheme) and url.count(RECIPIENT) == 1 and is_checked and not is_open


def _value(kind: object, text: str, name: str) -> Any:
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise UnsafeSettings(f"{name} must be a whole number, not {text!r}.") from None
    return Path(text) if kind is Path else text


def _read(environ: Mapping[str, str], name: str) -> str | None:
    """The variable, or the content of the file that `<name>_FILE` names (for secrets mounted as files)."""
    if file := environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise UnsafeSettings(f"{name}_FILE must name a file that can be read.") from None
    return environ.get(name)


def load(environ: Mapping[str, str] | None = None, **defaults: Any) -> Settings:
    """The settings that the environment asks for; `defaults` hold where it is silent."""
    source = os.environ if environ is None else environ
    values: dict[str, Any] = dict(defaults)
    for field in fields(Settings):
        name = f"PORTAL_{field.name.upper()}"
        if (text := _read(source, name)) is not None:
            values[field.name] = _value(field.type, text, name)
    return _complete(Settings(**values))


def _complete(settings: Settings) -> Settings:
    """Fill in what follows from other settings: the database and key file in the data folder, the own address."""
    changes: dict[str, Any] = {}
    if not settings.database_url:
        changes["database_url"] = f"sqlite:///{(settings.data / 'portal.sqlite').absolute()}"
    elif not settings.database_url.startswith(DATABASES):
        raise UnsafeSettings("PORTAL_DATABASE_URL must start with sqlite:/// or postgresql://")
    if settings.keys == Path():
        changes["keys"] = settings.data / "keys.json"
    if not settings.base_url and not settings.is_production:
        # by its name: browsers allow no passkeys at an address of numbers
        host = "localhost" if settings.host in LOOPBACK else settings.host
        changes["base_url"] = f"http://{host}:{settings.port}"
    if not settings.secret_key and not settings.is_production:
        changes["secret_key"] = DEMO_SECRET
    if not settings.mail_from and not settings.is_production:
        changes["mail_from"] = "portaal@vanaemstel.example"
    return Settings(
        **{field.name: changes.get(field.name, getattr(settings, field.name)) for field in fields(Settings)}
    )
