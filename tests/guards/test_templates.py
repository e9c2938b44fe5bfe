"""Rules about templates: small, nothing unescaped, nothing that a strict Content-Security-Policy
would stop."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "templates"
FILES = sorted(ROOT.rglob("*.html"))
FORBIDDEN = {
    "|safe": r"\|\s*safe\b",
    "autoescape off": r"autoescape\s+off",
    "a style attribute": r"<[^>]*\sstyle=",
    "an inline style": r"<style",
    "an inline script": r"<script(?![^>]*\b(src|type=\"application/json\")=?)",
    "an event attribute": r"<[^>]*\son[a-z]+=",
    "hx-on": r"hx-on",
    "a trigger filter": r"hx-trigger=\"[^\"]*\[",
    "a data: address": r"(src|href)=\"data:",
    "javascript:": r"javascript:",
}


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])
def test_a_template_is_small_and_safe(path):
    text = path.read_text()
    assert text.count("\n") <= 120
    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []
