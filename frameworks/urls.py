"""Addresses of frameworks, below a trust's."""

from django.urls import path, register_converter

from . import views


class VersionConverter:
    """A framework's version in an address, as `checking` lets it be."""

    regex = r"[A-Za-z0-9][A-Za-z0-9.-]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VersionConverter, "version")

urlpatterns = [
    path("frameworks/<slug:slug>/<version:version>/", views.rubric, name="rubric"),
]
