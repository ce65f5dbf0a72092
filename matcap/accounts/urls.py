"""Addresses of signing in, and of a person's own account."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.your_account, name="account"),
    path("name/", views.change_name, name="change_name"),
    path("reminders/", views.switch_reminders, name="switch_reminders"),
    path("reminders/stop/<str:token>/", views.stop_reminders, name="stop_reminders"),
    path("sessions/<int:session>/end/", views.end_session, name="end_session"),
    # Takes the place of allauth's view of that name.
    path("oidc/<slug:provider_id>/login/", views.go_to_provider, name="openid_connect_login"),
    path("", include("allauth.account.urls")),
    path("second-step/", include("allauth.mfa.urls")),
    path("connections/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
