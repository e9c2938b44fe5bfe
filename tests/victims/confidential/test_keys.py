"""The organization's key comes from a file.

Without it the advocate is told what is missing, and nothing is made up.
"""

import pytest

from victims.confidential.envelope import Unreadable
from victims.confidential.keys import KeyMissing, box_of, keys_of, new_box


def test_each_use_and_each_organization_has_a_key_of_its_own():
    one, other = keys_of(1), keys_of(2)
    found = {one.wrapping, one.names, one.cases, one.releases, other.wrapping, other.names}
    assert len(found) == 6
    assert keys_of(1) == one
    assert one.wrapping.hex() not in repr(one)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("", "does not hold"),
        ("zz" * 32, "does not hold"),
        ("ab" * 16, "does not hold"),
    ],
)
def test_a_bad_key_file_is_told_and_its_content_is_not(settings, tmp_path, content, said):
    path = tmp_path / f"key-{content!r:.4}"
    if content is not None:
        path.write_text(content)
    settings.ADVOCACY_KEY_FILE = str(path)
    with pytest.raises(KeyMissing, match=said) as raised:
        keys_of(1)
    assert not content or content not in str(raised.value)


def test_no_key_file_is_told(settings):
    settings.ADVOCACY_KEY_FILE = ""
    with pytest.raises(KeyMissing, match="ADVOCACY_KEY_FILE is not set"):
        keys_of(1)


def test_a_victim_s_key_opens_in_its_organization_only():
    box, wrapped = new_box(1)
    value = box.close("t", "c", 1, "words")
    assert box_of(1, wrapped, 1).open("t", "c", 1, value) == "words"
    with pytest.raises(Unreadable):
        box_of(2, wrapped, 1)
