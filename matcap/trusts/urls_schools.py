"""Addresses of a trust's schools."""

urlpatterns = []
