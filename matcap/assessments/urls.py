"""Addresses of assessments, below a trust's."""

from django.urls import path

from .views import cycle, links, rating

urlpatterns = [
    path("assessments/start/", cycle.start, name="start"),
    path("assessments/<int:assessment>/", cycle.overview, name="assessment"),
    path("assessments/<int:assessment>/agree/", cycle.agree, name="agree"),
    path("assessments/<int:assessment>/reopen/", cycle.reopen, name="reopen"),
    path("assessments/<int:assessment>/rate/<str:code>/", rating.rate, name="rate"),
    path(
        "assessments/<int:assessment>/schools/<int:school>/<str:code>/",
        rating.rate_school,
        name="rate_school",
    ),
    path("ratings/<int:rating>/links/", links.attach, name="attach_link"),
    path("links/<int:link>/remove/", links.remove, name="remove_link"),
    path("links/<int:link>/restore/", links.restore, name="restore_link"),
]
