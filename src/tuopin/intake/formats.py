"""What a file really is, from its first bytes: in the field .xls is often a web page and .xlsx often an .xls."""

from pathlib import Path
from typing import Literal

from tuopin.intake.limits import Limits
from tuopin.intake.refusing import empty, file_too_big, not_a_workbook, not_found, protected
from tuopin.kernel.errors import BadInput

Format = Literal["xlsx", "xls", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_HEAD = 4096


def format_of(path: Path, limits: Limits) -> Format:
    """Raises BadInput for a file that is absent, empty, too large, protected or of another kind."""
    name = path.name
    if not path.is_file():
        raise not_found(name)
    size = path.stat().st_size
    if size == 0:
        raise empty(name)
    if size > limits.file_bytes:
        raise file_too_big(name, limits)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        raise BadInput(
            "file_unreadable",
            zh=f"打不开 {name}，可能没有权限，或正被其他程序占用。请关闭该文件后再试。",
            en=f"{name} cannot be opened: no permission, or another program holds it. Close it there and try again.",
        ) from None
    if head.startswith(b"PK"):
        return "xlsx"
    if head.startswith(_OLE):
        if _ENCRYPTED_STREAM in path.read_bytes():
            raise protected(name)
        return "xls"
    _refuse_other_kinds(name, head)
    return "text"


def _refuse_other_kinds(name: str, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(
        (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<script", b"<div")
    ):
        raise not_a_workbook(
            name, zh="它其实是网页（系统导出时常见）", en="it is really a web page, as many systems export"
        )
    if start.startswith(b"<"):
        raise not_a_workbook(name, zh="它其实是 XML 文档", en="it is really an XML document")
    if start.startswith(b"%pdf"):
        raise not_a_workbook(name, zh="它是 PDF", en="it is a PDF")
    if head.startswith(_PICTURES):
        raise not_a_workbook(name, zh="它是图片", en="it is a picture")
    if head.startswith(_OLD_EXCEL):
        raise not_a_workbook(
            name, zh="它是 1995 年以前的 Excel 格式", en="it is in the Excel format of before 1995"
        )
