"""Addresses of assessments, below a trust's."""

from django.urls import path

from .views import cycle, evidence, rating

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
    path("ratings/<int:rating>/links/", evidence.attach_link, name="attach_link"),
    path("ratings/<int:rating>/files/", evidence.attach_file, name="attach_file"),
    path("evidence/<int:item>/file/", evidence.open_file, name="evidence_file"),
    path("evidence/<int:item>/remove/", evidence.remove, name="remove_item"),
    path("evidence/<int:item>/restore/", evidence.restore, name="restore_item"),
]
