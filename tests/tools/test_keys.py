"""Keys and ports of a data folder stay what they were, and only their owner reads the keys."""

import socket
import stat

import pytest

from tools import keys, ports


def test_a_key_is_made_once_and_closed_to_others(tmp_path):
    path = keys.keep(tmp_path / "secrets", "app_rt")
    first = path.read_text()
    assert keys.read(tmp_path / "secrets", "app_rt") == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_keys_differ(tmp_path):
    assert keys.read(tmp_path, "app_rt") != keys.read(tmp_path, "app_owner")


def test_a_port_is_remembered_while_it_is_free(tmp_path):
    path = tmp_path / "ports.json"
    assert ports.remembered(path, "smtp") == ports.remembered(path, "smtp")


def test_a_port_that_somebody_took_is_replaced(tmp_path):
    path = tmp_path / "ports.json"
    port = ports.remembered(path, "smtp")
    with socket.create_server((ports.HOST, port)):
        assert ports.remembered(path, "smtp") != port


@pytest.mark.parametrize("name", ["smtp", "valkey"])
def test_looking_at_a_port_claims_none(tmp_path, name):
    path = tmp_path / "ports.json"
    assert ports.peek(path, name) is None
    assert not path.exists()
