"""Addresses of plans, below a trust's."""

from django.urls import path

from . import views

urlpatterns = [
    path("assessments/<int:assessment>/plan/", views.plan, name="plan"),
    path("assessments/<int:assessment>/plan/add/", views.add, name="add_priority"),
    path("priorities/<int:priority>/", views.priority, name="priority"),
    path("priorities/<int:priority>/move/", views.move, name="move_priority"),
    path("priorities/<int:priority>/remove/", views.remove, name="remove_priority"),
    path("priorities/<int:priority>/restore/", views.restore, name="restore_priority"),
    path("issues/<int:issue>/remove/", views.remove_issue, name="remove_issue"),
    path("issues/<int:issue>/restore/", views.restore_issue, name="restore_issue"),
]
