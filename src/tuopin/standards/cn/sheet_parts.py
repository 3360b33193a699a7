"""Columns that several sheets of the workbook have."""

from tuopin.kernel.text import Text
from tuopin.standards.cn import identity
from tuopin.standards.pack import Column


def _not_an_identity(code: str) -> Text | None:
    """Household codes stand on lists and in findings, so nobody's number may serve as one, not even mistyped."""
    if not identity.reads_like_one(code):
        return None
    return Text(
        "户编号用了身份证号；户编号会出现在各种清单上，请改用系统中的户编号。",
        "The household code is an identity number. Household codes appear on lists; use the code of the system.",
    )


def household() -> Column:
    return Column(
        "户编号",
        role="household",
        synonyms=("户编码", "家庭编号", "户号", "农户编号", "户代码"),
        required=True,
        check=_not_an_identity,
    )


def id_number(header: str, *synonyms: str) -> Column:
    return Column(header, role="id_number", synonyms=synonyms, check=identity.problem_of)
