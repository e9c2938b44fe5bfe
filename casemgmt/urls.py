"""All addresses. Each includes its app's own; handlers answer in our words."""

from django.urls import include, path

from casemgmt.web.health import health

urlpatterns = [
    path("", include("casemgmt.web.urls")),
    path("healthz", health, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("", include("casemgmt.urls_file")),
    path("", include("teams.urls")),
    path("administration/", include("teams.urls_administration")),
    path("api/v1/", include("casemgmt.api.urls")),
    path("my-tokens/", include("teams.urls_tokens")),
    path("", include("casemgmt.dashboards.urls")),
    path("", include("audit.urls")),
    path("", include("victims.urls")),
]

handler400 = "casemgmt.web.errors.bad_request"
handler403 = "casemgmt.web.errors.permission_denied"
handler404 = "casemgmt.web.errors.page_not_found"
handler500 = "casemgmt.web.errors.server_error"
