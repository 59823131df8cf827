import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("file_name", models.CharField(max_length=400)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("sheet", models.CharField(blank=True, max_length=200)),
                ("encoding", models.CharField(max_length=40)),
                ("mapping", models.JSONField()),
                ("headers", models.JSONField()),
                ("edition", models.CharField(max_length=200)),
                ("threshold", models.FloatField()),
                ("author", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=400, unique=True)),
                ("label", models.CharField(max_length=400)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                ("raw", models.JSONField()),
                ("values", models.JSONField()),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                ("status", models.CharField(db_index=True, max_length=20)),
                ("siret", models.CharField(blank=True, db_index=True, max_length=14)),
                ("score", models.FloatField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("candidates", models.JSONField(default=list)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "imported",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="store.import"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupportBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("name", models.CharField(max_length=400)),
                ("kind", models.CharField(blank=True, max_length=100)),
                ("commune", models.CharField(blank=True, max_length=200)),
                ("activities", models.JSONField(default=list)),
                ("source", models.TextField(blank=True)),
                (
                    "row",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.importedrow"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.workspace"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("siret", models.CharField(db_index=True, max_length=14)),
                ("kind", models.CharField(max_length=60)),
                ("date", models.DateField(null=True)),
                ("source", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                (
                    "row",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.importedrow"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.workspace"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("name", models.CharField(max_length=400)),
                ("commune", models.CharField(max_length=200)),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("area_ha", models.FloatField(null=True)),
                ("power_mw", models.FloatField(null=True)),
                ("water_m3_per_day", models.FloatField(null=True)),
                ("zoning", models.CharField(blank=True, max_length=100)),
                ("polluted", models.BooleanField(null=True)),
                ("available_from", models.CharField(blank=True, max_length=40)),
                ("source", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                (
                    "row",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.importedrow"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.workspace"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("siret", models.CharField(db_index=True, max_length=14)),
                ("kind", models.CharField(max_length=20)),
                ("date", models.DateField(null=True)),
                ("person", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField(blank=True)),
                (
                    "row",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.importedrow"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.workspace"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="import",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="store.workspace"
            ),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("author", models.CharField(max_length=200)),
                ("action", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=400)),
                ("details", models.JSONField(default=dict)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="store.workspace"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("siret", models.CharField(db_index=True, max_length=14)),
                ("field", models.CharField(max_length=20)),
                ("old_value", models.TextField(blank=True)),
                ("value", models.TextField()),
                ("date", models.DateField()),
                (
                    "row",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.importedrow"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.workspace"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="importedrow",
            constraint=models.UniqueConstraint(fields=("imported", "line"), name="one_row_a_line"),
        ),
    ]
