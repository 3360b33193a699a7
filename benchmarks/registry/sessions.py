"""Signs fifty officers in and writes down what each can look for: places, households, names within the posting."""

from __future__ import annotations

import json
import random
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.test import Client

from tuopin.accounts.models import Posting
from tuopin.places.models import Place
from tuopin.registry.models import Household, Person
from tuopin.registry.services.identity import opened

SOME, SOME_PLACES = 200, 20
"""Households and places noted down for each officer, drawn from all of the posting."""


def main(target: str) -> None:
    draw = random.Random(2)
    found = []
    for posting in Posting.objects.select_related("user", "place").order_by("pk"):
        client = Client()
        client.force_login(posting.user, settings.AUTHENTICATION_BACKENDS[0])
        inside = Place.objects.filter(path__startswith=posting.place.path, valid_until=None)
        villages = list(inside.filter(level="village").values_list("pk", flat=True))
        households = [
            Household.objects.filter(village_id=draw.choice(villages))
            .order_by("code")
            .values_list("code", flat=True)
            for _ in range(SOME if len(villages) > 1 else 1)
        ]
        codes = [draw.choice(each[:500]) for each in households if each]
        people = Person.objects.filter(household__code__in=codes[:10], number=1)
        papers = [opened(person) for person in people]
        found.append(
            {
                "role": posting.role,
                "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "places": _some(draw, inside.exclude(level="village")),
                "villages": _some(draw, inside.filter(level="village")),
                "households": codes if len(codes) > 1 else list(households[0][:SOME]),
                "names": [each.name for each in papers if each.name],
                "numbers": [each.id_number for each in papers if each.id_number],
                "own": posting.place.code,
            }
        )
    Path(target).write_text(
        json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "officers": found}), encoding="utf-8"
    )


def _some(draw: random.Random, places: QuerySet[Place]) -> list[str]:
    codes = list(places.order_by("code").values_list("code", flat=True))
    return draw.sample(codes, min(SOME_PLACES, len(codes)))
