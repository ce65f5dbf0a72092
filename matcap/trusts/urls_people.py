"""Addresses of a trust's people."""

urlpatterns = []
