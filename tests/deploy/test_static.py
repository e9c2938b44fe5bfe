"""Static files as production serves them: hashed names, and none that names a missing one."""

import json

from django.core.management import call_command

STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def test_every_file_that_another_names_is_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STORAGE}}
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    for name in ("css/uswds.min.css", "js/uswds.min.js", "js/uswds-init.min.js", "img/sprite.svg"):
        assert (tmp_path / paths[f"vendor/uswds/{name}"]).exists()
    assert (tmp_path / paths["vendor/htmx/htmx.min.js"]).exists()
