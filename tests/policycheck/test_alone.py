"""Without an environment the command brings its own servers, and takes them away again."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORLD = Path(__file__).parent / "world.yaml"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")

pytestmark = [
    pytest.mark.xdist_group("alone"),
    pytest.mark.skipif(
        importlib.util.find_spec("pgserver") is None, reason="needs the embedded servers"
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder that keeps what the first run migrated."""
    made = tmp_path_factory.mktemp("alone")
    made.chmod(0o711)
    return made


def alone(folder: Path, *arguments: object) -> subprocess.CompletedProcess:
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"DATA_FOLDER": str(folder / "data"), "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir(mode=0o711, exist_ok=True)
    command = [sys.executable, "manage.py", "policycheck", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_command_runs_where_nothing_runs_and_leaves_no_server(folder):
    for _ in range(2):  # the second time on what the first one kept
        ran = alone(folder, WORLD)
        assert ran.returncode == 0, ran.stderr
        assert "1 file, 1 scenario, 2 answers: all as expected." in ran.stdout
        assert "starting private ones" in ran.stderr
        assert "stopped and removed" in ran.stderr
        assert not list((folder / "tmp").iterdir())


def test_exit_codes_come_through_and_wrong_files_need_no_server(folder):
    wrong = folder / "wrong.yaml"
    wrong.write_text("name: [")
    ran = alone(folder, wrong)
    assert ran.returncode == 2
    assert "starting" not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_address_that_does_not_answer_is_told(folder, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "KEPT", (*KEPT, "DATABASE_URL"))
    monkeypatch.setenv("DATABASE_URL", "postgres://app_rt@127.0.0.1:9/none")
    ran = alone(folder, "--json", WORLD)
    assert "does not answer" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 0
