"""Asking for every address as every officer, each time as if nothing had been asked before; and what the policy says
must come of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.proof.policy import METHODS, ROWS, SEES, About, Row, Rule, Rules, Where
from tests.proof.world import ABSENT, Posted, Thing, World, relations, token_of

PARAMETER = {
    About.HOUSEHOLD: "code", About.PLACE: "code", About.STANDARD: "code", About.IMPORT: "key", About.JOB: "key",
    About.CHANGE: "key", About.RUN: "key",
    About.PERSON: "code", About.TOKEN: "key", About.AREA: "code", About.VILLAGE: "code",
}  # fmt: skip
"""What the address calls the object."""
_TELLS_ABSENT = re.compile(r"\bno_such_\w+")
_TELLS_REFUSED = re.compile(r"\b(not_allowed|no_place_in_scope)\b")
_RANDOM = re.compile(r"\b[A-Za-z0-9]{64}\b|nonce-[\w-]+|W3CDTF\">[^<]+")


@dataclass(frozen=True)
class Answer:
    """`text` is everything the reader receives: headers, and the body with workbooks unpacked."""

    status: int
    location: str
    text: str

    @property
    def asks_to_sign_in(self) -> bool:
        return self.status == 401 or (
            self.status == 302 and self.location.startswith(f"{reverse('sign_in')}?next=")
        )

    @property
    def refuses(self) -> bool:
        """In whatever words: by the role, or as if there were nothing."""
        absent = self.status == 404 and _TELLS_ABSENT.search(self.text) is not None
        told = self.status in (404, 409) and _TELLS_REFUSED.search(self.text) is not None
        return absent or told or self.status == 403

    @property
    def serves(self) -> bool:
        return self.status < 500 and not self.refuses and self.status != 405 and not self.asks_to_sign_in


def route_names() -> set[str]:
    """Every address there is, by its name."""
    return set(_names(get_resolver().url_patterns, ""))


def _names(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}"


def combinations(world: World, row: Row, relation: str) -> Iterator[tuple[str, Thing | None]]:
    """Each method with each object. HEAD, which is GET without the page, and methods that are not served are settled
    before anybody looks at postings or objects: once a role is enough."""
    things: list[Thing | None] = [*world.of(row.about)] or [None]
    for method in METHODS:
        if row.rules(method) and method != "HEAD":
            yield from ((method, thing) for thing in things)
        elif relation in ("here", "nobody"):
            yield method, things[0]


FILES = ("imports", "api:list_imports", "place_administration")
"""Where a file is handed in."""


def ask(
    client: Client, row: Row, method: str, key: str | None, sent: Mapping[str, object] | None = None
) -> Answer:
    """Whatever it changes is taken back."""
    address = reverse(row.name, kwargs={**({PARAMETER[row.about]: key} if key else {}), **row.more})
    form: dict[str, Any] = {**row.sent, **(sent or {})}
    if row.name in FILES:
        form["file"] = SimpleUploadedFile("a.csv", b"a,b\n1,2\n")
    as_json = row.is_api and row.name not in FILES
    kept = copy(client.cookies)
    with transaction.atomic():
        if method == "POST":
            answer = client.post(address, form, **({"content_type": "application/json"} if as_json else {}))
        else:
            answer = client.generic(method, address)
        transaction.set_rollback(True)
    client.cookies = kept
    return Answer(answer.status_code, answer.headers.get("Location", ""), text_of(answer))


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n\n{body.decode(errors='replace')}" if body else ""


def allowed(rules: Rules, postings: tuple[Posted, ...] | None, thing: Thing | None) -> bool:
    """`postings` None: nobody is signed in."""
    return any(_allows(rule, postings, thing) for rule in rules)


def _allows(rule: Rule, postings: tuple[Posted, ...] | None, thing: Thing | None) -> bool:
    if rule.where is Where.EVERYBODY:
        return True
    if postings is None:
        return False
    if rule.where is Where.SIGNED_IN:
        return True
    return any(
        each.in_force and each.role in rule.roles and (rule.where is Where.ANYWHERE or _holds(each, thing))
        for each in postings
    )


def _holds(posted: Posted, thing: Thing | None) -> bool:
    assert thing is not None, "a rule about objects needs one"
    return f"/{posted.place}/" in thing.path


def exists_for(postings: tuple[Posted, ...] | None, thing: Thing) -> bool:
    return allowed(SEES[thing.about], postings, thing)


class Visitor:
    """One officer (or nobody) and what each absent object looks like to her or him."""

    def __init__(self, browser: Client, program: Client, postings: tuple[Posted, ...] | None) -> None:
        self.browser, self.program, self.postings = browser, program, postings
        self._absent: dict[tuple[int, str], str] = {}
        self._got: dict[tuple[int, Thing | None], int] = {}

    def ask(self, row: Row, method: str, thing: Thing | None) -> Answer:
        client = self.program if row.is_api else self.browser
        return ask(client, row, method, thing.key if thing else None, thing.sent if thing else None)

    def wrong(self, row: Row, method: str, thing: Thing | None, answer: Answer) -> str | None:
        """What the policy forbids about this answer; None when it is right."""
        rules, at = row.rules(method), (ROWS.index(row), thing)
        if answer.status >= 500:
            return "failed"
        if not rules:
            fine = answer.status == 405 or (self.postings is None and answer.asks_to_sign_in)
            return None if fine else "a method the policy does not know is served"
        if method == "HEAD":
            return (
                None if answer.status == self._got[at] else f"differs from GET, which gives {self._got[at]}"
            )
        if method == "GET":
            self._got[at] = answer.status
        if allowed(rules, self.postings, thing):
            return None if answer.serves else "refused, and should be served"
        if self.postings is None:
            return None if answer.asks_to_sign_in else "served without signing in"
        if not answer.refuses:
            return "served, and should be refused"
        if thing is not None and not exists_for(self.postings, thing):
            absent = self._as_absent(row, method)
            if blanked(answer.text, thing.key) != absent:
                return "looks different from an absent one"
        return None

    def _as_absent(self, row: Row, method: str) -> str:
        at = (ROWS.index(row), method)
        if at not in self._absent:
            absent = Thing(row.about, "absent", ABSENT[row.about], "/")
            self._absent[at] = blanked(self.ask(row, method, absent).text, absent.key)
        return self._absent[at]


def visitors(world: World, role: str) -> Iterator[tuple[str, Visitor]]:
    """Nobody, or the officers of a role in every relation, by relation."""
    if role == "nobody":
        yield role, Visitor(_client(), _client(), None)
        return
    for relation in relations(role):
        yield relation, visitor(world, role, relation)


def visitor(world: World, role: str, relation: str) -> Visitor:
    user = world.officers[role, relation]
    browser, program = _client(), _client(Authorization=f"Bearer {token_of(user)}")
    browser.force_login(user)
    return Visitor(browser, program, relations(role)[relation])


def _client(**headers: str) -> Client:
    return Client(raise_request_exception=False, headers={"Accept-Language": "zh-hans", **headers})


def blanked(text: str, key: str) -> str:
    """Without the code asked for and what is random in every answer."""
    without = _RANDOM.sub("", text).replace(key, "").replace(key.replace("-", ""), "")
    return re.sub(r"(?m)^(Server-Timing|Content-Length|Set-Cookie|Expires): .*$", "", without)
