"""A text that people read, in Chinese and in English. Both are written; neither is derived."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """What people see: `zh` is the official wording where one exists, `en` the field's own term."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en
