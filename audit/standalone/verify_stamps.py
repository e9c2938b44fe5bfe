"""Checks the time stamps (RFC 3161) of a bundle: when a third party saw which head of the ledger.

One file; it needs Python 3.10 or newer and the package `cryptography` (42 or newer).

    python -I verify_stamps.py bundle.zip --root ROOT.pem

Status 0: each stamp holds. 1: one does not. 2: cannot say, for example because there is none.
That the head which was stamped belongs to the events is what verify_bundle.py shows.
"""

import argparse
import base64
import json
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

TST_INFO = bytes.fromhex("2a864886f70d0109100104")
CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
SHA: dict = {
    "608648016503040201": hashes.SHA256,
    "608648016503040202": hashes.SHA384,
    "608648016503040203": hashes.SHA512,
}
# Signature schemes: RSA with PKCS #1 v1.5 (plain, or named with its hash) and ECDSA.
RSA = {bytes.fromhex(f"2a864886f70d0101{n}") for n in ("01", "0b", "0c", "0d")}
ECDSA = {bytes.fromhex(f"2a8648ce3d0403{n}") for n in ("02", "03", "04")}
STAMPING = x509.oid.ExtendedKeyUsageOID.TIME_STAMPING
SEQUENCE, GENERALIZED_TIME, TAGGED = 0x30, 0x18, 0xA0
CHAIN = 8  # certificates from a stamp to its root


class No(Exception):
    """A stamp does not hold; the message says why."""


class CannotSay(Exception):
    """The question cannot be answered; the message says why."""


def items(data: bytes) -> list:
    """The elements of a DER value: (tag, body, whole); No where it is cut short."""
    found = []
    while data:
        if len(data) < 2 or data[1] == 128:
            raise No("It is no DER.")
        start, size = 2, data[1]
        if size > 128:
            start = 2 + size - 128
            size = int.from_bytes(data[2:start], "big")
        if len(data) < start + size:
            raise No("It is cut short.")
        found.append((data[0], data[start : start + size], data[: start + size]))
        data = data[start + size :]
    return found


def body(data: bytes) -> bytes:
    """What the only element of a value holds."""
    (only,) = items(data)
    return only[1]


def hash_of(algorithm: bytes, data: bytes) -> bytes:
    """The hash that an AlgorithmIdentifier's body names."""
    digest = hashes.Hash(kind_of(algorithm))
    digest.update(data)
    return digest.finalize()


def kind_of(algorithm: bytes) -> hashes.HashAlgorithm:
    """The hash algorithm by its number; CannotSay for one that is not read here."""
    name = items(algorithm)[0][1].hex()
    if name not in SHA:
        raise CannotSay("A stamp uses a hash that this program does not know.")
    return SHA[name]()


def stamped_at(token: bytes, note: str, roots: list) -> datetime:
    """When an authority under one of the roots stamped this head; raises No, CannotSay."""
    answer = items(body(token))
    if items(answer[0][1])[0][1] not in (b"\x00", b"\x01") or len(answer) < 2:
        raise No("The authority gave no stamp.")
    signed = items(body(items(answer[1][1])[1][1]))
    kind, held = items(signed[2][1])
    info = body(held[1])
    if kind[1] != TST_INFO:
        raise No("It is something else than a time stamp.")
    said = items(body(info))
    algorithm, imprint = items(said[2][1])
    if imprint[1] != hash_of(algorithm[1], note.encode()):
        raise No("It is of another head than the one beside it.")
    moment = moment_of(next((item[1] for item in said if item[0] == GENERALIZED_TIME), b""))
    certificates = [
        x509.load_der_x509_certificate(one[2])
        for part in signed[3:-1] if part[0] == TAGGED for one in items(part[1])
    ]  # fmt: skip
    signer = check_signature(items(body(signed[-1][1])), info, [*certificates, *roots])
    check_chain(signer, certificates, roots, moment)
    return moment


def check_signature(signer: list, info: bytes, certificates: list) -> x509.Certificate:
    """Check the signer's attributes and signature (RFC 5652, 5.4); return his certificate."""
    number = int.from_bytes(items(signer[1][1])[-1][1], "big", signed=True)
    mine = next((one for one in certificates if one.serial_number == number), None)
    if mine is None:
        raise CannotSay("A stamp does not hold its signer's certificate.")
    digest, attributes = signer[2][1], signer[3]
    if attributes[0] != TAGGED:
        raise No("Its signed attributes are missing.")
    named = {items(one[1])[0][1]: items(items(one[1])[1][1])[0][1] for one in items(attributes[1])}
    if named.get(CONTENT_TYPE) != TST_INFO:
        raise No("It was signed as something else.")
    if named.get(MESSAGE_DIGEST) != hash_of(digest, info):
        raise No("Its content was changed.")
    text, scheme = b"\x31" + attributes[2][1:], items(signer[4][1])[0][1]
    verify(mine.public_key(), scheme, signer[5][1], text, kind_of(digest))
    return mine


def verify(
    key: object, scheme: bytes, signature: bytes, text: bytes, kind: hashes.HashAlgorithm
) -> None:
    """Check one signature; raises No, CannotSay for a scheme that is not read here."""
    try:
        if scheme in RSA and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, text, padding.PKCS1v15(), kind)
        elif scheme in ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, text, ec.ECDSA(kind))
        else:
            raise CannotSay("A stamp is signed in a way that this program does not know.")
    except InvalidSignature:
        raise No("Its signature does not hold.") from None


def check_chain(signer: x509.Certificate, held: list, roots: list, moment: datetime) -> None:
    """The signer must stamp times, and lead to a root by certificates that were valid then."""
    try:
        usage = list(signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        usage = []
    if STAMPING not in usage:
        raise No("Its certificate is not one for time stamps.")
    one = signer
    for _ in range(CHAIN):
        if not one.not_valid_before_utc <= moment <= one.not_valid_after_utc:
            raise No("A certificate was not valid at its time.")
        if one in roots:
            return
        one = issuer_of(one, [*roots, *held])
    raise No("Its certificate does not lead to a root that you gave.")


def issuer_of(one: x509.Certificate, others: list) -> x509.Certificate:
    """The certificate whose key signed this one, an authority's; raises No."""
    for other in others:
        try:
            one.verify_directly_issued_by(other)
            if other.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
                return other
        except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
            continue
    raise No("Its certificate does not lead to a root that you gave.")


def moment_of(text: bytes) -> datetime:
    """A GeneralizedTime in UTC."""
    try:
        whole = text.decode("ascii").rstrip("Z").partition(".")[0]
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise No("Its time cannot be read.") from None


def stamps_of(path: str) -> list:
    """The stamps of a bundle; raises CannotSay where there is none."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                bundle = json.loads(archive.read("bundle.json"))
        else:
            bundle = json.loads(Path(path).read_text(encoding="utf-8"))
        found = [anchor for anchor in bundle["anchors"] if anchor["kind"] == "stamp"]
        heads = set(bundle["heads"])
        if any(type(anchor["note"]) is not str for anchor in found):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        raise CannotSay(f"{path} cannot be read as a bundle.") from None
    if not found:
        raise CannotSay("There is no time stamp in this bundle.")
    if any(anchor["note"] not in heads for anchor in found):
        raise No("A stamp is of a head that is not in the bundle.")
    return found


def answer(wanted: argparse.Namespace) -> list:
    """What there is to say to a yes; raises No or CannotSay."""
    stamps = stamps_of(wanted.bundle)
    try:
        roots = [
            one for path in wanted.root
            for one in x509.load_pem_x509_certificates(Path(path).read_bytes())
        ]  # fmt: skip
    except ValueError:
        raise CannotSay("A file of roots holds no certificate in PEM form.") from None
    if not roots:
        raise CannotSay(f"{len(stamps)} stamps; give the authority's root that you know: --root.")
    words = ["YES."]
    for stamp in stamps:
        where = f"The head of {stamp['size']}"
        try:
            at = stamped_at(base64.b64decode(stamp["token"], validate=True), stamp["note"], roots)
        except No as fault:
            raise No(f"{where}: the time stamp does not hold. {fault}") from None
        except (ValueError, IndexError, KeyError, TypeError):
            raise No(f"{where}: the time stamp does not hold. It cannot be read.") from None
        except UnsupportedAlgorithm:
            raise CannotSay(f"{where}: this program cannot read the certificate.") from None
        words.append(f"{where} was there at {at:%Y-%m-%d %H:%M:%S} UTC, by a root that you gave.")
    return words


def main() -> int:
    """Check the bundle that is named and print the answer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle")
    parser.add_argument("--root", action="append", default=[], help="PEM file: a root you know")
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
