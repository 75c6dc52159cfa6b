"""What a browser says of itself, in the two words that its owner knows it by."""

from dataclasses import dataclass

from portal.i18n import gettext as _

LONGEST = 40
LONGEST_HEADER = 500


@dataclass(frozen=True, slots=True)
class Device:
    """A browser and the system that it runs on, each empty where it does not say."""

    browser: str = ""
    system: str = ""

    @property
    def name(self) -> str:
        """As its owner knows it: `Firefox on Windows`."""
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("Unknown device")


UNKNOWN = Device()


def device_of(user_agent: str) -> Device:
    """The device that a `User-Agent` header tells of; it may say anything, so nothing is decided by it."""
    import ua_parser  # here: it takes 0.1 s, and only signing in needs it

    said = ua_parser.parse(user_agent[:LONGEST_HEADER])
    browser = said.user_agent.family if said.user_agent else ""
    hardware = said.device.family if said.device and said.device.family in {"iPhone", "iPad"} else ""
    system = hardware or (said.os.family if said.os else "")
    return Device(browser.removeprefix("Mobile ")[:LONGEST], system[:LONGEST])
