"""The parameters of a pack: every YAML file in its `parameters` folder, one number a file.

Those worked out from others are read last, when the others are known.
"""

import re
from collections.abc import Mapping
from importlib.resources import files

from tuopin.engine.parameters import Parameter, read_parameter

_FORMULA = re.compile(r"^formula:", re.MULTILINE)


def read_parameters(package: str) -> Mapping[str, Parameter]:
    """By code, in alphabetical order. Raises BadInput (`parameter_file`) for a file that cannot be used."""
    found = sorted(
        (file for file in (files(package) / "parameters").iterdir() if file.name.endswith(".yaml")),
        key=lambda file: file.name,
    )
    texts = {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in found}
    derived = {name for name, text in texts.items() if _FORMULA.search(text)}
    plain = {name: read_parameter(text, name=name) for name, text in texts.items() if name not in derived}
    return {
        name: plain.get(name) or read_parameter(text, name=name, parts=plain) for name, text in texts.items()
    }
