"""Payments asked for before are tied to the oldest acceptances that were open at that moment."""

from django.db import migrations

ACCEPTED, GIVEN_BACK, ASKED = range(3)


def tie(apps, schema_editor):
    alias = schema_editor.connection.alias
    payments = apps.get_model("treasury", "Payment").objects.using(alias)
    acceptances = apps.get_model("treasury", "Acceptance").objects.using(alias)
    parts = apps.get_model("treasury", "PaymentPart")
    asked = payments.order_by().values_list("receivable_id", flat=True).distinct()
    for receivable in list(asked):
        made = _replayed(
            acceptances.filter(receivable_id=receivable).order_by("accepted_on", "pk"),
            payments.filter(receivable_id=receivable),
        )
        parts.objects.using(alias).bulk_create(
            parts(payment_id=payment, acceptance_id=acceptance, amount_fen=fen)
            for payment, tied in made.items()
            for acceptance, fen in tied.items()
        )


def _replayed(acceptances, payments):
    """Go through what befell one receivable in its order; give each payment its parts."""
    acts = [(one.recorded_at, ACCEPTED, one) for one in acceptances]
    acts += [(one.requested_at, ASKED, one) for one in payments]
    acts += [
        (one.ended_at, GIVEN_BACK, one)
        for one in payments
        if one.state in ("withdrawn", "returned")
    ]
    oldest = [one.pk for one in acceptances]
    left, made = {}, {}
    for _, what, one in sorted(acts, key=lambda act: act[:2]):
        if what == ACCEPTED:
            left[one.pk] = one.amount_fen
        elif what == ASKED:
            made[one.pk] = _taken(left, oldest, one.amount_fen)
        else:
            for key, fen in made[one.pk].items():
                left[key] += fen
    return made


def _taken(left, oldest, amount_fen):
    parts = {}
    for key in oldest:
        part = min(left.get(key, 0), amount_fen - sum(parts.values()))
        if part > 0:
            parts[key] = part
            left[key] -= part
    return parts


class Migration(migrations.Migration):
    dependencies = [("treasury", "0006_parts_paid")]
    operations = [migrations.RunPython(tie, migrations.RunPython.noop)]
