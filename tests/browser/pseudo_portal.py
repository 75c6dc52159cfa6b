"""`portal demo` in a language that nobody speaks: every text that is translated stands between ⟦ and ⟧."""

from gettext import NullTranslations

from portal import cli, i18n

OPEN, CLOSE = "⟦", "⟧"


class Wrapped(NullTranslations):
    """The message ids themselves, wrapped."""

    def gettext(self, message: str) -> str:
        """The message, wrapped."""
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The singular or the plural message, wrapped."""
        return f"{OPEN}{msgid1 if n == 1 else msgid2}{CLOSE}"


if __name__ == "__main__":
    wrapped = Wrapped()
    i18n.catalogue = lambda _code: wrapped  # type: ignore[assignment]
    cli.main(["demo"])
