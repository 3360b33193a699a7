"""How identity looks when nobody has asked to see it: enough to tell members apart, not enough to find a person."""


def masked_name(name: str | None) -> str | None:
    """The first character and a star for each other: 甲三十七 becomes 甲***."""
    return None if name is None else name[:1] + "*" * max(len(name) - 1, 1)


def masked_number(number: str | None) -> str | None:
    """Only that there is one: the usual first six and last four leave 34 candidates once the year of birth is known."""
    return None if number is None else "*" * 6


def masked_phone(phone: str | None) -> str | None:
    return None if phone is None else f"*******{phone[-2:]}"
