"""The Django application."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "ancrage.store"
    label = "store"
    verbose_name = "Carnet"
