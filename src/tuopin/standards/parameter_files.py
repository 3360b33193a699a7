"""The parameters of a pack: every YAML file in its `parameters` folder, one number a file."""

from collections.abc import Mapping
from importlib.resources import files

from tuopin.engine.parameters import Parameter, read_parameter


def read_parameters(package: str) -> Mapping[str, Parameter]:
    """By code, in alphabetical order. Raises BadInput (`parameter_file`) for a file that cannot be used."""
    found = sorted(
        (file for file in (files(package) / "parameters").iterdir() if file.name.endswith(".yaml")),
        key=lambda file: file.name,
    )
    names = [(file.name.removesuffix(".yaml"), file) for file in found]
    return {name: read_parameter(file.read_text(encoding="utf-8"), name=name) for name, file in names}
