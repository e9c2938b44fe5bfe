"""A witness: co-signs heads of a ledger, each only after proof that it adds to the last one.

One file for a partner's machine; it needs Python 3.11 and the package `cryptography`, nothing of
the product. It speaks C2SP tlog-witness. It also keeps the journal's lines (`keep`).

    python witness.py new-key KEYFILE example-partner
    python witness.py serve --key KEYFILE --state STATE --log-key LINE --listen 127.0.0.1:8799
    python witness.py keep --file JOURNAL --listen 127.0.0.1:8798
"""

import argparse
import base64
import hashlib
import json
import os
import secrets
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, COSIGN = b"\x01", b"\x04"
LARGEST = 64_000


class Refused(Exception):
    """The head is not co-signed; carries the status of HTTP and what is answered."""

    def __init__(self, status: int, words: str) -> None:
        """Take both."""
        super().__init__(words)
        self.status, self.words = status, words


def tag_of(name: str, kind: bytes, raw: bytes) -> bytes:
    """Return the four bytes that stand before a key's signatures."""
    return hashlib.sha256(name.encode() + b"\n" + kind + raw).digest()[:4]


def line_of(name: str, kind: bytes, raw: bytes) -> str:
    """Return a public key as name+tag+key."""
    return f"{name}+{tag_of(name, kind, raw).hex()}+{base64.b64encode(kind + raw).decode()}"


def signed_by(line: str, note: str) -> bool:
    """Return whether the key of this line signed the note."""
    name, tag, raw = _key_of(line)
    text, _, signatures = note.partition("\n\n")
    for signature in signatures.splitlines():
        if not signature.startswith(f"\u2014 {name} "):
            continue
        blob = base64.b64decode(signature.rsplit(" ", 1)[1], validate=True)
        try:
            Ed25519PublicKey.from_public_bytes(raw).verify(blob[4:], f"{text}\n".encode())
        except InvalidSignature:
            continue
        if blob[:4] == tag:
            return True
    return False


def _key_of(line: str) -> tuple[str, bytes, bytes]:
    name, tag, encoded = line.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    if raw[:1] != LOG or len(raw) != 33 or tag_of(name, LOG, raw[1:]).hex() != tag:
        raise ValueError("This is no public key of a ledger.")
    return name, bytes.fromhex(tag), raw[1:]


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def adds_to(old: int, new: int, roots: tuple[bytes, bytes], proof: list[bytes]) -> bool:
    """Return whether the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4)."""
    if old in (0, new):
        return not proof and (old == 0 or roots[0] == roots[1])
    left = list(proof)
    try:
        return _roots(old, new, roots[0], left) == roots and not left
    except IndexError:
        return False


def _roots(old: int, new: int, whole: bytes, proof: list[bytes]) -> tuple[bytes, bytes]:
    """Return both roots as the proof gives them; `whole` is the old one, where it is a subtree."""
    if old == new:
        known = whole or proof.pop(0)
        return known, known
    split = 1 << (new - 1).bit_length() - 1
    if old <= split:
        first, second = _roots(old, split, whole, proof)
        return first, _node(second, proof.pop(0))
    first, second = _roots(old - split, new - split, b"", proof)
    left = proof.pop(0)
    return _node(left, first), _node(left, second)


class Witness:
    """The last head of each ledger that this witness knows, in a file, and its own key."""

    def __init__(self, key: Path, state: Path, logs: list[str]) -> None:
        """Read the key and the state; a ledger that is not in it begins with its key."""
        self.name, seed = key.read_text(encoding="ascii").split()
        self.private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        self.path, self.lock = state, threading.Lock()
        self.logs = json.loads(state.read_text()) if state.exists() else {}
        for line in logs:
            start = {"size": 0, "root": "", "key": line.strip(), "retired": []}
            self.logs.setdefault(_key_of(line)[0], start)

    def add(self, body: str) -> str:
        """Return the line that co-signs a head; raises Refused."""
        head, _, note = body.partition("\n\n")
        try:
            word, old = head.splitlines()[0].split(" ")
            proof = [base64.b64decode(line, validate=True) for line in head.splitlines()[1:]]
            origin, size_text, root_text, *_rest = note.split("\n")
            known, size, root = int(old), int(size_text), base64.b64decode(root_text, validate=True)
        except (ValueError, IndexError) as error:
            raise Refused(400, "This is no head with its proof.") from error
        if word != "old" or known < 0 or known > size:
            raise Refused(400, "The head is smaller than the one before it.")
        with self.lock:
            if known != self.logs.get(origin, {}).get("size", known):
                raise Refused(409, f"{self.logs[origin]['size']}\n")
            log = self._log_of(origin, note)
            if not adds_to(known, size, (bytes.fromhex(log["root"]), root), proof):
                raise Refused(422, "The proof does not lead from the last head to this one.")
            self._keep(origin, {**log, "size": size, "root": root.hex()})
        return self._signature(note.partition("\n\n")[0] + "\n")

    def _log_of(self, origin: str, note: str) -> dict:
        """Return the ledger's state for a head that its key signed; follows a change of key."""
        if origin not in self.logs:
            raise Refused(404, "This witness does not know that ledger.")
        log = self.logs[origin]
        text = note.partition("\n\n")[0].splitlines()
        changes = [line.split(" ")[1:] for line in text if line.startswith("rotate ")]
        try:
            if not signed_by(log["key"], note):
                raise Refused(403, "The ledger's key did not sign this head.")
            for old, new in changes:
                if old != log["key"] or new in log["retired"] or not signed_by(new, note):
                    raise Refused(403, "Both keys must sign a change of key.")
                log = {**log, "key": new, "retired": [*log["retired"], old]}
        except (ValueError, TypeError) as error:
            raise Refused(400, "This is no signed head.") from error
        return log

    def _keep(self, origin: str, log: dict) -> None:
        """Have the new state on the disk before anything is signed."""
        whole = {**self.logs, origin: log}
        fresh = self.path.with_name(f"{self.path.name}.new")
        with fresh.open("w") as file:
            json.dump(whole, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)
        self.logs = whole

    def _signature(self, text: str) -> str:
        moment = int(time.time())
        raw = self.private.public_key().public_bytes_raw()
        signature = self.private.sign(f"cosignature/v1\ntime {moment}\n{text}".encode())
        blob = tag_of(self.name, COSIGN, raw) + moment.to_bytes(8, "big") + signature
        return f"\u2014 {self.name} {base64.b64encode(blob).decode()}\n"


def server_of(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Return the server that answers POST /add-checkpoint."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802  # the library's name
            length = int(self.headers.get("Content-Length", 0))
            status, words = 404, "Nothing here."
            if self.path == "/add-checkpoint" and length <= LARGEST:
                try:
                    text = self.rfile.read(length).decode(errors="replace")
                    status, words = 200, witness.add(text)
                except Refused as refusal:
                    status, words = refusal.status, refusal.words
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, form: str, *values: object) -> None:
            sys.stderr.write(f"{time.strftime('%FT%T')} {form % values}\n")

    return ThreadingHTTPServer((host, port), Handler)


def keeper_of(path: Path, host: str, port: int) -> socketserver.ThreadingTCPServer:
    """Return the server that appends whole lines to a file and never gives one back."""
    lock = threading.Lock()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while (line := self.rfile.readline(LARGEST)).endswith(b"\n"):
                with lock, path.open("ab") as file:
                    file.write(line)

    socketserver.ThreadingTCPServer.allow_reuse_address = True
    socketserver.ThreadingTCPServer.daemon_threads = True
    return socketserver.ThreadingTCPServer((host, port), Handler)


def main() -> None:
    """Make a key, serve, or keep lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    acts = parser.add_subparsers(dest="act", required=True)
    make = acts.add_parser("new-key", help="make a key and print its public line")
    make.add_argument("key", type=Path)
    make.add_argument("name")
    serve = acts.add_parser("serve", help="co-sign heads")
    serve.add_argument("--key", type=Path, required=True)
    serve.add_argument("--state", type=Path, required=True)
    serve.add_argument("--log-key", action="append", default=[])
    keep = acts.add_parser("keep", help="append the journal's lines to a file")
    keep.add_argument("--file", type=Path, required=True)
    for parsed in (serve, keep):
        parsed.add_argument("--listen", default="127.0.0.1:8799")
    given = parser.parse_args()
    if given.act == "new-key":
        private = Ed25519PrivateKey.from_private_bytes(seed := secrets.token_bytes(32))
        handle = os.open(given.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, f"{given.name} {seed.hex()}".encode())
        sys.stdout.write(
            line_of(given.name, COSIGN, private.public_key().public_bytes_raw()) + "\n"
        )
        return
    host, _, port = given.listen.rpartition(":")
    if given.act == "keep":
        keeper_of(given.file, host, int(port)).serve_forever()
    else:
        witness = Witness(given.key, given.state, given.log_key)
        server_of(witness, host, int(port)).serve_forever()


if __name__ == "__main__":
    main()
