"""Encryption of files in chunks: each opens only in its place, and the last one says that it
is the last."""

from collections.abc import Iterable, Iterator

from victims.confidential.envelope import Unreadable, decrypt_bytes, encrypt_bytes, place_of

SIZE = 64 * 1024
TABLE = "advocacy_documentchunk"
CUT = "The file is cut, or its parts are not in their places."


def place(document: object, number: int, *, is_last: bool, version: int) -> str:
    """Return where a chunk lives; a file that was cut at a chunk's border does not open."""
    where = place_of(TABLE, "value", document, version)
    return f"{where}|{number}|{'last' if is_last else 'more'}"


def close_chunks(
    key: bytes, document: object, content: Iterable[bytes], *, version: int
) -> Iterator[bytes]:
    """Give each chunk of a file encrypted; an empty file has one empty chunk."""
    number, held = 0, b""
    for part in content:
        held += part
        while len(held) > SIZE:  # one byte more than a chunk: so it cannot be the last
            where = place(document, number, is_last=False, version=version)
            yield encrypt_bytes(key, where, held[:SIZE])
            number, held = number + 1, held[SIZE:]
    yield encrypt_bytes(key, place(document, number, is_last=True, version=version), held)


def open_chunks(
    key: bytes, document: object, values: Iterable[bytes], *, count: int, version: int
) -> Iterator[bytes]:
    """Give the parts of a file; raises Unreadable for chunks that are cut, moved or altered."""
    number = 0
    for value in values:
        is_last = number == count - 1
        where = place(document, number, is_last=is_last, version=version)
        yield decrypt_bytes(key, where, value)
        number += 1
    if number != count:
        raise Unreadable(CUT)
