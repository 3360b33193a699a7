"""Translations: how the facts that one pack records become facts of another, as mapping files in the pack's folder.

A pack says for itself what its facts mean elsewhere: `translations/<pack>.yaml`, in the language of mapping files.
"""

from importlib.resources import files

from tuopin.standards.pack import Pack

TRANSLATIONS = "translations"


def translation_text(pack: Pack, to: str) -> str | None:
    """The mapping file from this pack to another one; None when there is none."""
    if not pack.folder:
        return None
    file = files(pack.folder) / TRANSLATIONS / f"{to}.yaml"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def translation_name(pack: Pack, to: str) -> str:
    """What messages and manifests call it."""
    return f"{pack.code}/{TRANSLATIONS}/{to}.yaml"
