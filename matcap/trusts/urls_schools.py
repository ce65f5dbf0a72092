"""Addresses of a trust's schools, clusters and networks."""

from django.urls import path

from .views import clusters, networks, school_imports, schools

urlpatterns = [
    path("schools/", schools.schools, name="schools"),
    path("schools.csv", schools.schools_csv, name="schools_csv"),
    path("schools.xlsx", schools.schools_xlsx, name="schools_xlsx"),
    path("schools/add/", schools.add, name="add_school"),
    path("schools/move/", schools.move, name="move_schools"),
    path("schools/<int:school>/", schools.edit, name="edit_school"),
    path("schools/<int:school>/leave/", schools.leave, name="leave_trust"),
    path("schools/import/", school_imports.start, name="import_schools"),
    path("schools/import/<int:imported>/", school_imports.preview, name="school_import"),
    path("schools/import/<int:imported>/on/", school_imports.go_on, name="go_on_import"),
    path("schools/import/<int:imported>/columns/", school_imports.columns, name="import_columns"),
    path("schools/import/<int:imported>/confirm/", school_imports.confirm, name="confirm_import"),
    path("schools/import/<int:imported>/discard/", school_imports.discard, name="discard_import"),
    path("clusters/", clusters.clusters, name="clusters"),
    path("clusters/<int:cluster>/rename/", clusters.rename, name="rename_cluster"),
    path("clusters/<int:cluster>/merge/", clusters.merge, name="merge_cluster"),
    path("clusters/<int:cluster>/delete/", clusters.delete, name="delete_cluster"),
    path("networks/", networks.networks, name="networks"),
    path("networks/join/", networks.join, name="join_network"),
    path("networks/<int:network>/leave/", networks.leave, name="leave_network"),
]
