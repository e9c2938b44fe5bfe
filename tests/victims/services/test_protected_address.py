"""A protected address stands nowhere; on paper there are coarse areas alone (T34)."""

import pytest

from casemgmt.core.errors import RuleBroken
from tests.build import day
from victims.areas import areas_in_force
from victims.services.system_record import SystemDetails, add_no_contact_term, add_system_record

pytestmark = pytest.mark.django_db(databases=["default", "advocacy"])
TRUE = "9 Oak Lane, Apt 4"
SUBSTITUTE = "PO Box 2077, Altona"


def details(**more):
    return SystemDetails("Ruth", "Abara", "court", address_program=True, **more)


@pytest.mark.parametrize("field", ["contact", "note", "relation"])
def test_a_true_address_is_refused_where_a_program_protects_it(world, field):
    ana = world.viewer("ana")
    with pytest.raises(RuleBroken, match="substitute"):
        add_system_record(ana, world.case.pk, details=details(**{field: TRUE}))
    add_system_record(ana, world.case.pk, details=details(**{field: SUBSTITUTE}))


def test_without_a_program_an_address_of_the_court_record_stays(world):
    plain = SystemDetails("Ruth", "Abara", "court", contact=TRUE)
    add_system_record(world.viewer("ana"), world.case.pk, details=plain)


def add_term(world, *areas):
    ana = world.viewer("ana")
    return add_no_contact_term(
        ana, world.case.pk, text="No contact.", ordered_on=day(-1), areas=areas
    )


def test_a_term_never_lists_the_one_area_that_is_meant(world):
    meant = areas_in_force().names[0]
    first, second = add_term(world, meant), add_term(world, meant)
    assert meant in first.areas
    assert len(first.areas) >= areas_in_force().least_count
    assert set(first.areas) <= set(second.areas)
    with pytest.raises(RuleBroken, match="areas that are shown"):
        add_term(world, "9 Oak Lane")
    assert add_term(world).areas == []


@pytest.fixture
def papers(monkeypatch):
    """Return what reaches the sheets."""
    made = []

    def write(template, data):
        made.append(data)
        return b"%PDF"

    monkeypatch.setattr("victims.views.areas.write_pdf", write)
    return made


def test_permit_and_list_print_coarse_areas_alone(world, client_as, papers):
    add_system_record(world.viewer("ana"), world.case.pk, details=details(contact=SUBSTITUTE))
    areas = add_term(world, areas_in_force().names[0]).areas
    ana = client_as("ana")
    permit = f"/cases/{world.case.pk}/permit/"
    sent = {"destination": "Farhaven", "purpose": "a funeral", "starts_on": str(day(1))}
    wrong = ana.post(permit, sent | {"ends_on": str(day(0))})
    assert wrong.status_code == 422
    assert "a funeral" in wrong.content.decode()
    barred = ana.post(permit, sent | {"ends_on": str(day(3)), "destination": f"by {areas[0]}"})
    assert barred.status_code == 422
    assert ana.post(permit, sent | {"ends_on": str(day(3))})["Content-Type"] == "application/pdf"
    assert ana.get(f"/cases/{world.case.pk}/victim/areas.pdf").status_code == 200
    for sheet in papers:
        words = str(sheet)
        assert all(area in words for area in areas)
        for hidden in ("Ruth", "Abara", "PO Box", "Vera", "MARK-systemrecord"):
            assert hidden not in words


def test_the_sheet_is_a_real_pdf(world, client_as):
    answer = client_as("ana").get(f"/cases/{world.case.pk}/victim/areas.pdf")
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize(("name", "code"), [("kim", 403), ("maya", 403), ("ben", 404)])
def test_who_does_not_supervise_prints_nothing(world, client_as, papers, name, code):
    client = client_as(name)
    for page in ("permit/", "victim/areas.pdf"):
        assert client.get(f"/cases/{world.case.pk}/{page}").status_code == code
    assert papers == []


def test_the_forms_add_both(world, client_as):
    ana, base = client_as("ana"), f"/cases/{world.case.pk}/victim/"
    record = {"given_name": "Ruth", "family_name": "Abara", "source": "court", "contact": TRUE}
    refused = ana.post(f"{base}records/add/", record | {"address_program": "on"})
    assert refused.status_code == 422
    assert TRUE in refused.content.decode()
    record |= {"address_program": "on", "contact": SUBSTITUTE}
    assert ana.post(f"{base}records/add/", record).status_code == 302
    area = areas_in_force().names[2]
    term = {"text": "No contact.", "ordered_on": str(day(-1)), "areas": [area]}
    assert ana.post(f"{base}no-contact/add/", term).status_code == 302
    body = ana.get(base).content.decode()
    assert "address protected" in body
    assert area in body
    assert area in client_as("kim").get(base).content.decode()
