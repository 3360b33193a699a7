"""A text that people read, in Chinese and in English. Both are written; neither is derived."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """What people see: `zh` is the official wording where one exists, `en` the field's own term."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def on(self, day: date) -> "Text":
        """The wording in use on a day; most texts never change."""
        return self


@dataclass(frozen=True, slots=True)
class Renamed(Text):
    """A text that was worded otherwise before, such as the name of an office: `zh` and `en` are today's wording.

    `earlier` are (first day it no longer held, wording), oldest first.
    """

    earlier: tuple[tuple[date, Text], ...] = ()

    def on(self, day: date) -> Text:
        return next((text for until, text in self.earlier if day < until), self)
