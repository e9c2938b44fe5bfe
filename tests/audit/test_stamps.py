"""The stand-alone check of a bundle's time stamps: yes, or no for any change, by a stranger."""

import base64
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.audit.ledger import sealed_tree
from tests.audit.test_anchors import ask_others
from tests.audit.test_bundle import all_ids, made
from tests.audit.tsa import Authority, stamping

pytestmark = pytest.mark.django_db
PROGRAM = Path(__file__).parents[2] / "audit" / "standalone" / "verify_stamps.py"
YES, NO, CANNOT_SAY = 0, 1, 2


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def bundle(settings, authority):
    """A bundle whose heads are stamped, as a file and as what it says."""
    settings.LEDGER_TSA_EVERY = 0
    with stamping(authority) as url:
        settings.LEDGER_TSA_URL = url
        sealed_tree(3)
        assert ask_others() == 1
    settings.LEDGER_TSA_URL = ""
    file = made(*all_ids()[:2])
    return json.loads(zipfile.ZipFile(BytesIO(file)).read("bundle.json"))


@pytest.fixture
def judge(tmp_path):
    """Ask the program in a folder and a Python that hold nothing of ours."""
    (tmp_path / "verify_stamps.py").write_bytes(PROGRAM.read_bytes())

    def ask(said, *roots):
        (tmp_path / "bundle").write_text(json.dumps(said))
        given = []
        for number, root in enumerate(roots):
            (tmp_path / f"{number}.pem").write_bytes(root.public_bytes(Encoding.PEM))
            given += ["--root", f"{number}.pem"]
        done = subprocess.run(
            [sys.executable, "-I", "verify_stamps.py", "bundle", *given],
            cwd=tmp_path, capture_output=True, text=True, check=False, env={},
        )  # fmt: skip
        assert done.stderr == ""
        return done.returncode, done.stdout

    return ask


def stamp_of(bundle):
    return next(anchor for anchor in bundle["anchors"] if anchor["kind"] == "stamp")


def test_a_stamp_under_a_known_root_is_a_yes(bundle, judge, authority):
    status, words = judge(bundle, authority.root)
    assert status == YES
    assert "The head of 3 was there at 2" in words


def test_without_a_root_nobody_can_say(bundle, judge):
    status, words = judge(bundle)
    assert (status, "--root" in words) == (CANNOT_SAY, True)


def test_a_root_of_the_same_name_with_another_key_is_a_no(bundle, judge):
    status, words = judge(bundle, Authority().root)
    assert (status, "root that you gave" in words) == (NO, True)


def test_a_bundle_without_stamps_and_no_bundle_cannot_be_told(bundle, judge, authority):
    assert judge(bundle | {"anchors": []}, authority.root)[0] == CANNOT_SAY
    assert judge({"format": "x"}, authority.root)[0] == CANNOT_SAY


def test_any_byte_of_a_token_that_says_something_is_named(bundle, judge, authority):
    """The time, the imprint, the signed attributes, the signature; not what nobody signs."""
    stamp = stamp_of(bundle)
    token = base64.b64decode(stamp["token"])
    signature = len(token) - 100
    places = [token.rindex(b"\x18\x0f") + 9, token.index(b"\x04\x20") + 5, signature]
    places.append(token.rindex(b"\x04\x20") + 7)  # a digest among the signed attributes
    places.append(token.rindex(b"\x18\x0f"))  # no time at all
    for place in places:
        altered = bytearray(token)
        altered[place] ^= 1
        stamp["token"] = base64.b64encode(altered).decode()
        status, words = judge(bundle, authority.root)
        assert status == NO, (place, words)
    for cut in (b"", token[:40], token[:-1], token + b"x"):
        stamp["token"] = base64.b64encode(cut).decode()
        assert judge(bundle, authority.root)[0] == NO


def test_a_stamp_of_another_head_is_a_no(bundle, judge, authority):
    stamp = stamp_of(bundle)
    other = next(note for note in bundle["heads"] if note != stamp["note"])
    stamp["note"] = other
    status, words = judge(bundle, authority.root)
    assert (status, "another head" in words) == (NO, True)
    stamp["note"] = "a head that is nowhere"
    assert judge(bundle, authority.root)[0] == NO
    stamp["note"] = ["no text"]
    assert judge(bundle, authority.root)[0] == CANNOT_SAY


def test_a_stamp_after_its_certificate_has_ended_is_a_no(settings, judge):
    late = Authority(offset=timedelta(days=30))
    settings.LEDGER_TSA_EVERY = 0
    with stamping(late) as url:
        settings.LEDGER_TSA_URL = url
        sealed_tree(2)
        ask_others()
    settings.LEDGER_TSA_URL = ""
    file = made(all_ids()[0])
    said = json.loads(zipfile.ZipFile(BytesIO(file)).read("bundle.json"))
    status, words = judge(said, late.root)
    assert (status, "not valid at its time" in words) == (NO, True)
