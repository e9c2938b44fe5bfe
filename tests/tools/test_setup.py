"""What the front end is built from: files of the lock, without pointers to what is not copied."""

import json
import re

from tools import assets
from tools.setup import ROOT


def test_the_locks_name_no_address():
    for path in (ROOT / "package-lock.json", ROOT / "tools" / "chromium" / "package-lock.json"):
        assert not re.search(r"resolved|https?:", path.read_text()), path
    for path in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?:|--(extra-)?index-url", path.read_text()), path


def test_htmx_is_pinned_exactly():
    assert json.loads((ROOT / "package.json").read_text())["dependencies"]["htmx.org"] == "2.0.11"


def test_copied_scripts_and_styles_point_to_no_source_map(tmp_path):
    for name, text in {
        "a.css": "a{}/*# sourceMappingURL=a.css.map */",
        "a.js": "1\n//# sourceMappingURL=a.js.map",
    }.items():
        (tmp_path / name).write_text(text)
        assets.copy(tmp_path / name, tmp_path / "to" / name)
        assert "sourceMappingURL" not in (tmp_path / "to" / name).read_text()


def test_each_file_that_the_style_names_is_there():
    style = (assets.VENDOR / "uswds" / assets.STYLE).read_bytes()
    named = {name.decode().removeprefix("../") for _quote, name in assets.ADDRESS.findall(style)}
    assert named
    assert all((assets.VENDOR / "uswds" / name).exists() for name in named)
