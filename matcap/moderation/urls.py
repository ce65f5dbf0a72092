"""Addresses of moderation, below a trust's."""

from django.urls import path

from . import views

urlpatterns = [
    path("assessments/<int:assessment>/moderation/", views.moderation, name="moderation"),
    path(
        "assessments/<int:assessment>/moderation/<str:code>/",
        views.moderate_element,
        name="moderate_element",
    ),
    path(
        "assessments/<int:assessment>/priority/<str:code>/",
        views.priority_of,
        name="priority_of",
    ),
    path("assessments/<int:assessment>/checks/", views.checks, name="checks"),
]
