"""Addresses of a trust's people and schools, below the trust's."""

from . import urls_people, urls_schools

urlpatterns = [*urls_people.urlpatterns, *urls_schools.urlpatterns]
