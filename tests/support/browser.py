"""A person at a browser, over the real application: with HTMX or without, checking every page on the way."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import lxml.html
from litestar import Litestar

from portal.settings import Settings
from portal.web import sessions
from portal.web.security import CONTENT_SECURITY_POLICY
from portal.web.sessions import Browser
from portal.web.tokens import new_token

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Page:
    """An answer as a person sees it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers

    @property
    def tree(self) -> lxml.html.HtmlElement:
        """The parsed HTML."""
        return lxml.html.fromstring(self.response.text or "<html></html>")

    @property
    def text(self) -> str:
        """What it says, white space folded; scripts and templates left out."""
        tree = self.tree
        for hidden in tree.xpath("//script | //template | //style"):
            hidden.drop_tree()
        return " ".join(tree.text_content().split())

    @property
    def title(self) -> str:
        """The title of the page."""
        return " ".join(self.tree.findtext(".//title", "").split())

    @property
    def location(self) -> str:
        """Where it sends the browser: by 303, or by HTMX."""
        headers = self.headers
        return headers.get("location") or headers.get("hx-redirect") or headers.get("hx-push-url", "")

    def one(self, selector: str) -> lxml.html.HtmlElement:
        """The one element that a CSS selector finds."""
        found = self.tree.cssselect(selector)
        assert len(found) == 1, f"{len(found)} elements for {selector}"
        return found[0]

    def all(self, selector: str) -> list[lxml.html.HtmlElement]:
        """Every element that a CSS selector finds."""
        return list(self.tree.cssselect(selector))

    def value(self, name: str) -> str:
        """What stands in the field with this name."""
        element = self.tree.xpath("//*[@name=$name]", name=name)[0]
        return element.text_content() if element.tag == "textarea" else element.get("value", "")

    def check(self) -> None:
        """What holds for every page: a title, one h1, unique ids, labelled fields, and the security headers."""
        if not self.headers.get("content-type", "").startswith("text/html") or not self.response.text:
            return
        assert self.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert self.headers["cache-control"] == "no-store"
        ids = Counter(element.get("id") for element in self.tree.cssselect("[id]"))
        assert [name for name, count in ids.items() if count > 1] == []
        assert not self.tree.xpath("//*[@style] | //script[not(@src)] | //style"), "inline script or style"
        self._check_labels()
        if "<html" in self.response.text:
            assert self.title
            assert len(self.tree.cssselect("h1")) == 1
            assert self.tree.get("lang") in {"nl", "en"}

    def _check_labels(self) -> None:
        labelled = {label.get("for") for label in self.tree.cssselect("label[for]")}
        for element in self.tree.cssselect("input, select, textarea"):
            if element.get("type") in {"hidden", "submit"}:
                continue
            assert element.get("id") in labelled or element.get("aria-label"), f"no label: {element.get('name')}"


@dataclass
class Person:
    """Somebody at a browser of their own; `plain` is a browser without JavaScript."""

    app: Litestar
    settings: Settings
    id: UUID | None = None
    kind: str = sessions.CLIENT
    email: str = ""
    token: str = field(default_factory=new_token)

    def __post_init__(self) -> None:
        self.cookie = sessions.cookie_name(self.kind, self.settings)
        here = self._transport_from("127.0.0.9")  # given at once, for a default one would read every certificate
        self.client = httpx.AsyncClient(transport=here, base_url=self.settings.base_url, timeout=30, trust_env=False)
        self._keep(self.cookie, self.token)

    def come_from(self, address: str) -> None:
        """Be at a network address."""
        self.client._transport = self._transport_from(address)

    @property
    def csrf_token(self) -> str:
        """The token that the pages of this browser carry."""
        token = self.client.cookies.get(self.cookie, default=self.token)
        return Browser(token or self.token, self.kind, is_new=False).csrf_token(self.settings.secret_key)

    async def get(self, path: str, *, htmx: bool = False, **headers: str) -> Page:
        """Open an address, or have HTMX fetch its fragment."""
        response = await self.client.get(path, headers={**(HTMX if htmx else {}), **headers})
        return self._seen(response)

    async def post(self, path: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **headers: str) -> Page:
        """Send a form: with HTMX (the token in a header) or as a plain form (the token in a field)."""
        if htmx:
            sent, extra = dict(data or {}), {**HTMX, "X-CSRF-Token": self.csrf_token}
        else:
            sent, extra = {"csrf_token": self.csrf_token, **(data or {})}, {}
        response = await self.client.post(path, data=sent, headers={**extra, **headers})
        return self._seen(response)

    async def follow(self, page: Page) -> Page:
        """Open the address that an answer sent the browser to."""
        assert page.status in {200, 303}, page.status
        return await self.get(page.location)

    async def speak(self, language: str) -> None:
        """Read the portal in a language from now on."""
        self._keep("portal-language", language)

    def _keep(self, name: str, value: str) -> None:
        self.client.cookies.set(name, value, domain=urlsplit(self.settings.base_url).hostname or "", path="/")

    def _transport_from(self, address: str) -> httpx.ASGITransport:
        return httpx.ASGITransport(app=self.app, client=(address, 4711))

    def _seen(self, response: httpx.Response) -> Page:
        page = Page(response)
        page.check()
        return page
