"""Rows that a change of a team writes, whatever the number of its cases."""

from datetime import timedelta

from django.db import connection, transaction

from bench.report import Row
from teams.models import Membership, Team, User
from teams.selectors.viewers import build_viewer
from teams.services.membership import Terms, add_membership, end_membership

TARGET = 2
WRITTEN = """SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int
  FROM pg_stat_xact_user_tables WHERE relname NOT LIKE 'audit%'"""


def measure() -> list[Row]:
    """Return how many rows joining and leaving write, the ledger's own apart."""
    with transaction.atomic():
        viewer = build_viewer(User.objects.select_related("agency").get(username="admin"))
        team, person = Team.objects.get(pk=1), User.objects.get(username="b1.2")
        before = _written()
        seat = add_membership(
            viewer, team.key, person.key, terms=Terms(Membership.Role.MEMBER, viewer.today)
        )
        joined = _written()
        end_membership(viewer, seat.key, last_day=viewer.today - timedelta(days=1))
        left = _written()
        transaction.set_rollback(True)
    return [
        Row("rows written when a member joins a team", joined - before, None, TARGET, unit="rows"),
        Row("rows written when a member leaves a team", left - joined, None, TARGET, unit="rows"),
    ]


def _written() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchone()[0]
