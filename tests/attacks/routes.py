"""Every route of the portal as an attacker sees it: which ids stand in it, and what is sent to it.

The lists are compared with the route table itself, so that a new route is attacked too, or its absence here noticed.
"""

import re
from dataclasses import dataclass

import httpx
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from tests.attacks.conftest import Site
from tests.attacks.forms import Form
from tests.support.browser import Person
from tests.support.sample_files import PDF

PARAMETER = re.compile(r"\{(\w+)\}")
FIXED = {
    "language": "nl",
    "tab": "documents",
    "index": "0",
    "step": "gezin",
    "name": "foto.png",
    "question": "slot.akte",
    "token": "no-token-of-ours",
    "number": "00000000-0000-4000-8000-000000000000",
    "mail_id": "00000000-0000-4000-8000-000000000000",
}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}

# Which thing the parameter of a route names; those in FIXED name none.
NOUNS = {
    "dossier_id": "dossier",
    "document_id": "document",
    "response_id": "response",
    "file_id": "file",
    "account_id": "account",
    "client_id": "account",
    "step_id": "step",
    "questionnaire_id": "questionnaire",
    "version_id": "version",
    "factor_id": "factor",
    "member_id": "member",
    "organisation_id": "organisation",
    "staff_id": "staff",
}


MULTIPART = ("/files", "/publications", "/imports")


@dataclass(frozen=True)
class Route:
    """A method and an address with its parameters."""

    method: str
    path: str
    is_public: bool

    @property
    def name(self) -> str:
        """As the lists name it."""
        return f"{self.method} {self.path}"

    @property
    def is_unsafe(self) -> bool:
        """Whether it may change something."""
        return self.method in UNSAFE

    @property
    def is_staff(self) -> bool:
        """Whether it is of the office."""
        return self.path.startswith("/staff")

    @property
    def is_of_staff_alone(self) -> bool:
        """Whether it is about what somebody of the office has for themselves: nothing of Anna or Bas is there."""
        return self.path.startswith("/staff/account/")

    @property
    def is_multipart(self) -> bool:
        """Whether a form with files is expected."""
        return self.method == "POST" and self.path.endswith(MULTIPART)

    @property
    def may_be_multipart(self) -> bool:
        """Whether a form may bring files along, or not."""
        return self.method == "POST" and self.path.endswith("/steps/{step}")

    @property
    def nouns(self) -> dict[str, str]:
        """Which thing each parameter names."""
        return {name: self._noun(name) for name in PARAMETER.findall(self.path) if name not in FIXED}

    def _noun(self, parameter: str) -> str:
        if parameter == "request_id":
            return "response" if "questionnaire" in self.path else "upload"
        return NOUNS[parameter]

    def address(self, ids: dict[str, str]) -> str:
        """The address with these ids in it, by parameter."""
        return PARAMETER.sub(lambda match: ids.get(match[1]) or FIXED[match[1]], self.path)

    def own_address(self, site: Site, owner: str) -> str:
        """The address of the thing that somebody has."""
        return self.address({name: site.id(owner, noun) for name, noun in self.nouns.items()})


def routes(app: Litestar) -> list[Route]:
    """Every method of every address, static files and the framework's OPTIONS excepted."""
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            if isinstance(handler, HTTPRouteHandler) and not route.path_format.startswith("/static/"):
                is_public = bool(handler.opt.get("public"))
                methods = {str(getattr(method, "value", method)) for method in handler.http_methods} - {"OPTIONS"}
                found += [Route(method, route.path_format, is_public) for method in sorted(methods)]
    return sorted(found, key=lambda one: one.name)


async def send(person: Person, route: Route, address: str, form: Form | None = None, **headers: str) -> httpx.Response:
    """Send what the route expects, with the token of this browser unless the headers bring another one."""
    form = form or {}
    token = headers.pop("token", person.csrf_token)
    if not route.is_unsafe:
        return await person.client.request(route.method, address, headers=headers)
    if route.method == "PUT":
        sent = {"X-CSRF-Token": token, "X-File-Name": "p.pdf", **headers}
        return await person.client.put(address, content=form.get("raw", PDF), headers=sent)
    if route.is_multipart:
        fields = {name: value for name, value in form.items() if not isinstance(value, bytes)}
        files = [(name, ("p.pdf", value)) for name, value in form.items() if isinstance(value, bytes)]
        content = {"csrf_token": token, **fields}
        return await person.client.post(address, data=content, files=files, headers=headers)
    return await person.client.post(address, data={"csrf_token": token, **form}, headers=headers)
