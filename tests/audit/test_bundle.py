"""Bundles: a stranger with a file and a public key gets a yes, or a no for any change."""

import copy
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from audit.handles import EVENT, handle_of
from audit.models import Event, Head
from audit.selectors.events import EventFilter
from audit.services.bundle import ask_for_bundle, download_bundle
from audit.services.rotate import rotate_key
from casemgmt.core.errors import NotVisible, RuleBroken
from tests.audit.ledger import KEY, STOLEN_NAME, seal, sealed_tree, write_events
from tests.audit.test_anchors import ask_others, partner  # noqa: F401  # a fixture
from tests.audit.test_rotation import NEWER
from tests.plugins.roles import as_role

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).parents[2] / "audit" / "standalone" / "verify_bundle.py"
YES, NO, CANNOT_SAY = 0, 1, 2
TRUSTED = (KEY.public.line(),)


@pytest.fixture
def judge(tmp_path):
    """Ask the program in an empty folder, in a Python without anything of ours."""
    place = tmp_path / "court"
    place.mkdir()
    (place / "verify_bundle.py").write_bytes(VERIFIER.read_bytes())

    def ask(bundle, *more, keys=TRUSTED):
        (place / "bundle").write_bytes(
            bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode()
        )
        given = [word for key in keys for word in ("--key", key)]
        done = subprocess.run(
            [sys.executable, "-I", "verify_bundle.py", "bundle", *given, *more],
            cwd=place, capture_output=True, text=True, check=False, env={},
        )  # fmt: skip
        assert done.stderr == ""
        return done.returncode, done.stdout

    return ask


def all_ids():
    with as_role("sealer"):
        return list(Event.objects.order_by("id").values_list("id", flat=True))


def made(*ids, heads=(), run_as="sealer"):
    """Make a bundle by the command; return the file."""
    path = Path("/dev/shm") / f"bundle-{id(ids)}"  # noqa: S108
    words = [word for number in ids for word in ("--event", str(number))]
    words += [word for size in heads for word in ("--with-head", str(size))]

    def seal_soon(_seconds):
        seal(NEWER if Head.objects.filter(key_id=NEWER.public.id).exists() else KEY)

    with pytest.MonkeyPatch.context() as patch, as_role(run_as):
        patch.setattr("audit.cli.bundle.sleep", seal_soon)
        call_command("ledger", "export-bundle", *words, "--for", "case 1 of the court",
                     "-o", str(path))  # fmt: skip
    content = path.read_bytes()
    path.unlink()
    return content


def content_of(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return json.loads(archive.read("bundle.json"))


@pytest.fixture
def bundle():
    """Three events of nine in a ledger of three heads."""
    sealed_tree(3, 4)
    write_events(2)
    seal()
    ids = all_ids()
    return made(*ids[1:4])


def test_a_clean_bundle_is_a_yes(bundle, judge):
    status, out = judge(bundle, "--list")
    assert status == YES, out
    assert "3 events, each as it was sealed; none is missing" in out
    assert "casemgmt-ledger-1" in out


def test_the_bundle_explains_itself_and_carries_the_program(bundle):
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert sorted(archive.namelist()) == [
            "README.txt",
            "bundle.json",
            "verify_bundle.py",
            "verify_stamps.py",
        ]
        assert archive.read("verify_bundle.py") == VERIFIER.read_bytes()
        assert b"HOW TO CHECK IT" in archive.read("README.txt")


def test_the_program_shares_no_code_with_the_product():
    source = VERIFIER.read_text()
    for line in source.splitlines():
        if line.startswith(("import", "from")):
            module = line.split()[1].partition(".")[0]
            assert module == "cryptography" or module in sys.stdlib_module_names


def test_without_a_key_that_is_known_it_cannot_say(bundle, judge):
    status, out = judge(bundle, keys=())
    assert status == CANNOT_SAY
    assert KEY.public.line() in out


def test_a_key_of_a_stranger_is_a_no(bundle, judge):
    assert judge(bundle, keys=(STOLEN_NAME.public.line(),))[0] == NO


FIELDS = ("id", "at", "xid", "kind", "actor_name", "subject_id", "detail", "fields", "total")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("place", [0, -1])
def test_a_changed_field_is_a_no(bundle, judge, field, place):
    content = content_of(bundle)
    record = content["events"][place]["record"]
    value = record[field]
    record[field] = {"int": 77_777, "list": ["z"]}.get(type(value).__name__, f"{value or ''}x")
    assert judge(content)[0] == NO


def flip(text):
    return ("0" if text[0] != "0" else "1") + text[1:]


TAMPERINGS = {
    "a path": lambda c: c["events"][0]["path"].__setitem__(0, flip(c["events"][0]["path"][0])),
    "a path cut": lambda c: c["events"][0]["path"].pop(),
    "a path grown": lambda c: c["events"][0]["path"].append("00" * 32),
    "an index": lambda c: c["events"][0].__setitem__("index", c["events"][1]["index"]),
    "an index outside": lambda c: c["events"][0].__setitem__("index", 10_000),
    "a consistency proof": lambda c: c["consistency"][0].__setitem__(
        0, flip(c["consistency"][0][0])
    ),
    "a consistency proof gone": lambda c: c["consistency"].pop(),
    "a head's size": lambda c: c["heads"].__setitem__(
        -1, c["heads"][-1].replace("\n10\n", "\n11\n")
    ),
    "a head gone": lambda c: c["heads"].pop(),
    "a head's signature": lambda c: c["heads"].__setitem__(-1, c["heads"][-1].replace("A", "B")),
    "heads swapped": lambda c: c["heads"].reverse(),
    "the ledger's name": lambda c: c.__setitem__("ledger", "another"),
    "a key": lambda c: c.__setitem__("keys", [STOLEN_NAME.public.line()]),
    "a key that is none": lambda c: c.__setitem__("keys", ["x"]),
    "an event dropped": lambda c: c["events"].pop(0),
    "an event dropped, and counted so": lambda c: (
        c["events"].pop(0), c["asked"].__setitem__("count", 2)
    ),
    "the export dropped": lambda c: c["events"].pop(),
    "an event twice": lambda c: c["events"].append(c["events"][0]),
    "another event as the export": lambda c: c["asked"].__setitem__(
        "export_event", c["events"][0]["record"]["id"]
    ),
    "what was asked": lambda c: c["asked"].__setitem__("terms", {"event": "all of them"}),
    "the manifest": lambda c: c["asked"].__setitem__("manifest", "00" * 32),
    "a part missing": lambda c: c.pop("events"),
    "a part of another sort": lambda c: c.__setitem__("events", 7),
}  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_each_tampering_is_a_no(bundle, judge, tampering):
    content = content_of(bundle)
    TAMPERINGS[tampering](content)
    status, out = judge(content)
    assert status == NO, out
    assert out.startswith("NO. ")


def test_a_bundle_that_was_signed_anew_by_another_key_is_a_no(bundle, judge):
    content = content_of(bundle)
    notes = [STOLEN_NAME.signature_of(n.partition("\n\n")[0] + "\n") for n in content["heads"]]
    content["heads"] = [
        f"{old.partition(chr(10) * 2)[0]}\n\n{new}"
        for old, new in zip(content["heads"], notes, strict=True)
    ]
    content["keys"] = [STOLEN_NAME.public.line()]
    assert judge(content)[0] == NO
    assert judge(content, keys=())[0] == CANNOT_SAY  # whole in itself: the key decides


def test_what_is_no_bundle_cannot_be_judged(judge):
    for content in (b"", b"{}", b"PK\x03\x04", {"format": "another"}):
        assert judge(content)[0] == CANNOT_SAY


def test_a_bundle_over_a_change_of_key_is_checked_with_either_key(judge):
    sealed_tree(3)
    write_events(2)
    with as_role("sealer"):
        rotate_key(KEY, NEWER)
    write_events(2)
    seal(NEWER)
    packed = made(*all_ids()[:2])
    for key in (KEY, NEWER):
        assert judge(packed, keys=(key.public.line(),))[0] == YES
    content = content_of(packed)
    content["heads"] = [note for note in content["heads"] if "\nrotate " not in note]
    content["consistency"] = content["consistency"][1:]
    assert judge(content)[0] == NO


def test_a_head_that_somebody_kept_is_compared(bundle, judge, tmp_path):
    ids = all_ids()
    kept, later = tmp_path / "kept", made(*ids[1:3], heads=[7])
    kept.write_text(Head.objects.get(size=7).note)
    assert judge(later, "--head", str(kept))[0] == YES
    assert judge(made(*ids[1:3]), "--head", str(kept))[0] == CANNOT_SAY
    other = copy.copy(Head.objects.get(size=7).note).split("\n")
    other[2] = "A" * 43 + "="
    kept.write_text("\n".join(other))
    assert judge(later, "--head", str(kept))[0] == NO


def test_a_witness_is_compared(partner, judge):  # noqa: F811
    sealed_tree(3, 4)
    ask_others()
    packed = made(*all_ids()[:2])
    status, out = judge(packed, "--witness-key", partner.line)
    assert status == YES, out
    assert "example-partner co-signed" in out
    content = content_of(packed)
    content["anchors"] = []
    assert judge(content, "--witness-key", partner.line)[0] == NO


@pytest.mark.parametrize(
    ("words", "message"),
    [((), "Say which events"), (("--event", "999999"), "No event fits")],
)
def test_the_command_says_what_is_wrong(words, message, capsys, tmp_path):
    with as_role("sealer"), pytest.raises(SystemExit) as ended:
        call_command("ledger", "export-bundle", *words, "--for", "x", "-o", str(tmp_path / "b"))
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_the_command_says_that_nothing_seals(capsys, tmp_path):
    sealed_tree(2)
    event = all_ids()[0]
    with as_role("sealer"), pytest.raises(SystemExit):
        call_command("ledger", "export-bundle", "--event", str(event), "--for", "x",
                     "--wait", "0", "-o", str(tmp_path / "b"))  # fmt: skip
    assert "nothing sealed it" in capsys.readouterr().err


def test_the_command_finds_by_case_and_by_record(world, capsys, judge, tmp_path):
    write_events(2, case_id=str(world.case.pk))
    write_events(2)
    number, key = world.case.number, str(world.case.pk)
    days = ("--since", "2020-01-01", "--until", "2090-01-01")
    for words in (("--case", number), ("--case", key), ("--victim", "1"), ("--case", key, *days)):
        with pytest.MonkeyPatch.context() as patch, as_role("sealer"):
            patch.setattr("audit.cli.bundle.sleep", lambda _seconds: seal())
            call_command("ledger", "export-bundle", *words, "--for", "x", "-o", str(tmp_path / "b"))
        status, out = judge((tmp_path / "b").read_bytes())
        assert (status, "2 events" in out) == (YES, True)


def test_an_office_takes_a_bundle_by_the_pages(world, recent, judge):
    write_events(3, case_id=str(world.case.pk))
    seal()
    client = recent("petra")
    page = reverse("audit:bundle") + f"?case={world.case.pk}"
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": " "}).status_code == 422
    answer = client.post(page, {"reason": "asked for by a court"})
    assert answer.status_code == 302
    waiting = client.get(answer.url)
    assert b"is being sealed" in waiting.content
    assert client.get(answer.url + "ledger-bundle.zip").status_code == 422
    seal()
    assert b"Download the bundle" in client.get(answer.url).content
    file = client.get(answer.url + "ledger-bundle.zip")
    assert file["Content-Type"] == "application/zip"
    status, out = judge(file.content)
    assert status == YES, out
    with as_role("sealer"):
        kinds = Event.objects.filter(subject_kind="bundle").values_list("kind", flat=True)
        assert sorted(kinds) == ["download", "export"]


def test_nobody_takes_anothers_bundle_or_one_without_the_office(world, recent):
    write_events(1, case_id=str(world.case.pk))
    made_by = ask_for_bundle(
        world.viewer("petra"), EventFilter(case=str(world.case.pk)), reason="x"
    )
    seal()
    for name in ("alex", "ana"):
        path = reverse("audit:bundle_ready", args=[handle_of(EVENT, made_by)])
        assert recent(name).get(path).status_code == 404
        assert recent(name).get(path + "ledger-bundle.zip").status_code == 404
        with pytest.raises(NotVisible):
            download_bundle(world.viewer(name), made_by)
    with pytest.raises(NotVisible):
        ask_for_bundle(world.viewer("ana"), EventFilter(), reason="x")
    with pytest.raises(RuleBroken, match="Say what"):
        ask_for_bundle(world.viewer("petra"), EventFilter(), reason=" ")
