"""Places outside that lines are sent to: a file, or a socket by TCP, UDP or TLS."""

import os
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PATIENCE = 3.0  # seconds for a connection or a write
LARGEST_DATAGRAM = 60_000


class BadAddress(ValueError):
    """The address names no place that lines can be sent to; the message says how one reads."""


@dataclass
class FileSink:
    """A file that only grows."""

    path: Path
    lasting: bool = False  # wait until it is on the disk

    def send(self, messages: list[bytes]) -> None:
        """Append messages in one write, each a line; raises OSError."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            whole = memoryview(b"".join(message + b"\n" for message in messages))
            while whole:
                whole = whole[os.write(handle, whole) :]
            if self.lasting:
                os.fsync(handle)
        finally:
            os.close(handle)

    def close(self) -> None:
        """Nothing stays open."""


@dataclass
class StreamSink:
    """A TCP or TLS connection, opened at the first message and again after a break."""

    host: str
    port: int
    context: ssl.SSLContext | None = None
    counted: bool = False  # RFC 6587 octet counting instead of line feeds
    _socket: socket.socket | None = field(default=None, repr=False)

    def send(self, messages: list[bytes]) -> None:
        """Send messages; where the connection was closed meanwhile, once more. Raises OSError."""
        whole = b"".join(self._framed(message) for message in messages)
        fresh = self._socket is None or self._was_closed()
        try:
            self._open(anew=fresh).sendall(whole)
        except OSError:
            self.close()
            if fresh:
                raise
            self._open(anew=True).sendall(whole)

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _framed(self, message: bytes) -> bytes:
        return b"%d %s" % (len(message), message) if self.counted else message + b"\n"

    def _open(self, *, anew: bool) -> socket.socket:
        if anew or self._socket is None:
            self.close()
            plain = socket.create_connection((self.host, self.port), timeout=PATIENCE)
            self._socket = (
                self.context.wrap_socket(plain, server_hostname=self.host)
                if self.context
                else plain
            )
        return self._socket

    def _was_closed(self) -> bool:
        """Return whether the other end has gone: a write after that would be lost in silence."""
        if self._socket is None or self.context:
            return self._socket is None
        try:
            return self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return True


@dataclass
class DatagramSink:
    """UDP: one datagram a message; what is lost on the way is lost."""

    host: str
    port: int

    def send(self, messages: list[bytes]) -> None:
        """Send each message; raises OSError, also for one that fits no datagram."""
        family, kind, number, _name, address = socket.getaddrinfo(
            self.host, self.port, type=socket.SOCK_DGRAM
        )[0]
        with socket.socket(family, kind, number) as channel:
            for message in messages:
                if len(message) > LARGEST_DATAGRAM:
                    raise OSError(f"A message of {len(message)} bytes fits no datagram: use tcp.")
                channel.sendto(message, address)

    def close(self) -> None:
        """Nothing stays open."""


Sink = FileSink | StreamSink | DatagramSink


def sink_of(address: str, *, counted: bool = False, lasting: bool = False) -> Sink:
    """Return the place that an address names; raises BadAddress."""
    parts = urlsplit(address)
    if parts.scheme in ("", "file") and parts.path:
        return FileSink(Path(parts.path), lasting)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.scheme not in ("tcp", "udp", "tls"):
        raise BadAddress(
            f"{address!r} is no place to send to: write file:/path, tcp://host:port, "
            "udp://host:port or tls://host:port?ca=/path."
        )
    if parts.scheme == "udp":
        return DatagramSink(host, port)
    authority = parse_qs(parts.query).get("ca", [None])[0]
    try:
        context = ssl.create_default_context(cafile=authority) if parts.scheme == "tls" else None
    except OSError as error:
        raise BadAddress(f"{authority} holds no certificate of an authority.") from error
    return StreamSink(host, port, context, counted)
