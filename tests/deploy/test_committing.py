"""Tests that commit: what they leave behind is gone before the next one."""

import pytest
from django.contrib.contenttypes.models import ContentType

ROUNDS = [1, 2]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "advocacy"])


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_committed_row_is_gone_in_the_next_test(round_):
    assert not ContentType.objects.filter(app_label="planted").exists()
    ContentType.objects.create(app_label="planted", model="row")


def test_rows_of_the_migrations_stay():
    assert ContentType.objects.filter(app_label="teams").exists()
