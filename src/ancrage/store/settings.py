"""Django's settings of the store alone: the pages of a team extend them, the command line uses them as they are."""

from ancrage.store.location import location

DATABASES = {"default": location().database}
INSTALLED_APPS = ["ancrage.store"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "fr"
