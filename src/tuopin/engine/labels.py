"""The names people know expressions by."""

from collections.abc import Iterable

from tuopin.engine import expressions as x
from tuopin.kernel.text import Text


def unnamed(expression: x.Expression) -> x.Expression:
    while isinstance(expression, x.Named | x.Scaled):
        expression = expression.of
    return expression


def label_of(expression: x.Expression) -> Text | None:
    """The name people know it by; a negation borrows the name of what it negates."""
    while isinstance(expression, x.Not | x.Scaled):
        expression = expression.of
    if isinstance(expression, x.Named | x.Fact):
        return expression.label
    if isinstance(expression, x.And | x.Or):
        labels = [label_of(term) for term in expression.terms]
        known = [label for label in labels if label is not None]
        both = isinstance(expression, x.And)
        if len(known) == len(labels):
            return joined(known, Text("且", "and") if both else Text("或", "or"))
    return expression.parameter.label if isinstance(expression, x.ParameterRef) else None


def joined(labels: Iterable[Text], word: Text) -> Text:
    unique = list(dict.fromkeys(labels))
    return Text(word.zh.join(label.zh for label in unique), f" {word.en} ".join(label.en for label in unique))
