"""The people of a measurement, each with a connection of his own whose scope is open as
in a request."""

import os
from collections.abc import Sequence
from datetime import UTC

import psycopg2

from casemgmt.core import clock

PEOPLE = {  # who, and what he has standing on
    "member": "b1.2",  # three teams of 40 cases, one or two dated grants
    "officer": "b1.0",  # the same teams, and assigned to half of their cases
    "examiner": "b1.3",  # the same teams, of which every tenth case is his to examine
    "fifty teams": "fifty.teams",  # 2,000 cases
    "dated grants": "guest",  # sixty of them in force, no team
    "line over people": "people.line",  # eight officers and four examiners
    "line over a unit": "unit.supervisor",
    "line over ten units": "agency.supervisor",
    "line over an agency": "agency.line",  # 50,000 of a million cases
}


class Reader:
    """One connection in one transaction, as the role that serves or as the owner,
    who has no walls."""

    def __init__(self, username: str, *, owner: bool = False) -> None:
        self.connection = psycopg2.connect(
            os.environ["DATABASE_OWNER_URL" if owner else "DATABASE_URL"]
        )
        self.cursor = self.connection.cursor()
        self.user_id = self.ask("SELECT id FROM teams_user WHERE username = %s", username)[0][0]
        asked = (self.user_id, clock.now().astimezone(UTC), clock.today())
        self.ask("SELECT * FROM app_open_scope(%s, %s, %s, true)", *asked)

    def ask(self, sql: str, *values: object) -> Sequence[tuple]:
        """Run one statement and return its rows."""
        self.cursor.execute(sql, values or None)
        return self.cursor.fetchall()

    def close(self) -> None:
        """End the transaction without a trace."""
        self.connection.close()
