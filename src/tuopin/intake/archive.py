"""An .xlsx is a zip of XML. Everything dangerous about it is found here, before anything is parsed into memory."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from tuopin.intake.extent import check_markup
from tuopin.intake.limits import Limits
from tuopin.intake.refusing import damaged, not_a_workbook, unsafe
from tuopin.kernel.errors import BadInput

_CHUNK = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


def check_archive(path: Path, *, name: str, limits: Limits) -> None:
    """Raises BadInput for a file that would hurt to read, or that is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            members = archive.infolist()
            _check_directory(members, name, limits)
            total = 0
            for member in members:
                total += _check_member(
                    file, member, name=name, limits=limits, left=limits.unpacked_bytes - total
                )
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise damaged(name) from error


def _check_directory(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if len(members) > limits.members:
        raise unsafe(
            "archive_members",
            name,
            zh=f"里面有 {len(members)} 个部件，超过 {limits.members} 个",
            en=f"has {len(members)} parts, more than {limits.members}",
        )
    names = [member.filename for member in members]
    if len({part.lower() for part in names}) != len(names):
        raise unsafe("archive_names", name, zh="里面有重名的部件", en="has two parts of one name")
    if any(_leaves_folder(member.orig_filename) for member in members):
        raise unsafe(
            "archive_names",
            name,
            zh="里面的部件名指向文件夹之外",
            en="has a part whose name leaves its folder",
        )
    _check_kind(names, name)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise unsafe("archive_encrypted", name, zh="里面有加密的部件", en="has encrypted parts")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise unsafe("archive_method", name, zh="使用了罕见的压缩方法", en="uses an unusual compression")
    ends = sorted((member.header_offset, member.compress_size) for member in members)
    if any(at + _LOCAL_HEADER.size + size > after for (at, size), (after, _) in pairwise(ends)):
        raise unsafe("archive_overlap", name, zh="里面的部件互相重叠", en="has parts that overlap")


def _leaves_folder(part: str) -> bool:
    folders = part.replace("\\", "/").split("/")
    return part.startswith("/") or ".." in folders or ":" in part or "\\" in part or "\x00" in part


def _check_kind(names: list[str], name: str) -> None:
    lower = [part.lower() for part in names]
    if any(part.endswith("vbaproject.bin") for part in lower):
        raise BadInput(
            "workbook_with_macros",
            zh=f"{name} 含有宏。请另存为不含宏的 .xlsx。",
            en=f"{name} contains macros. Save it as .xlsx, without macros.",
        )
    if any(part.startswith("xl/externallinks/") for part in lower):
        raise BadInput(
            "workbook_with_links",
            zh=f"{name} 引用了其他文件里的数据，这里读不到那些文件。请全选后“选择性粘贴为数值”，再保存。",
            en=f"{name} refers to other files, which cannot be read from here. Paste everything as values and save it.",
        )
    if any(part.endswith("workbook.bin") for part in lower):
        raise not_a_workbook(name, zh="它是二进制格式 .xlsb", en="it has the binary format .xlsb")
    if "[content_types].xml" not in lower or not any(part.endswith("workbook.xml") for part in lower):
        raise not_a_workbook(
            name, zh="它是压缩包或其他类型的文档", en="it is an archive or another kind of document"
        )


def _check_member(file: BinaryIO, member: zipfile.ZipInfo, *, name: str, limits: Limits, left: int) -> int:
    """The real size of one part; its markup is looked at while it streams by."""
    counted = _Counted(file, member, name=name, limits=limits, left=left)
    if not check_markup(counted.chunks, part=member.filename, name=name, limits=limits):
        for _ in counted.chunks():
            pass
    return counted.size


class _Counted:
    """The bytes of a part as they really are; the sizes written in the directory are only compared with them."""

    def __init__(
        self, file: BinaryIO, member: zipfile.ZipInfo, *, name: str, limits: Limits, left: int
    ) -> None:
        self.file = file
        self.member = member
        self.name = name
        self.limits = limits
        self.left = left
        self.size = 0

    def chunks(self) -> Iterator[bytes]:
        """From the beginning, each time it is asked. Raises BadInput as soon as it is too much."""
        self.size, checksum = 0, 0
        for chunk in _inflated(self.file, self.member):
            self.size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            self._check_size()
            yield chunk
        if self.size != self.member.file_size or checksum != self.member.CRC:
            raise zipfile.BadZipFile("size or checksum of a part")

    def _check_size(self) -> None:
        limits, packed = self.limits, max(self.member.compress_size, 1)
        if self.size > self.left:
            size = limits.unpacked_bytes >> 20
            raise BadInput(
                "archive_too_large",
                zh=f"{self.name} 解压后超过 {size} MB。"
                "请按乡镇分成几个文件，或删去多余的行列、图片后另存为新的 .xlsx。",
                en=f"{self.name} unpacks to more than {size} MB. Split it by township, or delete unused rows, columns "
                "and pictures and save it as a new .xlsx.",
            )
        if self.size > limits.ratio_free_bytes and self.size > packed * limits.ratio:
            raise unsafe(
                "archive_ratio",
                self.name,
                zh=f"解压后膨胀超过 {limits.ratio} 倍",
                en=f"grows more than {limits.ratio} times when unpacked",
            )


def _inflated(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes in pieces of at most a megabyte, however the stream was made."""
    file.seek(member.header_offset)
    fields = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    in_header = file.read(fields[9])
    in_directory = member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8_NAME else "cp437")
    if fields[0] != b"PK\x03\x04" or in_header != in_directory:
        raise zipfile.BadZipFile("the two headers of a part differ")
    file.seek(fields[10], 1)
    unpack = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    left = member.compress_size
    while left > 0:
        packed = file.read(min(_CHUNK, left))
        if not packed:
            raise EOFError
        left -= len(packed)
        if unpack is None:
            yield packed
        while unpack is not None and packed and not unpack.eof:
            yield unpack.decompress(packed, _CHUNK)
            packed = unpack.unconsumed_tail
    if unpack is not None and not unpack.eof:
        raise EOFError
