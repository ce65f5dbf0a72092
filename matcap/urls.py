"""Every address. All but the front door, signing in and voting carry the trust's slug."""

from django.urls import include, path

from matcap.trusts.views import home, joining, register

urlpatterns = [
    path("", home.home, name="home"),
    path("open-a-trust/", home.open_trust, name="open_trust"),
    path("register/", register.register, name="register"),
    path("join/<str:token>/", joining.join, name="join"),
    path("vote/", include("matcap.workshops.urls_phone")),
    path("account/", include("matcap.accounts.urls")),
    path(
        "t/<slug:trust>/",
        include(
            [
                path("", include("matcap.trusts.urls")),
                path("", include("matcap.assessments.urls")),
                path("", include("matcap.workshops.urls")),
                path("", include("frameworks.urls")),
                path("", include("matcap.planning.urls")),
                path("", include("matcap.moderation.urls")),
                path("", include("matcap.insights.urls")),
                path("", include("matcap.reports.urls")),
            ]
        ),
    ),
]
