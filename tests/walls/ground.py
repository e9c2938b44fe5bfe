"""Writes a drawn world into the database in one statement, and takes it away again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection, transaction

from casemgmt.models import CaseGroupGrant
from teams.models import Agreement
from tests import build, build_meetings
from tests.plugins.roles import as_owner
from tests.walls.dice import NOW, Drawn, in_order

# Inserts rows by table, in order; what triggers do for a screen they do here.
BUILD = """
CREATE FUNCTION pg_temp.build_world(tables jsonb, closing boolean, moment text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  one jsonb;
BEGIN
  PERFORM set_config('app.now', moment, true);
  FOR one IN SELECT jsonb_array_elements(tables) LOOP
    EXECUTE format('INSERT INTO %1$I SELECT * FROM jsonb_populate_recordset(NULL::%1$I, $1)',
                   one ->> 0) USING one -> 1;
  END LOOP;
  IF closing THEN
    UPDATE teams_meeting SET status = 'closed';
  END IF;
END $$
"""
TABLES = (
    "auth_group", "teams_agency", "teams_unit", "teams_user", "teams_team", "teams_membership",
    "teams_meeting", "teams_agreement", "casemgmt_person", "casemgmt_case",
    "casemgmt_caseusergrant", "casemgmt_casegroupgrant",
    "casemgmt_examreferral", "casemgmt_release", "casemgmt_entry",
)  # fmt: skip
PLAIN: dict[str, dict[str, Any]] = {
    "casemgmt_conflict": {"declared_at": NOW.isoformat(), "reason": "", "ended_because": ""}
}
# Rows whose keys the database counts; a world numbers them itself.
COUNTED = (
    "casemgmt_caseusergrant", "casemgmt_casegroupgrant", "casemgmt_conflict",
    "casemgmt_unitusergrant", "casemgmt_agencyusergrant", "casemgmt_personlinegrant",
    "teams_agreement_parties",
)  # fmt: skip


class Ground:
    """What a world is built on: a row of each table as the product would write it, and the
    function that writes a world."""

    def __init__(self) -> None:
        self.plain = PLAIN | _plain_rows()
        self.permissions = dict(Permission.objects.values_list("codename", "pk"))
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(BUILD)

    @contextmanager
    def holding(self, world: Drawn) -> Iterator[None]:
        """Let the world be there inside the block."""
        tables = [(table, self._whole(table, rows)) for table, rows in in_order(world)]
        point = transaction.savepoint()
        be("app_owner")
        try:
            ask(
                "SELECT pg_temp.build_world(%s, %s, %s)",
                json.dumps(tables), world.closing, NOW.isoformat(),
            )  # fmt: skip
            yield
        finally:
            transaction.savepoint_rollback(point)

    def _whole(self, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        plain = self.plain.get(table, {})
        whole = [plain | row for row in rows]
        for number, row in enumerate(whole, start=1):
            if table in COUNTED:
                row["id"] = number
            if "permission_id" in row:
                row["permission_id"] = self.permissions[row["permission_id"]]
        return whole


def be(role: str) -> None:
    """Run what follows as this role; taking the savepoint back takes this back too."""
    ask("SELECT set_config('role', %s, true)", role)


def ask(sql: str, *values: object) -> list[tuple]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _plain_rows() -> dict[str, dict[str, Any]]:
    """Write one of each as the builders of all tests do, read the rows, and take them away."""
    point = transaction.savepoint()
    agency = build.make_agency("Plain", "supervision")
    unit = build.make_unit(agency, "Plain")
    user = build.make_user("plain", agency, "supervision")
    team = build.make_team("Plain", unit)
    build.seat(team, user)
    case = build.make_case("26-0000", team=team, officer=user)
    build_meetings.make_meeting(team, user)
    build.make_referral(case, user, user)
    build.make_entry(case, user, "supervision")
    build.make_release(
        case, kind="authorization", source=agency, to=agency, categories=["supervision"]
    )
    with as_owner():
        Agreement.objects.create(name="Plain", covers=["risk"], starts_at=NOW)
        assert CaseGroupGrant.objects.exists()
        found = {t: ask(f"SELECT to_jsonb(t) FROM {t} t LIMIT 1")[0][0] for t in TABLES}
    transaction.savepoint_rollback(point)
    return {t: json.loads(row) if isinstance(row, str) else row for t, row in found.items()}
