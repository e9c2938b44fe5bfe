"""Rules about the source itself, read from the syntax tree."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ("casemgmt", "teams", "victims", "audit")
FILES = sorted(p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
EDGES = {"views", "forms", "api", "web", "templatetags"}
ORM_DOORS = {"objects", "_base_manager", "_default_manager", "unscoped", "unscoped_queries"}
FORBIDDEN = {"is_superuser", "_raw_delete", "StreamingHttpResponse", "mark_safe"}
GOLDEN = ROOT / "tests" / "golden" / "unscoped.txt"


def ids(paths):
    return [str(p.relative_to(ROOT)) for p in paths]


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return attributes | {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_files_and_functions_stay_small(path):
    source = path.read_text()
    # What outsiders run is one file each.
    assert source.count("\n") <= (400 if "standalone" in path.parts else 300)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{node.name} is too long"


EDGE_FILES = [p for p in FILES if EDGES & set(p.relative_to(ROOT).parts)]


@pytest.mark.parametrize("path", EDGE_FILES, ids=ids(EDGE_FILES))
def test_edges_do_not_speak_orm(path):
    assert not names_in(path) & ORM_DOORS, "call a selector or a service instead"


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_nothing_reads_what_would_go_round_the_rules(path):
    # There it is PostgreSQL's, to refuse it.
    allowed = {"is_superuser"} if path.name == "startup.py" else set()
    assert not names_in(path) & (FORBIDDEN - allowed)


def unscoped_calls() -> Counter[str]:
    """Return every place that opens a sealed queryset for all rows,
    with the reason that it gives."""
    found: Counter[str] = Counter()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "unscoped":
                reason = next((k.value for k in node.keywords if k.arg == "reason"), None)
                found[
                    f"{path.relative_to(ROOT)}: {ast.unparse(reason) if reason else 'NO REASON'}"
                ] += 1
    return found


def test_every_query_outside_the_scope_is_on_the_list_with_its_reason():
    lines = sorted(unscoped_calls().elements())
    assert lines == GOLDEN.read_text().splitlines(), "a change here is for a reviewer's eyes"
