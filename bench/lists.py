"""The list of cases: its first page, a later page and its count, against guardian and a
check in Python."""

from datetime import date
from uuid import UUID

from bench.baselines import fetch_and_decide, guardian_sql
from bench.readers import PEOPLE, Reader
from bench.report import Row
from bench.timing import medians

PAGE = 26
FIRST = (date(1, 1, 1), str(UUID(int=0)))
SECURED = "SELECT id, next_review FROM case_page(%s, %s::uuid, %s)"
OPEN = "sealed_at IS NULL AND stage <> 'closed'"
ORDER = "ORDER BY next_review, id LIMIT %s"
AFTER = "(next_review, id) > (%s, %s::uuid)"
LIMIT = f"SELECT id, next_review FROM bench_case WHERE {OPEN} AND {AFTER} {ORDER}"  # noqa: S608
KEPT = f"PREPARE kept(date, uuid, int) AS {LIMIT % ('$1', '$2', '$3')}"
COUNT_LIMIT = f"SELECT count(*) FROM (SELECT 1 FROM bench_case WHERE {OPEN} LIMIT %s) x"  # noqa: S608
CAP = 1001
TARGET, WALLED, COUNTED = 2.0, 2.5, 2.5
BASELINES = ("member", "line over an agency")
BY_WALL = f"SELECT id, next_review FROM casemgmt_case WHERE {OPEN} {ORDER}"  # noqa: S608


def measure() -> list[Row]:
    """Return the rows of every person."""
    rows: list[Row] = []
    for who, username in PEOPLE.items():
        walled, open_ = Reader(username), Reader(username, owner=True)
        try:
            rows += _pages(who, walled, open_) + _count(who, walled, open_)
        finally:
            walled.close()
            open_.close()
    return rows


def _pages(who: str, walled: Reader, open_: Reader) -> list[Row]:
    baselines = who in BASELINES
    open_.cursor.execute(KEPT)
    later = _second_key(walled)
    guardian = guardian_sql(open_.user_id, PAGE) if baselines else ("SELECT 1", ())
    slow = {
        "guardian": lambda: open_.ask(guardian[0], *guardian[1]),
        "wall": lambda: walled.ask(BY_WALL, PAGE),
        "python": lambda: fetch_and_decide(open_, PAGE),
    }
    found = medians(
        {
            "limit": lambda: open_.ask(LIMIT, *FIRST, PAGE),
            "kept": lambda: open_.ask("EXECUTE kept(%s, %s, %s)", *FIRST, PAGE),
            "walled": lambda: walled.ask(SECURED, *FIRST, PAGE),
            "open": lambda: open_.ask(SECURED, *FIRST, PAGE),
            "limit later": lambda: open_.ask(LIMIT, *later, PAGE),
            "walled later": lambda: walled.ask(SECURED, *later, PAGE),
            "open later": lambda: open_.ask(SECURED, *later, PAGE),
        },
        slow=slow if baselines else None,
    )
    limit = found["limit"]
    rows = [
        Row(f"list page 1, {who}", found["open"], limit, TARGET),
        Row(f"list page 1, {who}, row-level security on", found["walled"], limit, WALLED),
        Row(f"list keyset page, {who}", found["open later"], found["limit later"], TARGET),
        Row(
            f"list keyset page, {who}, row-level security on",
            found["walled later"],
            found["limit later"],
            WALLED,
        ),
    ]
    if baselines:
        rows += [
            Row(f"baseline: guardian get_objects_for_user, {who}", found["guardian"], limit),
            Row(f"baseline: fetch and decide in Python, {who}", found["python"], limit),
            Row(
                f"for comparison: row-level security as the only filter, {who}",
                found["wall"],
                limit,
            ),
            Row(f"for comparison: the limit with its plan kept, {who}", found["kept"], limit),
        ]
    return rows


def _count(who: str, walled: Reader, open_: Reader) -> list[Row]:
    found = medians(
        {
            "limit": lambda: open_.ask(COUNT_LIMIT, CAP),
            "walled": lambda: walled.ask("SELECT case_count(%s)", CAP),
        },
        rounds=60,
    )
    return [
        Row(f"capped count, {who}, row-level security on", found["walled"], found["limit"], COUNTED)
    ]


def _second_key(reader: Reader) -> tuple[date, str]:
    """Return the key after which the second page begins, or the fifth row's where there is no
    second page."""
    rows = reader.ask(SECURED, *FIRST, PAGE)
    last = rows[min(len(rows), PAGE) - 2 if len(rows) == PAGE else 4]
    return last[1], str(last[0])
