from django.urls import path

from . import views

urlpatterns = [
    path(
        "frameworks/<slug:slug>/<version:version>/rubric.pdf",
        views.blank_rubric,
        name="blank_rubric_pdf",
    ),
    path("assessments/<int:assessment>/rubric.pdf", views.rubric, name="rubric_pdf"),
    path("assessments/<int:assessment>/heat-map.pdf", views.heat_map, name="heat_map_pdf"),
    path("assessments/<int:assessment>/priorities.pdf", views.priorities, name="priorities_pdf"),
    path("assessments/<int:assessment>/board-pack.pdf", views.board_pack, name="board_pack"),
]
