"""Texts without a length, the same on both engines; one import a file and one thing told a row, kept by the base."""

from django.db import migrations, models

TEXTS = {
    "correction": ("author",),
    "event": ("author", "subject"),
    "import": ("author", "edition", "file_name"),
    "note": ("author",),
    "ownsite": ("author", "commune", "name"),
    "signal": ("author", "kind"),
    "supportbody": ("author", "name"),
    "workspace": ("label",),
}
MAYBE_EMPTY = {
    "import": ("sheet",),
    "importedrow": ("decided_by",),
    "note": ("email", "person", "phone"),
    "ownsite": ("available_from", "zoning"),
    "supportbody": ("commune", "kind"),
}
TOLD = ("note", "correction", "signal", "supportbody", "ownsite")


class Migration(migrations.Migration):
    dependencies = [("store", "0002_one_of_each")]

    operations = [
        *(migrations.AlterField(model, name, models.TextField()) for model, names in TEXTS.items() for name in names),
        *(
            migrations.AlterField(model, name, models.TextField(blank=True))
            for model, names in MAYBE_EMPTY.items()
            for name in names
        ),
        *(
            migrations.AlterField(
                model,
                "row",
                models.OneToOneField("store.ImportedRow", models.CASCADE, null=True, related_name="+"),
            )
            for model in TOLD
        ),
        migrations.AddConstraint(
            "import", models.UniqueConstraint(fields=("workspace", "digest"), name="one_import_a_file")
        ),
    ]
