"""Search by name and by number, and one case by its key, each against the same
without permissions."""

from bench.readers import PEOPLE, Reader
from bench.report import Row
from bench.timing import medians

LIMIT = """SELECT id FROM bench_case
  WHERE (lower(person_name) LIKE %s OR lower(number) LIKE %s) AND sealed_at IS NULL
  ORDER BY person_name, id LIMIT %s"""
SECURED = "SELECT id FROM case_search(%s, %s)"
HITS = 25
TARGET, ONE_TARGET = 2.0, 3.5
MEMBERS = ("member", "examiner", "fifty teams", "line over a unit", "line over an agency")


def measure() -> list[Row]:
    """Return the rows of search, and of one case by key."""
    rows: list[Row] = []
    for who in MEMBERS:
        walled, open_ = Reader(PEOPLE[who]), Reader(PEOPLE[who], owner=True)
        try:
            rows += [
                _search(who, kind, words, walled, open_) for kind, words in _words(walled).items()
            ]
            rows += _one(who, walled, open_)
        finally:
            walled.close()
            open_.close()
    return rows


def _words(reader: Reader) -> dict[str, str]:
    """Return what to look for: a family name that the person may find, half of it, the number."""
    name, number = reader.ask(
        "SELECT person_name, number FROM casemgmt_case WHERE id = (SELECT id FROM "
        "case_page('0001-01-01', '00000000-0000-0000-0000-000000000000', 1))"
    )[0]
    family = name.split(",")[0].lower()
    return {
        "family name": family, "half a family name": family[:6], "number": number,
        "two letters": family[:2],
    }  # fmt: skip


def _search(who: str, kind: str, words: str, walled: Reader, open_: Reader) -> Row:
    pattern = f"%{words}%"
    found = medians(
        {
            "limit": lambda: open_.ask(LIMIT, pattern, pattern, HITS),
            "walled": lambda: walled.ask(SECURED, words, HITS),
        },
        rounds=60,
    )
    return Row(f"search, {kind}, {who}", found["walled"], found["limit"], TARGET)


def _one(who: str, walled: Reader, open_: Reader) -> list[Row]:
    key = walled.ask(
        "SELECT id FROM case_page('0001-01-01', '00000000-0000-0000-0000-000000000000', 1)"
    )[0][0]
    walled.cursor.execute("PREPARE kept(uuid) AS SELECT * FROM casemgmt_case WHERE id = $1")
    found = medians(
        {
            "limit": lambda: open_.ask("SELECT * FROM bench_case WHERE id = %s", key),
            "walled": lambda: walled.ask("SELECT * FROM casemgmt_case WHERE id = %s", key),
            "kept": lambda: walled.ask("EXECUTE kept(%s)", key),
        }
    )
    name = f"one case by key, {who}, row-level security on"
    return [
        Row(name, found["walled"], found["limit"], ONE_TARGET),
        Row(f"for comparison: {name}, its plan kept", found["kept"], found["limit"]),
    ]
