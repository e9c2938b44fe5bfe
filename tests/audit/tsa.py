"""A time-stamp authority of the tests (RFC 3161), on a port of this machine; DER by hand."""

import hashlib
import threading
from contextlib import contextmanager
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from casemgmt.core import clock

SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
SHA256, RSA = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1"
CONTENT_TYPE, DIGEST, CERTIFICATE = (
    "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47",
)  # fmt: skip


def der(tag, *parts):
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(size)]) + size + body


def seq(*parts):
    return der(0x30, *parts)


def number(value):
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(text):
    first, second, *rest = map(int, text.split("."))
    body = [first * 40 + second]
    for part in rest:
        septets = [part & 127]
        while part := part >> 7:
            septets.insert(0, 128 | part & 127)
        body += septets
    return der(0x06, bytes(body))


def items(data):
    """Return the elements of a DER sequence's body as (tag, body)."""
    found = []
    while data:
        size, start = data[1], 2
        if size & 128:
            start = 2 + (size & 127)
            size = int.from_bytes(data[2:start], "big")
        found.append((data[0], data[start : start + size]))
        data = data[start + size :]
    return found


class Authority:
    """Signs with a certificate of its own; `offset` sets its clock."""

    def __init__(self, offset=timedelta()):
        self.key, self.offset = rsa.generate_private_key(65537, 2048), offset
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example time stamps")])
        now = clock.now()
        build = x509.CertificateBuilder().subject_name(name).issuer_name(name)
        build = build.public_key(self.key.public_key()).serial_number(4711)
        build = build.not_valid_before(now - timedelta(days=9)).not_valid_after(
            now + timedelta(days=9)
        )
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        self.root = build.add_extension(usage, critical=True).sign(self.key, hashes.SHA256())

    def answer(self, request):
        body = items(items(request)[0][1])
        imprint = body[1][1]
        nonce = next(int.from_bytes(value, "big") for tag, value in body[2:] if tag == 0x02)
        moment = (clock.now().astimezone(UTC) + self.offset).strftime("%Y%m%d%H%M%SZ").encode()
        info = seq(
            number(1), oid("1.3.6.1.4.1.32473.1"), seq(imprint), number(7), der(0x18, moment),
            number(nonce),
        )  # fmt: skip
        return seq(seq(number(0)), seq(oid(SIGNED_DATA), der(0xA0, self._signed(info))))

    def _signed(self, info):
        certificate = self.root.public_bytes(Encoding.DER)
        algorithm = seq(oid(SHA256), der(0x05))
        essential = seq(seq(seq(der(0x04, hashlib.sha256(certificate).digest()))))
        attributes = sorted([
            seq(oid(CONTENT_TYPE), der(0x31, oid(TST_INFO))),
            seq(oid(DIGEST), der(0x31, der(0x04, hashlib.sha256(info).digest()))),
            seq(oid(CERTIFICATE), der(0x31, essential)),
        ])  # fmt: skip
        signature = self.key.sign(der(0x31, *attributes), padding.PKCS1v15(), hashes.SHA256())
        signer = seq(
            number(1), seq(self.root.issuer.public_bytes(), number(self.root.serial_number)),
            algorithm, der(0xA0, *attributes), seq(oid(RSA), der(0x05)), der(0x04, signature),
        )  # fmt: skip
        return seq(
            number(3), der(0x31, algorithm), seq(oid(TST_INFO), der(0xA0, der(0x04, info))),
            der(0xA0, certificate), der(0x31, signer),
        )  # fmt: skip


@contextmanager
def serving(server):
    """Run a server on this machine; yield its address."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def stamping(authority):
    """Run the authority; yield its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(authority.answer(body))

        def log_message(self, *_words):
            pass

    with serving(HTTPServer(("127.0.0.1", 0), Handler)) as (host, port):
        yield f"http://{host}:{port}/tsr"
