from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "matcap.planning"
