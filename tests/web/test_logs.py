"""Tracebacks in the log hold no words of a row."""

import logging

import pytest
from django.db import IntegrityError, connection, transaction

from casemgmt.core.logs import IdsOnly
from tests.plugins.roles import as_owner


def test_a_database_error_is_logged_without_the_row_that_it_quotes(world):
    refused = pytest.raises(IntegrityError)
    with as_owner(), refused as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE teams_user SET username = 'kim' WHERE username = 'ana'")
    error = caught.value
    formatted = IdsOnly().formatException((type(error), error, error.__traceback__))
    plain = logging.Formatter().formatException((type(error), error, error.__traceback__))
    assert "(username)=(kim)" in plain
    assert "(username)=(kim)" not in formatted
    assert "IntegrityError" in formatted
