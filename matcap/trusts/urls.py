"""Addresses of a trust's people and schools, below the trust's."""

from django.urls import path

from . import urls_people, urls_schools
from .views import settings

urlpatterns = [
    *urls_people.urlpatterns,
    *urls_schools.urlpatterns,
    path("settings/", settings.settings, name="trust_settings"),
]
