"""Addresses of assessments, below a trust's."""

from django.urls import path

from .views import cycle, links, rating, rounds

urlpatterns = [
    path("assessments/start/", cycle.start, name="start"),
    path("assessments/<int:assessment>/", cycle.overview, name="assessment"),
    path("assessments/<int:assessment>/dates.ics", cycle.dates, name="dates"),
    path("assessments/<int:assessment>/people/", rounds.who_rates, name="who_rates"),
    path("assessments/<int:assessment>/open/", rounds.open_assessment, name="open_assessment"),
    path("assessments/<int:assessment>/moderate/", rounds.moderate, name="moderate"),
    path("assessments/<int:assessment>/agree/", rounds.agree, name="agree"),
    path("assessments/<int:assessment>/reopen/", rounds.reopen, name="reopen"),
    path("assessments/<int:assessment>/rate/<str:code>/", rating.rate, name="rate"),
    path(
        "assessments/<int:assessment>/schools/<int:school>/<str:code>/",
        rating.rate_school,
        name="rate_school",
    ),
    path(
        "assessments/<int:assessment>/schools/<int:school>/view/<str:code>/",
        rating.rate_view,
        name="rate_view",
    ),
    path("assessments/<int:assessment>/mine/<str:code>/", rating.rate_mine, name="rate_mine"),
    path("ratings/<int:rating>/links/", links.attach, name="attach_link"),
    path("links/<int:link>/remove/", links.remove, name="remove_link"),
    path("links/<int:link>/restore/", links.restore, name="restore_link"),
]
