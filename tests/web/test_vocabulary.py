"""The words: one file, a jurisdiction's own labels, and no page that uses a word we never use."""

import re
from pathlib import Path

import pytest

from casemgmt.core import vocabulary

ROOT = Path(__file__).resolve().parents[2]
NEVER = [word for term in vocabulary.terms().values() for word in term.never]
FORBIDDEN = re.compile(rf"\b({'|'.join(map(re.escape, NEVER))})s?\b", re.IGNORECASE)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name(path):
    return str(path.relative_to(ROOT))


@pytest.fixture
def own_words(tmp_path, settings):
    def use(text):
        file = tmp_path / "words.yaml"
        file.write_text(text)
        settings.VOCABULARY_FILE = str(file)
        vocabulary.terms.cache_clear()
        return vocabulary.terms()

    yield use
    vocabulary.terms.cache_clear()


def test_each_term_is_complete():
    for term in vocabulary.terms().values():
        assert term.label, term.key
        assert term.plural, term.key
        assert term.gloss, term.key


def test_a_jurisdiction_changes_one_label_and_keeps_the_rest(own_words):
    own_words("person: {label: supervisee, plural: supervisees}")
    assert vocabulary.term("person").label == "supervisee"
    assert vocabulary.term("victim").label == "victim"


def test_a_word_that_does_not_exist_cannot_be_changed(own_words):
    with pytest.raises(KeyError, match="persn"):
        own_words("persn: {label: x}")


def test_an_unknown_word_names_its_neighbours():
    with pytest.raises(KeyError, match="person"):
        vocabulary.term("perso")


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_uses_no_word_that_we_never_use(path):
    assert not FORBIDDEN.search(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_needs_no_exception_from_the_content_security_policy(path):
    text = path.read_text()
    assert not re.search(r"<style| style=|\son[a-z]+=|data:image|hx-on|hx-vals=.js:", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert " src=" in tag or 'type="application/json"' in tag
