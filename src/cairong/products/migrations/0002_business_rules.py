import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0021_heirs"),
        ("products", "0001_v0_2"),
    ]

    operations = [
        migrations.CreateModel(
            name="BusinessRules",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.functions.uuid.UUID7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("text", models.TextField()),
                ("published_at", models.DateTimeField()),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.city",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="business_rules",
                        to="parties.organisation",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "number"), name="products_business_rules_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="products_business_rules_said",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="businessrules",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ",
                    hash="a35406069a1cd2aea962a290873fa6012903274a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dbe9a",
                    table="products_businessrules",
                    when="BEFORE",
                ),
            ),
        ),
    ]
