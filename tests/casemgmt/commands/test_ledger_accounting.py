"""manage.py ledger accounting: the pages' own service, for a privacy officer who is named."""

import pytest
from django.core.management import call_command

from audit.models import AccountingRequest, Event
from audit.services.record import Entry, record
from tests.plugins.roles import as_owner


@pytest.fixture
def run(world, tmp_path, capsys):
    record(world.viewer("lee"), [
        Entry(category="supervision", subject_kind="contact", subject_id="c1",
              case_id=str(world.case.pk), owner_agency_id=world.agencies["probation"].pk),
    ])  # fmt: skip

    def call(*words):
        status = 0
        try:
            call_command("ledger", "accounting", *words)
        except SystemExit as ended:
            status = ended.code
        return (status, *capsys.readouterr())

    return call


@pytest.mark.parametrize("at_once", [200_000, 0])
def test_a_list_is_taken_made_and_written(run, world, tmp_path, settings, at_once):
    settings.ACCOUNTING_AT_ONCE = at_once
    file = tmp_path / "list.csv"
    status, out, _ = run("--as", "petra", "--case", world.case.number, "--asked-by", "the person",
                         "--form", "csv", "-o", str(file))  # fmt: skip
    assert (status, "1 lines, SHA-256" in out) == (0, True)
    assert "Office of the State's Attorney" in file.read_text()
    world.viewer("petra")
    request = AccountingRequest.objects.get()
    assert str(request.pk) in run("--as", "petra", "--list")[1]
    with as_owner():
        event = Event.objects.get(kind="download")
    assert (event.actor_name, event.channel) == ("Petra Example", "command")
    assert "on the server" in event.reason


@pytest.mark.parametrize("name", ["alex", "ana", "maya", "nobody"])
def test_nobody_else_s_name_opens_it(run, world, tmp_path, name):
    file = tmp_path / "list.pdf"
    status, _, err = run("--as", name, "--case", world.case.number, "--asked-by", "x",
                         "-o", str(file))  # fmt: skip
    assert (status, "privacy officer" in err, file.exists()) == (2, True, False)


def test_what_is_missing_is_said(run, world):
    assert "-o FILE" in run("--as", "petra", "--case", world.case.number)[2]
    words = ("--as", "petra", "-o", "x.pdf", "--case")
    assert "--asked-by" in run(*words, world.case.number)[2]
    assert "no case with this number" in run(*words, "24-9999", "--asked-by", "x")[2]
