"""Addresses of what a trust sees of itself, below the trust's."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.trust_home, name="trust"),
    path("assessments/<int:assessment>/heat-map/", views.heat_map, name="heat_map"),
    path(
        "assessments/<int:assessment>/strengths/",
        views.register_of_strength,
        name="register_of_strength",
    ),
    path("assessments/<int:assessment>/heat-map.csv", views.heat_map_csv, name="heat_map_csv"),
]
