"""The privacy officer's list of tellings: none that waits is cut off, and none is found twice."""

from datetime import timedelta

import pytest
from django.db.models import Q

from casemgmt.core import clock
from casemgmt.core.errors import RuleBroken
from casemgmt.models import SpokenReview
from casemgmt.selectors import spoken
from casemgmt.services.spoken import Grounds, Telling, record_telling, review_telling


def told(world, name):
    telling = Telling(
        told_at=clock.now() - timedelta(hours=1), way="phone", categories=("supervision",),
        description="hours of work", purpose="planning", to_name=name,
    )  # fmt: skip
    return record_telling(world.viewer("ana"), world.case.pk, telling, Grounds("none"))


def found(world, row):
    return review_telling(world.viewer("petra"), row.pk, finding="in_order", note="Looked at.")


def test_a_long_list_cuts_off_none_that_waits(world, monkeypatch):
    first, second = told(world, "Pat Sample"), told(world, "Robin Sample")
    found(world, second)
    monkeypatch.setattr(spoken, "MOST", 1)
    assert [one.id for one in spoken.list_reviews(world.viewer("petra"))] == [str(first.pk)]


def test_two_clicks_keep_one_finding(world, monkeypatch):
    row = told(world, "Pat Sample")
    found(world, row)
    nothing = classmethod(lambda cls, viewer: Q(pk__in=[]))
    monkeypatch.setattr(SpokenReview, "visibility", nothing)
    with pytest.raises(RuleBroken):
        found(world, row)
    assert SpokenReview.objects.unscoped(reason="test").count() == 1
