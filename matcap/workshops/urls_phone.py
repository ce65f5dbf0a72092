"""Where phones vote: below no trust, and public."""

from django.urls import path

from .views import phone

urlpatterns = [
    path("", phone.enter, name="enter_code"),
    path("<str:code>/", phone.vote, name="vote"),
]
