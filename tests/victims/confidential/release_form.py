"""The release wizard's last step as a browser sends it, for tests of it."""

from tests.build import day
from victims.services.terms import ROLE


def release_form(world, of="", **changes) -> dict:
    """Return what is typed in all steps, with what a test changes."""
    form = {
        "of": str(of),
        "item": "wishes about letters",
        "text": "Please, no letters.",
        "to_agency": str(world.agencies["probation"].key),
        "to_user": f"{ROLE}supervision",
        "purpose": "safety",
        "ways": ["electronic"],
        "days": "15",
        "risks": ["learned", "kept"],
        "other_ways": ["nothing"],
        "told_free": "on",
        "language": "English",
        "interpreter": "",
        "signed_by": "the victim",
        "signed_on": day(0).isoformat(),
        "copy": "now",
        "copy_language": "en",
        "copy_why": "",
    }
    return form | changes


def add_url(case) -> str:
    """Return the address of the wizard."""
    return f"/victims/cases/{case.pk}/release/add/"
