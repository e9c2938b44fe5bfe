"""Addresses of administration, under /administration/."""

from django.urls import path

from teams.views import administration, agency, agreement, credential, membership, person, team

app_name = "administration"
urlpatterns = [
    path("", administration.Administration.as_view(), name="index"),
    path("agencies/", agency.AgencyList.as_view(), name="agency_list"),
    path("agencies/add/", agency.AgencyAdd.as_view(), name="agency_add"),
    path("agencies/<uuid:key>/", agency.AgencyDetail.as_view(), name="agency_detail"),
    path("agencies/<uuid:key>/change/", agency.AgencyChange.as_view(), name="agency_change"),
    path("agencies/<uuid:key>/close/", agency.AgencyClose.as_view(), name="agency_close"),
    path("agencies/<uuid:key>/reopen/", agency.AgencyReopen.as_view(), name="agency_reopen"),
    path("agencies/<uuid:key>/units/add/", agency.UnitAdd.as_view(), name="unit_add"),
    path("units/<uuid:key>/rename/", agency.UnitRename.as_view(), name="unit_rename"),
    path("people/", person.PersonList.as_view(), name="person_list"),
    path("people/add/", person.PersonAdd.as_view(), name="person_add"),
    path("people/<uuid:key>/", person.PersonDetail.as_view(), name="person_detail"),
    path("people/<uuid:key>/change/", person.PersonChange.as_view(), name="person_change"),
    path("people/<uuid:key>/disable/", person.PersonDisable.as_view(), name="person_disable"),
    path("people/<uuid:key>/enable/", person.PersonEnable.as_view(), name="person_enable"),
    path(
        "people/<uuid:key>/password/",
        credential.TemporaryPassword.as_view(),
        name="person_password",
    ),
    path("people/<uuid:key>/factor/", credential.SecondFactorReset.as_view(), name="person_factor"),
    path("teams/", team.TeamList.as_view(), name="team_list"),
    path("teams/add/", team.TeamAdd.as_view(), name="team_add"),
    path("teams/<uuid:key>/", team.TeamDetail.as_view(), name="team_detail"),
    path("teams/<uuid:key>/change/", team.TeamChange.as_view(), name="team_change"),
    path("teams/<uuid:key>/close/", team.TeamClose.as_view(), name="team_close"),
    path("teams/<uuid:key>/reopen/", team.TeamReopen.as_view(), name="team_reopen"),
    path("teams/<uuid:key>/seats/add/", membership.SeatAdd.as_view(), name="seat_add"),
    path("seats/<uuid:key>/change/", membership.SeatChange.as_view(), name="seat_change"),
    path("seats/<uuid:key>/end/", membership.SeatEnd.as_view(), name="seat_end"),
    path("agreements/", agreement.AgreementList.as_view(), name="agreement_list"),
    path("agreements/add/", agreement.AgreementAdd.as_view(), name="agreement_add"),
    path("agreements/<uuid:key>/end/", agreement.AgreementEnd.as_view(), name="agreement_end"),
]
