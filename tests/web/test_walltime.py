"""Wall times on the days when the clocks change."""

from datetime import UTC, datetime
from functools import partial

from casemgmt.core.walltime import moments_of, wall_of

ZONE = "America/New_York"
wall = partial(datetime, tzinfo=None)


def test_an_ordinary_time_means_one_moment():
    assert moments_of(wall(2027, 1, 5, 10, 30), ZONE) == [datetime(2027, 1, 5, 15, 30, tzinfo=UTC)]


def test_a_time_that_the_clocks_leave_out_means_none():
    assert moments_of(wall(2027, 3, 14, 2, 30), ZONE) == []


def test_a_time_that_comes_twice_means_two_an_hour_apart():
    first, second = moments_of(wall(2026, 11, 1, 1, 30), ZONE)
    assert (second - first).total_seconds() == 3600
    assert wall_of(first, ZONE) == wall_of(second, ZONE) == wall(2026, 11, 1, 1, 30)
