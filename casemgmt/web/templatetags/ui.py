"""The product's components as template tags; the styleguide page shows each one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify

from casemgmt.core.vocabulary import term as vocabulary_term
from casemgmt.web.charts import bars_of, headings_of
from casemgmt.web.qr import qr_svg
from casemgmt.web.times import DAY_FORMAT, MOMENT_FORMAT, day_words, due_words, moment_words

register = template.Library()

BADGE_KINDS = frozenset({"neutral", "info", "success", "warning", "error"})
ASK = "If you think this is wrong, ask your agency's privacy officer."


@register.simple_tag
def badge(text: str, kind: str = "neutral") -> SafeString:
    """Show a short state in words; raises ValueError for a kind that does not exist."""
    if kind not in BADGE_KINDS:
        raise ValueError(f"No badge {kind!r}. Use one of: {', '.join(sorted(BADGE_KINDS))}.")
    return format_html('<span class="badge badge--{}">{}</span>', kind, text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show an icon of the USWDS sprite; it never stands alone, so readers skip it."""
    sprite = static("vendor/uswds/img/sprite.svg")
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        sprite,
        name,
    )


@register.simple_tag
def term(key: str, *, plural: bool = False, capital: bool = False) -> str:
    """Write a word of the vocabulary; raises KeyError for one that is not in it."""
    found = vocabulary_term(key)
    words = found.plural if plural else found.label
    return capfirst(words) if capital else words


@register.simple_tag
def day(value: date | None, *, relative: bool = True) -> SafeString:
    """Show a day exactly and, unless told otherwise, how far it is from today."""
    if value is None or value == "":
        return format_html('<span class="unset">{}</span>', "not set")
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    exact = formats.date_format(value, DAY_FORMAT)
    return _time(value.isoformat(), exact, day_words(value) if relative else "")


@register.simple_tag
def moment(value: datetime | None, *, relative: bool = True) -> SafeString:
    """Show a moment exactly in local time and, unless told otherwise, how long ago it was."""
    if value is None or value == "":
        return format_html('<span class="unset">{}</span>', "not yet")
    exact = formats.date_format(timezone.localtime(value), MOMENT_FORMAT)
    return _time(value.isoformat(), exact, moment_words(value) if relative else "")


def _time(machine: str, exact: str, words: str) -> SafeString:
    shown = format_html('<time datetime="{}">{}</time>', machine, exact)
    return format_html('{} <span class="relative">({})</span>', shown, words) if words else shown


@register.simple_tag
def due(item: Any) -> SafeString:
    """Say in words where something due stands: a day, or an object with due_on and done_on."""
    if item is None or item == "":
        return badge("Not started", "neutral")
    if isinstance(item, datetime):
        item = timezone.localtime(item).date()
    if isinstance(item, date):
        return badge(*due_words(item))
    if isinstance(item, Mapping):
        return badge(*due_words(item["due_on"], item.get("done_on")))
    return badge(*due_words(item.due_on, getattr(item, "done_on", None)))


@register.inclusion_tag("ui/_withheld.html")
def withheld(decision: Any, what: str = "") -> dict[str, str]:
    """Say that something is withheld, why, and how to ask: for a decision or a plain reason."""
    reason = getattr(decision, "reason_text", None) or str(decision)
    return {"what": what, "reason": reason, "ask": getattr(decision, "how_to_ask", "") or ASK}


@register.inclusion_tag("ui/_bars.html")
def bars(
    rows: Iterable[Mapping[str, Any]],
    caption: str,
    label: str = "Name",
    value: str = "Number",
) -> dict[str, Any]:
    """Draw a bar chart that is its own table of numbers; the rows are those of bars_of()."""
    rows = list(rows)
    return {
        "bars": bars_of(rows),
        "parts": headings_of(rows),
        "caption": caption,
        "label": label,
        "value": value,
        "chart_id": f"chart-{slugify(caption)}",
    }


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw a QR code."""
    return qr_svg(text, label)


@register.simple_block_tag
def panel(
    content: SafeString, heading: str, *, id: str = "", level: int = 2, kind: str = ""
) -> SafeString:
    """Frame a part of a page under a heading; its id is an address that can be linked to."""
    name = id or slugify(heading)
    extra = f" panel--{kind}" if kind else ""
    return format_html(
        '<section class="panel{4}" id="{0}" aria-labelledby="{0}-heading">'
        '<h{1} class="panel__heading" id="{0}-heading">{2}</h{1}>'
        '<div class="panel__body">{3}</div></section>',
        name,
        level,
        heading,
        content,
        extra,
    )


@register.simple_block_tag
def table(
    content: SafeString,
    caption: str,
    *,
    id: str = "",
    rows: bool = False,
    hide_caption: bool = False,
    stack: bool = False,
) -> SafeString:
    """Frame <thead> and <tbody> as a dense table that scrolls and can be reached by keyboard.

    rows=True lets j and k move from row to row; stack=True stacks cells on a phone, where each
    <td> and row <th> carries data-label with its column's name.
    """
    name = id or f"table-{slugify(caption)}"
    classes = "usa-table usa-table--borderless dense" + (" usa-table--stacked" if stack else "")
    return format_html(
        '<div class="table-scroll" role="region" aria-labelledby="{0}-caption" tabindex="0">'
        '<table class="{1}" id="{0}"{2}><caption id="{0}-caption"{3}>{4}</caption>{5}</table>'
        "</div>",
        name,
        classes,
        SafeString(" data-rows") if rows else "",
        SafeString(' class="usa-sr-only"') if hide_caption else "",
        caption,
        content,
    )


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> str:
    """Write a template's block a second time, so that the title is also the page's heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context) if block else ""
