"""The chain: nothing is changed unseen, by whatever means, and deletion and an unbroken chain coexist."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import uuid
from functools import partial
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.cast import AT, CLERK

from tuopin.audit import chain, guards, sealing, segments, services
from tuopin.audit.models import Entry

VERIFIER = Path(__file__).resolve().parents[2] / "src" / "tuopin" / "audit" / "verifier.py"
pytestmark = pytest.mark.django_db


def tell(number: int, **more: object) -> Entry:
    with transaction.atomic():
        return services.record(
            actor=CLERK, action="test", about=f"thing:{number}", at=AT, details={"n": number}, **more
        )  # type: ignore[arg-type]


def verify(source: Path, *anchors: Path) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-I", str(VERIFIER), str(source)]
    for anchor in anchors:
        command += ["--anchor", str(anchor)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve entries as segments."""
    for number in range(12):
        tell(number)
    sealing.seal_pending()
    segments.write_segments(tmp_path / "audit")
    return tmp_path / "audit"


def test_a_whole_chain_is_whole(folder: Path) -> None:
    assert verify(folder) == (0, {"ok": True, "entries": 12, "unsealed": 0, "anchors": 0})


def test_any_changed_byte_of_the_segment_is_found(folder: Path) -> None:
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    places = random.Random(1).sample(range(len(whole)), 60)

    found = []
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found.append(verify(folder)[0])

    signature = whole.rstrip(b"\n").rindex(b"\n")  # the last line, which needs more than the standard library
    missed = [place for place, code in zip(places, found, strict=True) if code == 0 and place < signature]
    assert missed == []


def test_a_chain_rewritten_to_its_end_is_shown_by_an_anchor_kept_elsewhere(
    folder: Path, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor.json"
    anchor.write_text(json.dumps(segments.anchor(AT)))
    (path,) = folder.iterdir()
    path.unlink()
    guards.remove(connection)
    previous = chain.GENESIS
    for row in Entry.objects.order_by("seq"):
        content = bytes(row.content).replace(b'"n":3', b'"n":4')
        previous = chain.next_hash(previous, content)
        Entry.objects.filter(pk=row.pk).update(content=content, hash=previous)
    segments.write_segments(folder)

    assert verify(folder)[0] == 0
    code, told = verify(folder, anchor)
    assert (code, told["kind"]) == (5, "rewritten")


def test_a_chain_cut_off_is_shown_by_an_anchor(folder: Path, tmp_path: Path) -> None:
    tell(99)
    sealing.seal_pending()
    anchor = tmp_path / "anchor.json"
    anchor.write_text(json.dumps(segments.anchor(AT)))

    assert verify(folder, anchor)[1]["kind"] == "cut_off"


def test_the_verifier_imports_nothing_of_ours_and_nothing_installed() -> None:
    lines = VERIFIER.read_text(encoding="utf-8").splitlines()
    names = [line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))]

    assert set(names) <= set(sys.stdlib_module_names)
    assert len(lines) < 200


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_itself_refuses_to_change_an_entry(how: str) -> None:
    entry = tell(1)
    sealing.seal_pending()

    rows = Entry.objects.filter(pk=entry.pk)
    act = rows.delete if how == "delete" else partial(rows.update, actor="somebody else")

    with pytest.raises(DatabaseError, match=guards.REFUSAL), transaction.atomic():
        act()

    assert Entry.objects.get(pk=entry.pk).actor == CLERK.code


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_an_act_is_refused() -> None:
    with pytest.raises(services.NotInATransaction):
        services.record(actor=CLERK, action="test", about="thing:1", at=AT)


def test_after_deletion_nobody_reads_the_values_and_the_chain_is_whole(tmp_path: Path) -> None:
    subject, other = uuid.uuid4(), uuid.uuid4()
    entry = tell(1, sealed={subject: {"name": "甲三十七"}, other: {"name": "乙二"}})
    sealing.seal_pending()
    entry.refresh_from_db()
    before = services.unsealed(entry, subject)

    services.destroy_key(subject=subject)

    segments.write_segments(tmp_path)
    assert before == {"name": "甲三十七"}
    assert services.unsealed(entry, subject) is None
    assert services.unsealed(entry, other) == {"name": "乙二"}
    assert verify(tmp_path)[0] == 0
    assert "甲三十七".encode() not in bytes(entry.content)


def test_a_batch_is_one_entry_that_binds_every_item() -> None:
    one, other = ([b"a", b"b", b"c"], [b"a", b"c", b"b"])

    assert chain.merkle_root(one) != chain.merkle_root(other)
    assert json.loads(bytes(tell(1, batch=one).content))["batch"] == {
        "count": 3,
        "root": chain.merkle_root(one).hex(),
    }


def test_entries_wait_for_the_sealer_on_postgresql_and_for_nobody_on_sqlite() -> None:
    tell(1)
    waiting = Entry.objects.filter(seq=None).count()

    sealed = sealing.seal_pending()

    assert (waiting, sealed) == ((1, 1) if connection.vendor == "postgresql" else (0, 0))
    assert not Entry.objects.filter(seq=None).exists()
