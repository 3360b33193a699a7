"""The first start: when `.venv` is made anew, when it is left alone, and what people are told when it fails."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest

ROOT = Path(__file__).resolve().parents[2]
READY = bootstrap.Plan(None, [])
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell script")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with locks and the files of the first start, but no environment."""
    (tmp_path / "locks").mkdir()
    for lock in ("run", "test"):
        (tmp_path / "locks" / f"{lock}.txt").write_text(f"# the {lock} lock\n")
    (tmp_path / "src" / "tuopin").mkdir(parents=True)
    (tmp_path / "src" / "tuopin" / "__init__.py").touch()
    for name in ("tuopin", "bootstrap.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def ready_house(house: Path) -> Path:
    """The same with a real, empty `.venv` and a receipt for the run lock."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(house / ".venv")], check=True)
    give_receipt(house, "run")
    return house


def give_receipt(house: Path, lock: str) -> None:
    version = bootstrap.version_of_venv(house)
    assert version
    bootstrap.receipt_of(house, lock).write_text(bootstrap.receipt(house, lock, version))


class TestPlan:
    def test_without_an_environment_everything_is_to_do(self, house: Path) -> None:
        plan = bootstrap.plan(house, ["run", "test"])

        assert "first start" in plan.rebuild[1]
        assert plan.install == ["run", "test"]

    def test_with_a_receipt_nothing_is_to_do(self, ready_house: Path) -> None:
        assert bootstrap.plan(ready_house, ["run"]) == READY

    def test_the_test_lock_is_added_without_a_rebuild(self, ready_house: Path) -> None:
        assert bootstrap.plan(ready_house, ["run", "test"]) == bootstrap.Plan(None, ["test"])

    def test_line_ends_of_a_windows_checkout_do_not_matter(self, ready_house: Path) -> None:
        lock = bootstrap.lock_of(ready_house, "run")
        lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))

        assert bootstrap.plan(ready_house, ["run"]) == READY

    def test_a_changed_lock_means_a_rebuild(self, ready_house: Path) -> None:
        bootstrap.lock_of(ready_house, "run").write_text("# another lock\n")

        assert "lock or the Python has changed" in bootstrap.plan(ready_house, ["run"]).rebuild[1]

    def test_a_changed_test_lock_is_installed_again(self, ready_house: Path) -> None:
        give_receipt(ready_house, "test")
        bootstrap.lock_of(ready_house, "test").write_text("# another lock\n")

        assert bootstrap.plan(ready_house, ["run", "test"]) == bootstrap.Plan(None, ["test"])

    def test_another_python_means_a_rebuild(self, ready_house: Path) -> None:
        bootstrap.receipt_of(ready_house, "run").write_text(bootstrap.receipt(ready_house, "run", "3.11.0"))

        assert "lock or the Python has changed" in bootstrap.plan(ready_house, ["run"]).rebuild[1]

    def test_an_environment_without_a_receipt_is_half_made(self, ready_house: Path) -> None:
        bootstrap.receipt_of(ready_house, "run").unlink()

        assert "incomplete" in bootstrap.plan(ready_house, ["run"]).rebuild[1]

    def test_a_busy_mark_left_behind_means_a_rebuild(self, ready_house: Path) -> None:
        bootstrap.busy_mark(ready_house).touch()

        assert "did not finish" in bootstrap.plan(ready_house, ["run"]).rebuild[1]

    def test_a_python_that_is_gone_means_a_rebuild(self, ready_house: Path) -> None:
        bootstrap.python_of(ready_house).unlink()

        assert "no longer runs" in bootstrap.plan(ready_house, ["run"]).rebuild[1]

    def test_a_moved_folder_stays_ready(self, ready_house: Path) -> None:
        moved = ready_house.rename(ready_house.with_name("elsewhere"))

        assert bootstrap.plan(moved, ["run"]) == READY


class TestMaking:
    def test_a_fresh_environment_sees_src_and_is_marked_as_unfinished(self, house: Path) -> None:
        bootstrap.make_venv(house)
        question = "import tuopin, sys; sys.stdout.write(tuopin.__file__)"
        seen = subprocess.run(
            [str(bootstrap.python_of(house)), "-P", "-c", question],
            capture_output=True,
            text=True,
            check=True,
        )

        assert Path(seen.stdout).samefile(house / "src" / "tuopin" / "__init__.py")
        assert bootstrap.busy_mark(house).exists()

    def test_an_environment_is_put_aside_before_it_is_removed(self, ready_house: Path) -> None:
        (ready_house / ".venv-old-1").mkdir()

        bootstrap.clear_away(bootstrap.venv_of(ready_house))

        assert list(ready_house.glob(".venv*")) == []

    def test_a_folder_that_is_no_environment_is_left_alone(self, house: Path) -> None:
        letter = house / ".venv" / "letter.txt"
        letter.parent.mkdir()
        letter.touch()

        with pytest.raises(bootstrap.Trouble, match="left alone"):
            bootstrap.clear_away(bootstrap.venv_of(house))
        assert letter.exists()

    @on_posix
    def test_a_link_is_left_alone(self, ready_house: Path) -> None:
        real = bootstrap.venv_of(ready_house).rename(ready_house / "real")
        bootstrap.venv_of(ready_house).symlink_to(real)

        with pytest.raises(bootstrap.Trouble, match="left alone"):
            bootstrap.clear_away(bootstrap.venv_of(ready_house))
        assert (real / "pyvenv.cfg").exists()

    def test_the_second_of_two_starts_waits(self, house: Path) -> None:
        with (
            bootstrap.only_one(house),
            open(house / ".venv.lock", "a+b") as other,
        ):
            assert not bootstrap.try_to_lock(other.fileno())
        with open(house / ".venv.lock", "a+b") as other:
            assert bootstrap.try_to_lock(other.fileno())

    def test_a_folder_one_may_not_write_to_is_named(
        self, house: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(root: Path) -> None:
            raise PermissionError(13, "Permission denied", str(root))

        monkeypatch.setattr(bootstrap, "make_venv", refuse)

        with pytest.raises(bootstrap.Trouble, match=r"(?s)磁盘空间和权限.*disk space and permissions"):
            bootstrap.make_ready(house, ["run"], None)


class TestInstalling:
    """What pip is asked, with pip replaced by a notebook."""

    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        questions: list[list[str]] = []
        monkeypatch.setattr(bootstrap, "pip", lambda root, arguments: questions.append(list(arguments)))
        return questions

    def test_the_lock_is_installed_with_hashes_and_from_wheels_only(
        self, ready_house: Path, asked: list[list[str]]
    ) -> None:
        bootstrap.receipt_of(ready_house, "run").unlink()

        bootstrap.install(ready_house, "run", None)

        assert "--require-hashes" in asked[0]
        assert asked[0][asked[0].index("--only-binary") + 1] == ":all:"
        assert "--no-index" not in asked[0]
        assert bootstrap.plan(ready_house, ["run"]) == READY

    def test_a_wheelhouse_means_no_network(self, ready_house: Path, asked: list[list[str]]) -> None:
        (ready_house / "wheelhouse").mkdir()
        (ready_house / "wheelhouse" / "some.whl").touch()

        bootstrap.install(ready_house, "run", bootstrap.wheelhouse_of(ready_house))

        assert "--no-index" in asked[0]
        assert asked[0][asked[0].index("--find-links") + 1] == str(ready_house / "wheelhouse")

    def test_an_empty_wheelhouse_is_none(self, house: Path) -> None:
        assert bootstrap.wheelhouse_of(house) is None
        (house / "wheelhouse").mkdir()
        assert bootstrap.wheelhouse_of(house) is None

    def test_a_failed_install_leaves_the_busy_mark_and_no_receipt(
        self, ready_house: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(root: Path, arguments: list[str]) -> None:
            raise bootstrap.Trouble("no")

        monkeypatch.setattr(bootstrap, "pip", fail)

        with pytest.raises(bootstrap.Trouble):
            bootstrap.install(ready_house, "test", None)
        assert bootstrap.busy_mark(ready_house).exists()
        assert not bootstrap.receipt_of(ready_house, "test").exists()

    def test_test_tools_missing_in_the_wheelhouse_come_from_the_network(
        self, ready_house: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[list[str]] = []

        def only_online(root: Path, arguments: list[str]) -> None:
            asked.append(arguments)
            if "--no-index" in arguments:
                raise bootstrap.Trouble("not there")

        monkeypatch.setattr(bootstrap, "pip", only_online)

        bootstrap.install(ready_house, "test", ready_house / "wheelhouse")

        assert ["--no-index" in arguments for arguments in asked] == [True, False]

    def test_packing_keeps_what_was_packed_for_other_machines(
        self, ready_house: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def download(root: Path, arguments: list[str]) -> None:
            folder = Path(arguments[arguments.index("--dest") + 1])
            folder.mkdir(exist_ok=True)
            (folder / "new.whl").touch()

        monkeypatch.setattr(bootstrap, "pip", download)
        (ready_house / "wheelhouse").mkdir()
        (ready_house / "wheelhouse" / "old.whl").touch()

        bootstrap.pack_offline(ready_house, ["--platform", "win_amd64"])

        assert sorted(path.name for path in (ready_house / "wheelhouse").iterdir()) == ["new.whl", "old.whl"]
        assert not (ready_house / "wheelhouse.part").exists()


class TestMessages:
    def test_an_old_python_gets_a_sentence_in_both_languages(self) -> None:
        with pytest.raises(bootstrap.Trouble, match=r"(?s)需要 Python 3\.11.*3\.9.*Python 3\.11 or newer"):
            bootstrap.require_python((3, 9))

    def test_an_old_python_can_read_the_file_that_tells_it(self) -> None:
        ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))

    @pytest.mark.parametrize(
        ("output", "offline", "zh", "en"),
        [
            ("WARNING: Retrying (Retry(total=4", False, "没有网络", "pack-offline"),
            ("ERROR: No matching distribution found for duckdb", True, "wheelhouse", "wheelhouse"),
            ("ERROR: No matching distribution found for duckdb", False, "适合本机", "no package for this"),
            ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", False, "校验值", "hash"),
            ("OSError: [Errno 28] No space left on device", False, "磁盘已满", "disk is full"),
            ("something else", False, "原因见上", "see above"),
        ],
    )
    def test_a_failure_of_pip_is_explained(self, output: str, offline: bool, zh: str, en: str) -> None:
        with pytest.raises(bootstrap.Trouble) as trouble:
            bootstrap.explain_failure(output, offline=offline)

        assert zh in str(trouble.value)
        assert en in str(trouble.value)
        assert output in str(trouble.value)


@on_posix
class TestLauncher:
    def test_arguments_and_the_working_folder_arrive(self, ready_house: Path, tmp_path: Path) -> None:
        show = "import os, sys\nsys.stdout.write(repr((os.getcwd(), sys.argv[1:])))\nsys.exit(7)\n"
        (ready_house / "src" / "tuopin" / "__main__.py").write_text(show)
        point_to_src(ready_house)

        run = start(ready_house, "demo", "two words", "*", cwd="/")

        assert run.stdout == "('/', ['demo', 'two words', '*'])"
        assert run.returncode == 7
        assert run.stderr == ""

    def test_without_a_python_both_languages_say_what_to_do(self, house: Path) -> None:
        tools = house / "tools"
        tools.mkdir()
        for name in ("sh", "dirname", "readlink", "cat"):
            (tools / name).symlink_to(shutil.which(name))

        run = start(house, "demo", path=str(tools))

        assert run.returncode == 69
        assert "没有找到 Python 3.11" in run.stderr
        assert "no Python 3.11 or newer was found" in run.stderr


def point_to_src(house: Path) -> None:
    for folder in bootstrap.venv_of(house).glob("lib/python*/site-packages"):
        (folder / "tuopin.pth").write_text(os.path.relpath(house / "src", folder) + "\n")


def start(house: Path, *arguments: str, cwd: str | None = None, path: str | None = None):
    environment = {**os.environ, "PATH": path or f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [str(house / "tuopin"), *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
