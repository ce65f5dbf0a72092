"""Addresses of a trust's people."""

from django.urls import path

from .views import activity, groups, inviting, people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/groups/", groups.groups, name="groups"),
    path("people/groups/<int:group>/rename/", groups.rename, name="rename_group"),
    path("people/groups/<int:group>/delete/", groups.delete, name="delete_group"),
    path("people/invite/", inviting.invite, name="invite"),
    path("people/<int:membership>/", people.change, name="person"),
    path("people/<int:membership>/remove/", people.remove, name="remove_person"),
    path("invitations/<int:invitation>/resend/", inviting.resend, name="resend_invitation"),
    path("invitations/<int:invitation>/withdraw/", inviting.withdraw, name="withdraw_invitation"),
    path("activity/", activity.activity, name="activity"),
    path("activity.csv", activity.activity_csv, name="activity_csv"),
]
