"""Addresses of assessments, below a trust's."""

from django.urls import path

from .views import cycle, evidence, past, rating, rounds, versions, wordings

urlpatterns = [
    path("assessments/start/", cycle.start, name="start"),
    path("assessments/<int:assessment>/", cycle.overview, name="assessment"),
    path("assessments/<int:assessment>/dates.ics", cycle.dates, name="dates"),
    path("assessments/<int:assessment>/people/", rounds.who_rates, name="who_rates"),
    path("assessments/<int:assessment>/changes/", versions.what_changed, name="what_changed"),
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
    path("assessments/from/<int:draft>/", past.bring_in, name="bring_in"),
    path("frameworks/import/<int:draft>/words/", wordings.take_words, name="take_words"),
    path(
        "frameworks/<slug:slug>/<str:version>/words/aside/",
        wordings.put_words_aside,
        name="put_words_aside",
    ),
    path("ratings/<int:rating>/links/", evidence.attach_link, name="attach_link"),
    path("ratings/<int:rating>/files/", evidence.attach_file, name="attach_file"),
    path("evidence/<int:item>/file/", evidence.open_file, name="evidence_file"),
    path("evidence/<int:item>/remove/", evidence.remove, name="remove_item"),
    path("evidence/<int:item>/restore/", evidence.restore, name="restore_item"),
]
