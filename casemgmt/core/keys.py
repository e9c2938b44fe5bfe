"""Keys that come in an address or a form: text until they are read here."""

import uuid

NO_KEY = uuid.UUID(
    int=0
)  # names no row: a search by it finds nothing, as one by a strange key does


def key_in(text: object) -> uuid.UUID:
    """Return the key that `text` names, or NO_KEY where it names none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return NO_KEY
