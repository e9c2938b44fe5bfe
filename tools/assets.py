"""Copies the files of USWDS and htmx that the pages use from node_modules to static/vendor/."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
USWDS = MODULES / "@uswds" / "uswds" / "dist"
SCRIPTS = ("js/uswds.min.js", "js/uswds-init.min.js")
STYLE = "css/uswds.min.css"
SPRITE = "img/sprite.svg"
SOURCE_MAP = re.compile(rb"(?:/\*|//)[#@] ?sourceMappingURL=[^\n*]*(?:\*/)?")
ADDRESS = re.compile(rb"url\((['\"]?)(\.\./[^'\")?#]+)")


def copy(source: Path, target: Path) -> None:
    """Copy one file, less the pointer to a source map that the manifest storage would seek."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".css", ".js"}:
        target.write_bytes(SOURCE_MAP.sub(b"", source.read_bytes()))
    else:
        shutil.copyfile(source, target)


def named_by_style() -> set[str]:
    """Return the files that the style sheet names by url(), relative to the distribution."""
    style = (USWDS / STYLE).read_bytes()
    return {name.decode().removeprefix("../") for _quote, name in ADDRESS.findall(style)}


def main() -> None:
    """Copy all of it; what another version left behind goes."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name in {STYLE, SPRITE, *SCRIPTS, *named_by_style()}:
        copy(USWDS / name, VENDOR / "uswds" / name)
    copy(MODULES / "htmx.org" / "dist" / "htmx.min.js", VENDOR / "htmx" / "htmx.min.js")


if __name__ == "__main__":
    main()
