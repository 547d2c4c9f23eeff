import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0002_channel_revision'),
        ('parties', '0002_eyes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('address', models.CharField(max_length=254)),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('code_until', models.DateTimeField(null=True)),
                ('proven_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='dispatch',
            name='outreach_dispatch_of_one',
        ),
        migrations.AddField(
            model_name='dispatch',
            name='sealed',
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest_on__isnull', True), ('mandates', []), ('message__isnull', False), ('sealed', '')), models.Q(models.Q(('digest_on__isnull', False), ('message__isnull', True), ('sealed', '')), models.Q(('mandates', []), _negated=True)), models.Q(models.Q(('digest_on__isnull', True), ('mandates', []), ('message__isnull', True)), models.Q(('sealed', ''), _negated=True)), _connector='OR'), name='outreach_dispatch_of_one'),
        ),
        migrations.AddField(
            model_name='proof',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='parties.person'),
        ),
        migrations.AddConstraint(
            model_name='proof',
            constraint=models.UniqueConstraint(fields=('person', 'kind'), name='outreach_proof_once'),
        ),
    ]
