"""What a form may send is anything; every input is read or refused beside itself, never a failed page."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from tuopin.engine.kinds import Code, CodeSet, Date, Number, YesNo
from tuopin.registry.columns import the_pack
from tuopin.web.fact_inputs import read

KINDS = (YesNo, Number, Code, CodeSet, Date)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ["10", "999999999999", "-1", "1e999999", "many", "9" * 5000, "NaN", "²"])
def test_nonsense_is_refused_beside_its_input(kind: type, typed: str) -> None:
    fact = next(each for each in the_pack().facts if isinstance(each.kind, kind))
    posted = QueryDict(mutable=True)
    posted[fact.code] = typed

    values, errors = read([fact], posted)

    assert set(errors) | set(values) == {fact.code}
    assert fact.code in errors or isinstance(fact.kind, Number | Code)
