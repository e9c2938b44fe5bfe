"""Paper: tagged, and what people wrote stays text."""

import pytest
import typst

from casemgmt.core.pdf import write_pdf

EVIL = '#panic("no") *bold* <b> $x$ "quoted" \\ Núñez'


def test_a_letter_is_tagged_and_in_its_language():
    letter = write_pdf(
        "letter.typ",
        {"title": EVIL, "language": "es", "sections": [{"heading": "Qué", "lines": [EVIL]}]},
    )
    assert letter.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in letter
    assert b"/Lang(es)" in letter.replace(b" ", b"")


def test_a_table_keeps_the_words_of_people_as_words():
    table = write_pdf(
        "table.typ",
        {"title": "T", "columns": ["A", "B"], "rows": [[EVIL, "1"]] * 80, "is_wide": True},
    )
    assert b"/TH" in table
    assert b"/StructTreeRoot" in table


def test_data_that_does_not_fit_is_told():
    with pytest.raises(typst.TypstError):
        write_pdf("letter.typ", {"title": "T"})
