"""Addresses of a trust's workshops, below the trust's."""

from django.urls import path

from .views import outcomes, screen, steering

urlpatterns = [
    path("assessments/<int:assessment>/workshop/", steering.start, name="start_workshop"),
    path("assessments/<int:assessment>/votes/", outcomes.outcomes, name="workshop_outcomes"),
    path("workshops/<int:workshop>/", screen.screen, name="workshop"),
    path("workshops/<int:workshop>/reveal/", steering.reveal, name="reveal_votes"),
    path("workshops/<int:workshop>/again/", steering.vote_again, name="vote_again"),
    path("workshops/<int:workshop>/show/", steering.show, name="show_element"),
    path("workshops/<int:workshop>/keep/", steering.keep, name="keep_outcome"),
    path("workshops/<int:workshop>/end/", steering.end, name="end_workshop"),
]
