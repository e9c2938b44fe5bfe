"""Checks a bundle of ledger events: yes or no, with reasons. Nothing of the product is needed.

One file; it needs Python 3.10 or newer and the package `cryptography`.

    python -I verify_bundle.py bundle.zip --key "name+0123abcd+..."

Status 0: yes. 1: no. 2: cannot say, for example because you gave no key that you know yourself.
"""

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT, RECORD = "ledger-bundle-v1", "audit-event-v1"
LOG, COSIGN = b"\x01", b"\x04"


class No(Exception):
    """Something in the bundle does not hold; the message says what."""


class CannotSay(Exception):
    """The question cannot be answered; the message says why."""


def sha(*parts: bytes) -> bytes:
    """The hash of all parts together."""
    return hashlib.sha256(b"".join(parts)).digest()


def take(proof: list) -> bytes:
    """The next hash of a proof; IndexError where it is too short."""
    return bytes.fromhex(proof.pop(0))


def root_with(leaf: bytes, index: int, size: int, proof: list) -> bytes:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3)."""
    if size == 1:
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        left = root_with(leaf, index, half, proof)
        return sha(b"\x01", left, take(proof))
    right = root_with(leaf, index - half, size - half, proof)
    return sha(b"\x01", take(proof), right)


def roots_with(old: int, new: int, known: bytes, proof: list) -> "tuple[bytes, bytes]":
    """The roots of the older and the newer tree that a proof leads to (RFC 9162, 2.1.4)."""
    if old == new:
        root = known or take(proof)
        return root, root
    half = 1 << (new - 1).bit_length() - 1
    if old <= half:
        first, second = roots_with(old, half, known, proof)
        return first, sha(b"\x01", second, take(proof))
    first, second = roots_with(old - half, new - half, b"", proof)
    left = take(proof)
    return sha(b"\x01", left, first), sha(b"\x01", left, second)


class Key:
    """A public key as its line says it: name+tag+key."""

    def __init__(self, line: str, kind: bytes = LOG) -> None:
        self.line = line.strip()
        try:
            self.name, tag, encoded = self.line.split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
        except ValueError:
            raise CannotSay(f"This is no key: {self.line[:60]!r}") from None
        self.raw, self.kind = raw[1:], kind
        self.tag = sha(self.name.encode(), b"\n", kind, self.raw)[:4]
        if raw[:1] != kind or len(raw) != 33 or self.tag.hex() != tag:
            raise CannotSay(f"This is no key of that sort: {self.line[:60]!r}")

    def signed(self, note: str) -> bool:
        """Whether this key signed the note (for a witness: co-signed it)."""
        text, _, signatures = note.partition("\n\n")
        for line in signatures.splitlines():
            mark, name, encoded = [*line.split(" "), "", "", ""][:3]
            if mark == "\u2014" and name == self.name and self._holds(f"{text}\n", encoded):
                return True
        return False

    def _holds(self, text: str, encoded: str) -> bool:
        try:
            blob = base64.b64decode(encoded, validate=True)
            if blob[:4] != self.tag:
                return False
            said, signature = text, blob[4:]
            if self.kind == COSIGN:
                seconds, signature = int.from_bytes(blob[4:12], "big"), blob[12:]
                said = f"cosignature/v1\ntime {seconds}\n{text}"
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, said.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def bundle_key(line: str) -> Key:
    """A key that the bundle names."""
    try:
        return Key(line)
    except CannotSay as fault:
        raise No(f"The bundle names a key that is none. {fault}") from None


def head_of(note: str) -> dict:
    """What a signed head says: its ledger, size, root, time, and keys where they change."""
    try:
        lines = note.partition("\n\n")[0].split("\n")
        said = {"ledger": lines[0], "size": int(lines[1]), "at": lines[3].partition(" ")[2]}
        said["root"] = base64.b64decode(lines[2], validate=True)
        said["rotate"] = lines[6].split(" ")[1:] if lines[6:] else []
    except (ValueError, IndexError):
        raise No("A head cannot be read.") from None
    return said


class Chain:
    """The keys of the ledger from head to head: a new one counts where the old one signed it in."""

    def __init__(self, bundle: dict, trusted: list) -> None:
        self.ledger, self.trusted = bundle["ledger"], trusted
        self.offered = [bundle_key(line) for line in bundle["keys"]]
        self.lines: list = []  # the last one signs now, those before it are retired

    def follow(self, note: str) -> dict:
        """Check the signatures of the next head and return what it says."""
        said = head_of(note)
        where = f"The head of {said['size']}"
        if said["ledger"] != self.ledger:
            raise No(f"{where} is of another ledger.")
        if not self.lines:
            self._begin(said, note, where)
        if said["rotate"]:
            self._change(said["rotate"], note, where)
        if not bundle_key(self.lines[-1]).signed(note):
            self._replace(note, where)
        return said

    def _begin(self, said: dict, note: str, where: str) -> None:
        first = said["rotate"][:1] or [key.line for key in self.offered if key.signed(note)]
        if not first:
            raise No(f"{where} is signed by no key of the bundle.")
        self.lines = first[:1]

    def _change(self, rotation: list, note: str, where: str) -> None:
        old, new = rotation
        if old != self.lines[-1] or new in self.lines or not bundle_key(old).signed(note):
            raise No(f"{where} changes the key, and the old key did not sign that.")
        self.lines.append(new)

    def _replace(self, note: str, where: str) -> None:
        """Where a key was lost, the next one counts for those only who know it themselves."""
        known = [key for key in self.trusted if key.line not in self.lines and key.signed(note)]
        if not known:
            raise No(f"{where} is not signed by the key of its time.")
        self.lines.append(known[0].line)


def check_keys(bundle: dict, trusted: list) -> "tuple[list, str]":
    """Follow the keys over all heads; one that is trusted must be among them."""
    chain = Chain(bundle, trusted)
    heads = [chain.follow(note) for note in bundle["heads"]]
    if trusted and not {key.line for key in trusted} & set(chain.lines):
        raise No("The key that you know is none of those that signed this ledger.")
    return heads, chain.lines[-1]


def check_consistency(bundle: dict, heads: list) -> None:
    """Each head's tree must begin with the tree of the head before it."""
    if len(bundle["consistency"]) != len(heads) - 1:
        raise No("A proof between two heads is missing.")
    for old, new, proof in zip(heads, heads[1:], bundle["consistency"], strict=False):
        left = list(proof)
        if not 0 < old["size"] < new["size"]:
            raise No("The heads are not in order.")
        found = roots_with(old["size"], new["size"], old["root"], left)
        if found != (old["root"], new["root"]) or left:
            raise No(f"The head of {new['size']} does not add to the head of {old['size']}.")


def leaf_of(record: dict) -> bytes:
    """The leaf of an event: every column of it, as the product wrote it."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha(b"\x00", f"{RECORD}\n{text}".encode())


def check_events(bundle: dict, newest: dict) -> None:
    """Each event must lead to the root of the newest head, each at a place of its own."""
    places, ids = set(), set()
    for event in bundle["events"]:
        index, left = event["index"], list(event["path"])
        where = f"event {event['record'].get('id')}"
        if not isinstance(index, int) or not 0 <= index < newest["size"]:
            raise No(f"{where} is not in the tree.")
        found = root_with(leaf_of(event["record"]), index, newest["size"], left)
        if found != newest["root"] or left:
            raise No(f"{where} is not what was sealed.")
        places.add(index)
        ids.add(event["record"]["id"])
    if len(places) != len(bundle["events"]) or len(ids) != len(bundle["events"]):
        raise No("An event is there twice.")


def check_complete(bundle: dict) -> dict:
    """The sealed event of the export names all events of the bundle: none may lack."""
    asked, records = bundle["asked"], [event["record"] for event in bundle["events"]]
    exports = [record for record in records if record["id"] == asked["export_event"]]
    if not exports:
        raise No("The event of the export itself is missing: nothing shows that all is here.")
    export = exports[0]
    held = sorted((r for r in records if r is not export), key=lambda r: r["id"])
    detail = json.loads(export["detail"])
    lines = "".join(f"{record['id']} {leaf_of(record).hex()}\n" for record in held)
    if (export["kind"], export["subject_kind"]) != ("export", "bundle"):
        raise No("What is named as the export is another event.")
    if detail["ids"] != [record["id"] for record in held]:
        raise No("The events are not those that were exported: one lacks, or one is too many.")
    if detail["manifest"] != sha(b"\x00", lines.encode()).hex():
        raise No("The events are not as they were when they were exported.")
    said = {"terms": detail["asked"], "count": len(held), "manifest": detail["manifest"]}
    if {name: asked.get(name) for name in said} != said:
        raise No("What is said to have been asked is not what was asked.")
    return export


def check_outside(bundle: dict, heads: list, given: dict) -> list:
    """Compare heads that you kept yourself, and co-signatures of witnesses that you know."""
    words, roots = [], {said["size"]: said["root"] for said in heads}
    notes = {anchor["note"] for anchor in bundle["anchors"] if anchor["kind"] == "witness"}
    for note in given["heads"]:
        said = head_of(note)
        if said["size"] not in roots:
            raise CannotSay(f"Ask for a bundle with the head of {said['size']}: you kept that one.")
        if roots[said["size"]] != said["root"]:
            raise No(f"The head of {said['size']} is not the one that you kept: history differs.")
        words.append(f"The head of {said['size']} is the one that you kept.")
    for witness in given["witnesses"]:
        signed = [head_of(note) for note in notes if witness.signed(note)]
        if not any(roots.get(said["size"]) == said["root"] for said in signed):
            raise No(f"The witness {witness.name} co-signed no head of this history.")
        words.append(f"The witness {witness.name} co-signed a head of this history.")
    return words


def check(bundle: dict, given: dict) -> list:
    """Return what holds, in words; raises No or CannotSay."""
    if bundle.get("format") != FORMAT:
        raise CannotSay(f"This is no {FORMAT}.")
    heads, newest_key = check_keys(bundle, given["keys"])
    check_consistency(bundle, heads)
    check_events(bundle, heads[-1])
    export = check_complete(bundle)
    words = [
        f"{bundle['asked']['count']} events, each as it was sealed; none is missing of those that "
        f"were exported on {export['at']} by {export['actor_name']}.",
        f"They stand in the ledger {bundle['ledger']}, whose head of {heads[-1]['size']} events "
        f"was signed at {heads[-1]['at']}; each of {len(heads)} heads adds to the one before it.",
        *check_outside(bundle, heads, given),
    ]
    if stamps := sum(anchor["kind"] == "stamp" for anchor in bundle["anchors"]):
        words.append(f"{stamps} time stamps stand beside it, not checked here: verify_stamps.py.")
    if not given["keys"]:
        raise CannotSay(
            "All fits together, and you gave no key that you know from elsewhere. Compare this "
            f"line with the one that the agency printed, and give it with --key: {newest_key}"
        )
    return words


def shown(record: dict) -> str:
    """One line of an event."""
    names = ("id", "at", "actor_name", "actor_role", "kind", "outcome", "category", "case_label")
    return "  ".join(str(record[name]) for name in names if record[name])


def read_bundle(path: str) -> dict:
    """The content of a bundle, from the zip file or its bundle.json."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return json.loads(archive.read("bundle.json"))
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        raise CannotSay(f"{path} cannot be read as a bundle.") from None


def lines_of(words: list) -> list:
    """Key lines given as such or in files."""
    texts = [Path(w).read_text(encoding="utf-8") if Path(w).is_file() else w for w in words]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def answer(wanted: argparse.Namespace) -> list:
    """What there is to say to a yes; raises No or CannotSay."""
    given = {
        "keys": [Key(line) for line in lines_of(wanted.key)],
        "heads": [Path(path).read_text(encoding="utf-8") for path in wanted.head],
        "witnesses": [Key(line, COSIGN) for line in lines_of(wanted.witness_key)],
    }
    bundle = read_bundle(wanted.bundle)
    try:
        words = ["YES.", *check(bundle, given)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise No(f"The bundle is not whole ({type(fault).__name__}).") from None
    return words + [shown(e["record"]) for e in bundle["events"] if wanted.list]


def main() -> int:
    """Check the bundle that is named and print the answer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle")
    parser.add_argument("--key", action="append", default=[], help="a key line that you know")
    parser.add_argument("--head", action="append", default=[], help="a file: a head that you kept")
    parser.add_argument("--witness-key", action="append", default=[], help="a witness's key line")
    parser.add_argument("--list", action="store_true", help="print the events that were checked")
    try:
        words, status = answer(parser.parse_args()), 0
    except No as fault:
        words, status = [f"NO. {fault}"], 1
    except (CannotSay, OSError) as fault:
        words, status = [f"CANNOT SAY. {fault}"], 2
    sys.stdout.write("\n".join(words) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
