"""The copy of a release: what a victim agreed to, said back in plain words (B-VAWA-4)."""

from dataclasses import dataclass
from datetime import date

from victims.confidential.copy_words import (
    BY_LANGUAGE,
    COPY_IN_WORDS,
    LANGUAGES,
    MONTHS,
    OTHER_WAYS,
    PURPOSES,
    RISKS,
    ROLES,
    SPOKEN,
    WAYS,
    Words,
)
from victims.confidential.particulars import Particulars
from victims.services.terms import ALONE, APPOINTED, BESIDE


@dataclass(frozen=True)
class Section:
    """A heading with its sentences."""

    heading: str
    lines: list[str]


@dataclass(frozen=True)
class Copy:
    """A sheet of paper in one language."""

    title: str
    language: str
    footer: str
    sections: list[Section]

    def data(self) -> dict[str, object]:
        """Return it as templates/pdf/letter.typ takes it."""
        sections = [{"heading": one.heading, "lines": one.lines} for one in self.sections]
        return {
            "title": self.title, "language": self.language, "footer": self.footer,
            "sections": sections,
        }  # fmt: skip


def copy_of(form: Particulars, *, language: str, is_signed: bool = True) -> Copy:
    """Return the copy in a language of LANGUAGES; unsigned, it is the form to sign."""
    words = BY_LANGUAGE[language if language in LANGUAGES else LANGUAGES[0]]
    sections = [
        Section(words.whose, [form.name, words.from_whom.format(organization=form.organization)]),
        Section(words.what, [form.item, words.exact.format(text=form.text), words.nothing_else]),
        Section(words.to_whom, _recipient(words, form, language)),
        Section(words.purpose, [_said(PURPOSES, form.purpose, language)]),
        Section(words.how, [_first_up(", ".join(_said(WAYS, w, language) for w in form.ways))]),
        Section(words.until, [_time(words, form, language), words.by_itself]),
        Section(words.talked, _talked(words, form, language)),
        Section(words.free, [words.free_words]),
        Section(words.back, _back(words, form)),
        Section(words.spoken_in, [_spoken(words, form, language)]),
        Section(words.signatures, _signed(words, form, language, is_signed=is_signed)),
        Section(words.copy, [_given(words, form, language) if is_signed else words.copy_open]),
    ]
    return Copy(words.title, language, words.footer, sections)


def day_in(language: str, day: str) -> str:
    """Return a day that is kept as 2026-03-01 as people say it; "" for none."""
    if not day:
        return ""
    on = date.fromisoformat(day)
    month = MONTHS[language][on.month - 1]
    return BY_LANGUAGE[language].day.format(day=on.day, month=month, year=on.year)


def _recipient(words: Words, form: Particulars, language: str) -> list[str]:
    pattern = words.this_person if form.person else words.its_people
    pattern = words.its_role if form.role else pattern
    role = _said(ROLES, form.role, language)
    who = pattern.format(person=form.person, agency=form.agency, role=role)
    return [who, words.nobody_else, words.no_passing_on]


def _time(words: Words, form: Particulars, language: str) -> str:
    start, end = day_in(language, form.starts_on), day_in(language, form.ends_on)
    return words.from_to.format(start=start, end=end)


def _talked(words: Words, form: Particulars, language: str) -> list[str]:
    day = day_in(language, form.risks_on)
    risks = [f"• {_said(RISKS, one, language)}" for one in form.risks]
    others = [f"• {_said(OTHER_WAYS, one, language)}" for one in form.other_ways]
    return [
        words.talked_by.format(staff=form.risks_by, day=day),
        words.risks, *risks, words.other_ways, *others,
    ]  # fmt: skip


def _back(words: Words, form: Particulars) -> list[str]:
    call = f" ({form.call})" if form.call else ""
    where = words.back_where.format(organization=form.organization, call=call)
    return [words.back_words, where, words.back_effect]


def _spoken(words: Words, form: Particulars, language: str) -> str:
    spoken = SPOKEN.get(form.language.casefold(), {}).get(language, form.language)
    pattern = words.interpreter if form.interpreter else words.no_interpreter
    return pattern.format(language=spoken, interpreter=form.interpreter)


def _signed(words: Words, form: Particulars, language: str, *, is_signed: bool) -> list[str]:
    who = {
        ALONE: [words.minor_alone], APPOINTED: [_named(words.appointed, form.guardian)],
        BESIDE: [words.victim, _named(words.beside, form.guardian)],
    }.get(form.signed_by, [words.victim])  # fmt: skip
    if is_signed:
        day = day_in(language, form.signed_on)
        return [words.signed.format(day=day, who=one) for one in who]
    return [words.unsigned.format(who=one) for one in [*who, words.staff]]


def _named(capacity: str, name: str) -> str:
    return f"{name}, {capacity}" if name else capacity


def _given(words: Words, form: Particulars, language: str) -> str:
    if not form.copy_on:
        return words.copy_not.format(why=form.copy_why or "-")
    given_in = COPY_IN_WORDS[language].get(form.copy_language, form.copy_language)
    return words.copy_given.format(day=day_in(language, form.copy_on), language=given_in)


def _said(table: dict[str, dict[str, str]], name: str, language: str) -> str:
    return table.get(name, {}).get(language, name)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
