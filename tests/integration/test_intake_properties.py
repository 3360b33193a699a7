"""Whatever stands in a workbook, the counts add up and every row is accepted or refused for a reason of its own;

whatever happens to its bytes, there is a reading or a refusal, never another exception.
"""

import io
import random
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.support.workbooks import VILLAGES, Sheets, citizen, small_county, write_csv, write_xlsx

from tuopin.intake import read_workbook
from tuopin.intake.checking import read_batch
from tuopin.intake.exchange import Outcome, Request
from tuopin.intake.limits import LIMITS
from tuopin.kernel.errors import TuopinError
from tuopin.standards.cn.facts.derived import person

ID_REPEATED = person.id_repeated

GOOD: dict[str, Sequence[object]] = {
    "村代码": [VILLAGES[0], VILLAGES[1], int(VILLAGES[1]), "９８０１０１１００００３"],
    "家庭人口数": [1, 2, "3", None, "-"],
    "家庭年纯收入": [0, -12.5, "12,000.50", None, "待核实"],
    "建档立卡户": ["是", "×", 1, None],
    "采集日期": ["2020-06-01", date(2020, 6, 2), 20200603, None],
    "健康状况": ["健康", "残疾、长期慢性病", None],
    "务工时间": [0, 12, "６", None],
}
BAD: dict[str, Sequence[object]] = {
    "村代码": [None, "12345", citizen(1)],
    "家庭人口数": [0, "三", 1.5, date(2020, 1, 1)],
    "家庭年纯收入": ["一万", 0.001, 10**9],
    "建档立卡户": ["?", 7, "是否"],
    "采集日期": ["2020-06", "2020-02-30", 3.5],
    "健康状况": ["好", "健康、好"],
    "务工时间": [13, -1, "半年"],
}
HOUSEHOLD = ["户编号", "村代码", "家庭人口数", "家庭年纯收入", "建档立卡户", "采集日期"]
DEFECTS = {"reading_failed", "reading_too_heavy", "reading_too_long", "without words"}
PERSON = ["户编号", "健康状况", "务工时间", "证件号码"]


def read_here(paths: Sequence[Path]) -> Outcome:
    """In this process: hundreds of files would spend their time on starting processes."""
    request = Request(tuple((str(path), path.name) for path in paths), "cn", LIMITS)
    return read_batch(request, lambda *_: None)


class Messy:
    """A random workbook, and what must become of each of its rows by rules written once more, in the plainest way."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.sheets: Sheets = {"户": [list(HOUSEHOLD)], "人": [list(PERSON)]}
        self.refused: dict[str, set[int]] = {"户": set(), "人": set()}
        self.skipped = Counter[str]()
        self.sizes: dict[str, object] = {}
        self.village: dict[str, str] = {}
        self.listed = Counter[str]()
        self.clean: dict[str, list[list[object]]] = {}
        """The accepted rows of each identity number."""
        self._households()
        self._persons()

    def _cells(self, headers: Sequence[str]) -> tuple[list[object], bool]:
        bad = self.luck.random() < 0.15
        wrong = self.luck.choice(headers) if bad else None
        return [self.luck.choice((BAD if header == wrong else GOOD)[header]) for header in headers], bad

    def _between(self, title: str) -> None:
        """A blank row, a total or the header again, now and then."""
        table, chance = self.sheets[title], self.luck.random()
        if chance < 0.05:
            table.append([None] * len(table[0]))
        elif chance < 0.1:
            table.append([self.luck.choice(["小 计", "合计：", "本页合计"]), None, 3, 4][: len(table[0])])
            self.skipped[title] += 1
        elif chance < 0.13:
            table.append(list(table[0]))
            self.skipped[title] += 1

    def _households(self) -> None:
        table = self.sheets["户"]
        for number in range(self.luck.randint(1, 12)):
            code = self.luck.choice([f"H{number}", f"H{self.luck.randint(0, number)}"])
            cells, bad = self._cells(HOUSEHOLD[1:])
            table.append([code, *cells])
            if bad or self.sizes.get(code) is not None:
                self.refused["户"].add(len(table))
            elif self.sizes.get(code) is None:
                self.sizes[code] = ("accepted", cells[1])
                self.village[str(code)] = unicodedata.normalize("NFKC", str(cells[0]))
            self.sizes.setdefault(code, None)
            self._between("户")

    def _persons(self) -> None:
        table = self.sheets["人"]
        clean = self.clean
        for serial in range(self.luck.randint(0, 25)):
            code = self.luck.choice([*self.sizes, "H999"])
            cells, bad = self._cells(PERSON[1:3])
            number = (
                citizen(self.luck.choice([serial, serial, serial, 0])) if self.luck.random() < 0.8 else None
            )
            for _ in range(self.luck.choice([1, 1, 1, 1, 2])):
                row = [code, *cells, number]
                table.append(row)
                copied = number is not None and row in clean.get(number, ())
                if bad or copied or self.sizes.get(code) is None:
                    self.refused["人"].add(len(table))
                if number is not None:
                    clean.setdefault(number, []).extend([] if bad or copied else [row])
                self._between("人")
        for line, row in enumerate(table, start=1):
            if row[0] in self.sizes and line not in self.refused["人"]:
                self.listed[str(row[0])] += 1

    @property
    def accepted(self) -> list[str]:
        return sorted(code for code, fate in self.sizes.items() if fate is not None)

    @property
    def incomplete(self) -> int:
        sizes = {code: fate[1] for code, fate in self.sizes.items() if isinstance(fate, tuple)}
        return sum(size in (None, "-") or int(str(size)) != self.listed[code] for code, size in sizes.items())

    def rows(self, title: str) -> int:
        """Rows that are neither blank nor passed over nor the header."""
        filled = [row for row in self.sheets[title][1:] if any(cell is not None for cell in row)]
        return len(filled) - self.skipped[title]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.booleans())
@example(0, True)
def test_every_row_is_accepted_or_refused(seed: int, as_text: bool) -> None:
    messy = Messy(random.Random(seed))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if as_text:
            paths = [
                write_csv(folder / f"{title}.csv", table, encoding="gb18030")
                for title, table in messy.sheets.items()
            ]
        else:
            paths = [write_xlsx(folder / "a.xlsx", messy.sheets)]
        outcome = read_here(paths)
    for sheet in outcome.summary.sheets:
        refused = {row.row for row in outcome.refused if row.sheet == sheet.sheet}
        assert refused == messy.refused[sheet.kind]
        assert (sheet.read, sheet.refused) == (messy.rows(sheet.kind), len(refused))
        assert sheet.read == sheet.accepted + sheet.refused
        assert sheet.skipped == messy.skipped[sheet.kind]
        assert outcome.tables["households" if sheet.kind == "户" else "persons"].num_rows == sheet.accepted
    _check_tables(outcome, messy)


def _check_tables(outcome: Outcome, messy: Messy) -> None:
    households, persons = (outcome.tables[name].to_pylist() for name in ("households", "persons"))
    assert sorted(row["code"] for row in households) == messy.accepted
    assert outcome.summary.incomplete_households == messy.incomplete
    numbers = [row["household"] for row in households]
    assert numbers == sorted(set(numbers))
    codes = {row["household"]: row["code"] for row in households}
    assert Counter(codes[row["household"]] for row in persons) == +messy.listed
    keys = [(row["household"], row["person"]) for row in persons]
    assert keys == sorted(keys)
    assert all(number == 1 or (home, number - 1) in keys for home, number in keys)
    assert Counter(row["id_repeated"] for row in persons) == _repeated(messy)


def _repeated(messy: Messy) -> Counter[int | None]:
    """How many persons have a number that stands nowhere else, or twice in a household, village, township; or none."""
    codes = ID_REPEATED.kind.codes.by_code  # type: ignore[union-attr]
    found: Counter[int | None] = Counter()
    for told in messy.clean.values():
        rows = [row for row in told if str(row[0]) in messy.village]
        homes = {str(row[0]) for row in rows}
        villages = {messy.village[home] for home in homes}
        where = "township" if len(villages) > 1 else "village" if len(homes) > 1 else "household"
        found[codes[where if len(rows) > 1 else "nowhere"].number] += len(rows)
    found[None] = sum(messy.listed.values()) - sum(found.values())
    return +found


def _flipped(content: bytes, luck: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(luck.choice([1, 1, 2, 8])):
        changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
    return bytes(changed)


def _flipped_inside(content: bytes, luck: random.Random) -> bytes:
    """One part changed and everything packed anew, so that every checksum is right."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        victim = luck.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _flipped(part, luck) if name == victim and part else part)
    return packed.getvalue()


def _as_text(sheets: Sheets, folder: Path) -> bytes:
    return write_csv(folder / "户.csv", sheets["户"], encoding="gbk").read_bytes()


def _tried(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    try:
        read_here([path])
    except TuopinError as refused:
        return refused.code if refused.text.zh and refused.text.en else "without words"
    return "read"


@pytest.mark.parametrize("kind", ["bytes", "parts", "text"])
def test_a_damaged_file_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    luck = random.Random(kind)
    sheets = small_county()
    for row in sheets["人"][1:]:
        row[5] = date.fromisoformat(str(row[5])) + timedelta(0)
    whole = (
        _as_text(sheets, tmp_path) if kind == "text" else write_xlsx(tmp_path / "a.xlsx", sheets).read_bytes()
    )
    damage = _flipped_inside if kind == "parts" else _flipped
    path = tmp_path / ("户.csv" if kind == "text" else "a.xlsx")
    outcomes = Counter(_tried(path, damage(whole, luck)) for _ in range(200))
    assert outcomes["read"] < 200
    assert not outcomes.keys() & DEFECTS


def test_the_same_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    whole = write_xlsx(tmp_path / "a.xlsx", small_county()).read_bytes()
    luck = random.Random(7)
    for damage in (_flipped, _flipped_inside) * 4:
        (tmp_path / "a.xlsx").write_bytes(damage(whole, luck))
        code = "read"
        try:
            read_workbook(tmp_path / "a.xlsx")
        except TuopinError as refused:
            code = refused.code
        assert code not in DEFECTS
        assert list(scratch.iterdir()) == []
