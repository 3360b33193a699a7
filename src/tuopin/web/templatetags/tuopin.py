"""Words, figures, days and verdicts in templates. Both languages stand side by side, so neither is forgotten."""

import re
from datetime import date
from decimal import Decimal

from django import template
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict

register = template.Library()
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language() -> Language:
    """The reader's language, of this request."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


@register.simple_tag
def say(zh: str, en: str) -> str:
    """{% say "保存" "Save" %}"""
    return zh if language() == "zh" else en


@register.filter
def said(text: Text | None) -> str:
    """A text in the reader's language; nothing for none."""
    return "" if text is None else text.in_(language())


@register.filter
def day(value: date | None) -> str:
    """2020年6月30日 or 30 Jun 2020; unknown is written out."""
    if value is None:
        return say("待核实", "unknown")
    if language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


@register.filter
def figure(value: int | Decimal | None) -> str:
    """With thousands separated; unknown is written out, never blank and never 0."""
    return say("待核实", "unknown") if value is None else f"{value:,}"


@register.filter
def moved(value: int) -> str:
    """A difference with its sign; none is written as such."""
    return say("不变", "none") if value == 0 else f"{value:+,}".replace("-", "−")


_CODE, _BOLD = re.compile(r"`([^`]*)`"), re.compile(r"\*\*(.+?)\*\*")


@register.filter
def marked(text: str) -> SafeString:
    """The few marks that generated tables carry: `code`, **and**, a new line. Everything else is plain text."""
    safe = escape(text).replace("&lt;br&gt;", "<br>")
    safe = _BOLD.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", safe))
    return mark_safe(safe)  # escaped above; only these three marks come back


_CLASSES = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not-met",
    Verdict.UNKNOWN: "unknown",
    Verdict.NOT_APPLICABLE: "not-applicable",
}
_ICONS = {
    Verdict.MET: '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.6 8.3l2.3 2.3 4.5-4.9" fill="none" '
    'stroke="var(--tp-paper)" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
    Verdict.NOT_MET: '<path d="M8 2.2 14.6 13.6H1.4Z" fill="none" stroke="currentColor" stroke-width="1.7" '
    'stroke-linejoin="round"/>',
    Verdict.UNKNOWN: '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-dasharray="2.6 2"/><path d="M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.4v.2" fill="none" '
    'stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>',
    Verdict.NOT_APPLICABLE: '<path d="M3 8h10" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-linecap="round"/>',
}


@register.simple_tag
def verdict_icon(verdict: Verdict) -> SafeString:
    """The shape of a verdict: the same four on every page, in legends and in print."""
    drawn = _ICONS[verdict]  # ours, never anybody's data
    return mark_safe(f'<svg class="tp-shape" viewBox="0 0 16 16" aria-hidden="true">{drawn}</svg>')


@register.filter
def verdict_class(verdict: Verdict) -> str:
    return f"tp-verdict tp-{_CLASSES[verdict]}"
