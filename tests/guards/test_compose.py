"""docker-compose.yml runs the processes of `make run`; none of them sees another's secrets."""

import shlex

import pytest
import yaml

from tools import compose, processes
from tools.stack import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
INSIDE = {"bind": "0.0.0.0:8000", "folder": "/var/lib/casemgmt"}
SERVERS = {"db", "valkey", "roles"}


def test_the_services_are_the_processes():
    ours = set(processes.COMMANDS) | set(processes.PREPARATION)
    assert set(SERVICES) == ours | SERVERS


@pytest.mark.parametrize("name", processes.COMMANDS)
def test_a_service_runs_the_command_of_its_process(name):
    assert SERVICES[name]["command"] == processes.command(name, **INSIDE)


@pytest.mark.parametrize("name", processes.PREPARATION)
def test_a_service_prepares_as_make_run_does(name):
    assert SERVICES[name]["command"] == processes.PREPARATION[name]


def test_the_image_starts_as_the_web_process():
    last = (ROOT / "Dockerfile").read_text().strip().splitlines()[-1]
    assert yaml.safe_load(last.removeprefix("CMD ")) == shlex.split(SERVICES["web"]["command"])


def test_only_the_sealer_has_the_sealing_key():
    holders = {
        name
        for name, service in SERVICES.items()
        if "ledger_seal_key" in service.get("secrets", [])
    }
    assert holders == {"sealer"}


def test_only_migrations_have_an_owners_password():
    owners = {"database_owner_url", "advocacy_owner_url"}
    holders = {
        name for name, service in SERVICES.items() if owners & set(service.get("secrets", []))
    }
    assert holders == set(processes.PREPARATION)


def test_each_secret_that_is_mounted_is_made_and_declared():
    mounted = {name for service in SERVICES.values() for name in service.get("secrets", [])}
    assert mounted == set(COMPOSE["secrets"]) == set(compose.contents())


@pytest.mark.parametrize("name", [*processes.COMMANDS, *processes.PREPARATION])
def test_a_service_can_read_each_secret_that_its_environment_names(name):
    service = SERVICES[name]
    named = {
        value for value in service["environment"].values() if str(value).startswith("/run/secrets/")
    }
    assert named == {f"/run/secrets/{secret}" for secret in service["secrets"]}


def test_no_process_of_make_run_sees_what_is_not_its_own():
    everything = {
        key: key.lower()
        for key in processes.OWNERS_ONLY
        | processes.SEALERS_ONLY
        | processes.ADVOCACY
        | {"DATABASE_URL"}
    }
    web = processes.environment_of("web", everything)
    assert set(web) == {"DATABASE_URL"} | processes.ADVOCACY
    sealer = processes.environment_of("sealer", everything)
    assert sealer["DATABASE_URL"] == "database_sealer_url"
    assert set(sealer) == {"DATABASE_URL"} | processes.SEALERS_ONLY
