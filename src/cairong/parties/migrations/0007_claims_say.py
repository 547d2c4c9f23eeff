"""What a registrant says of the supplier stays with the claim until the desk has accepted it."""

import django.db.models.deletion
from django.db import migrations, models

SAID = {"uscc": 18, "name": 200, "region": 6, "address": 200, "industry": 40}
FIGURES = {
    "employees": models.IntegerField,
    "revenue_wan": models.DecimalField,
    "assets_wan": models.DecimalField,
    "figures_on": models.DateField,
}


def said(apps, schema_editor):
    """Let the claims from before say what is known of their supplier."""
    claims = apps.get_model("parties", "Claim").objects.using(schema_editor.connection.alias)
    for claim in claims.select_related("organisation__supplier_profile"):
        known = claim.organisation
        claim.uscc, claim.name = known.uscc, known.name
        claim.region, claim.address = known.region, known.address
        profile = getattr(known, "supplier_profile", None)
        for figure in ("industry", *FIGURES) if profile else ():
            setattr(claim, figure, getattr(profile, figure))
        claim.save()


def added(name, field):
    return migrations.AddField("claim", name, field, preserve_default=False)


def figure(kind):
    digits = {"max_digits": 16, "decimal_places": 2} if kind is models.DecimalField else {}
    return kind(null=True, blank=True, **digits)


class Migration(migrations.Migration):
    dependencies = [("parties", "0006_linked_identities")]
    operations = [
        *(
            added(name, models.CharField(max_length=most, default=""))
            for name, most in SAID.items()
        ),
        *(migrations.AddField("claim", name, figure(kind)) for name, kind in FIGURES.items()),
        migrations.AlterField(
            model_name="claim",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="parties.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["city", "uscc"],
                name="parties_claim_waiting",
            ),
        ),
        migrations.RunPython(said, migrations.RunPython.noop),
    ]
