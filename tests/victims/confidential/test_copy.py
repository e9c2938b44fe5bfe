"""The copy of a release in plain English and Spanish: each field of the form (B-VAWA-4)."""

import re
from dataclasses import fields, replace

import pytest

from casemgmt.core.pdf import write_pdf
from victims.confidential.copy import copy_of
from victims.confidential.copy_words import (
    BY_LANGUAGE,
    EN,
    ES,
    OTHER_WAYS,
    PURPOSES,
    RISKS,
    ROLES,
    WAYS,
    Words,
)
from victims.confidential.particulars import Particulars, particulars_of
from victims.services.signed import ALONE, APPOINTED, BESIDE

FORM = Particulars(
    ways=("spoken", "electronic"), risks_by="Maya Example", risks_on="2026-03-01", case_id="c",
    item="prefers no letters", release_id="r", name="Dana Whitlow", organization="Harbor Advocacy",
    call="555-0100", text="Please, no letters.", agency="Altona Probation", person="Ana Example",
    purpose="safety", starts_on="2026-03-01", ends_on="2026-03-16", risks=("learned", "kept"),
    other_ways=("general",), language="Spanish", interpreter="No. 4410, Line Example",
    signed_by="the victim", signed_on="2026-03-01", copy_on="2026-03-01", copy_language="es",
)  # fmt: skip
# What B-VAWA-4 asks for, each by how this form says it; in both languages.
ASKED = {
    "whose": ("Dana Whitlow", "Dana Whitlow"),
    "organization": ("Harbor Advocacy shares it", "Harbor Advocacy lo comparte"),
    "exact items": ("prefers no letters", "Please, no letters."),
    "agency": ("Altona Probation", "Altona Probation"),
    "named person": ("Ana Example, of", "Ana Example, de"),
    "purpose": ("Safety of a victim", "La seguridad de una víctima"),
    "method": ("By speaking", "De palabra"),
    "risks": (RISKS["learned"]["en"], RISKS["learned"]["es"]),
    "alternatives": (OTHER_WAYS["general"]["en"], OTHER_WAYS["general"]["es"]),
    "who talked, when": (
        "Maya Example talked about this with you on March 1, 2026",
        "Maya Example habló de esto con usted el 1 de marzo de 2026",
    ),
    "start": ("From March 1, 2026", "Desde el 1 de marzo de 2026"),
    "expiry": ("until the end of March 16, 2026", "hasta el final del 16 de marzo de 2026"),
    "re-release barred": ("may not pass it on", "No pueden pasarlo a nadie más"),
    "language": ("We spoke in Spanish", "Hablamos en este idioma: español"),
    "interpreter": ("No. 4410, Line Example", "No. 4410, Line Example"),
    "how to revoke": ("on the telephone or in person, or write it", "por teléfono o en persona"),
    "where to revoke": ("Harbor Advocacy (555-0100)", "Harbor Advocacy (555-0100)"),
    "no condition": ("whether you sign or not", "si firma o si no firma"),
    "signature": ("Signed on March 1, 2026 by", "Firmado el 1 de marzo de 2026 por"),
    "copy given": (
        "a copy on March 1, 2026: in Spanish",
        "copia el 1 de marzo de 2026: en español",
    ),
}


def text(form=FORM, language="en", **options):
    copy = copy_of(form, language=language, **options)
    return "\n".join([copy.title, *(line for one in copy.sections for line in one.lines)])


@pytest.mark.parametrize("asked", ASKED)
def test_each_field_stands_on_the_copy_in_both_languages(asked):
    english, spanish = ASKED[asked]
    assert english in text()
    assert spanish in text(language="es")


def test_it_names_neither_the_person_under_supervision_nor_the_case():
    assert replace(FORM, case_id="MARK-case").case_id not in text(
        replace(FORM, case_id="MARK-case")
    )


@pytest.mark.parametrize("field", [field.name for field in fields(Words)])
def test_the_two_languages_say_the_same_with_the_same_gaps(field):
    english, spanish = getattr(EN, field), getattr(ES, field)
    assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", spanish))
    assert english != spanish


@pytest.mark.parametrize("table", [RISKS, OTHER_WAYS, WAYS, PURPOSES, ROLES])
def test_each_choice_of_the_form_is_said_in_both(table):
    assert all(set(said) == set(BY_LANGUAGE) and all(said.values()) for said in table.values())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"person": ""}, "only its people who work on this case"),
        ({"person": "", "role": "supervision"}, "only its people in supervision"),
        ({"interpreter": ""}, "without an interpreter"),
        ({"copy_on": "", "copy_why": "not safe to carry"}, "no copy yet: not safe to carry"),
        ({"copy_language": "aloud"}, "read aloud in another language"),
        ({"signed_by": BESIDE, "guardian": "Carla Whitlow"}, "Carla Whitlow, a parent or guardian"),
        ({"signed_by": ALONE}, "a minor whom the law lets decide alone"),
        ({"signed_by": APPOINTED}, "a guardian whom a court appointed"),
        ({"call": ""}, "Tell any advocate of Harbor Advocacy."),
    ],
)
def test_it_says_what_was_agreed_and_nothing_else(changes, said):
    assert said in text(replace(FORM, **changes))


def test_unsigned_it_is_the_form_with_lines_to_sign_on():
    form = replace(FORM, signed_by=BESIDE, guardian="Carla Whitlow")
    said = text(form, is_signed=False)
    assert said.count("_" * 30) == 4  # the victim, the parent, the advocate, and why no copy
    assert "Signed on" not in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_paper_is_tagged_and_in_its_language(language):
    paper = write_pdf("letter.typ", copy_of(FORM, language=language).data())
    assert f"/Lang({language})".encode() in paper.replace(b" ", b"")
    assert b"/StructTreeRoot" in paper


def test_a_form_that_was_kept_before_there_was_more_to_say_still_opens():
    old = '{"ways": ["spoken"], "risks_by": "M", "risks_on": "", "case_id": "c", "item": "x"}'
    assert particulars_of(old).item == "x"
    assert particulars_of(FORM.words()) == FORM
