"""Files of others are as they came, listed with their licence; nothing is loaded from another host."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src" / "tuopin" / "web"
VENDOR = WEB / "static" / "vendor"


def test_every_vendored_file_is_as_it_came() -> None:
    listed = dict(
        reversed(line.split("  ./", 1))
        for line in (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in ("SHA256SUMS", "README.md")
    }

    assert there == listed


def test_every_vendored_package_has_its_licence() -> None:
    assert [
        folder.name for folder in VENDOR.iterdir() if folder.is_dir() and not (folder / "LICENSE").is_file()
    ] == []


def test_no_page_loads_anything_from_another_host() -> None:
    found = [
        f"{path.name}: {match}"
        for path in [*WEB.rglob("*.html"), *(WEB / "static" / "tuopin").rglob("*.*")]
        for match in re.findall(
            r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//[^"' )>]+""", path.read_text("utf-8")
        )
    ]

    assert found == []


def test_every_chinese_word_of_a_template_stands_beside_its_english() -> None:
    """Words for people come through {% say %}, which takes both."""
    tag = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)
    allowed = {"中文", "脱贫"}
    found = [
        f"{path.relative_to(WEB)}: {word}"
        for path in WEB.rglob("*.html")
        for word in re.findall(r"[\u4e00-\u9fff]+", tag.sub("", path.read_text("utf-8")))
        if word not in allowed
    ]

    assert found == []
