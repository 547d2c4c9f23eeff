import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_agencies'),
        ('contracts', '0004_agencies'),
        ('outreach', '0005_mailboxes'),
        ('parties', '0019_admitted_by_bureau'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='recipient',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='agencies.recipient'),
        ),
        migrations.AddField(
            model_name='letter',
            name='served_how',
            field=models.CharField(blank=True, db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='letter',
            name='served_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='token',
            field=models.CharField(blank=True, db_default='', default='', max_length=43),
        ),
        migrations.AlterField(
            model_name='letter',
            name='award',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='contracts.award'),
        ),
        migrations.AlterField(
            model_name='letter',
            name='supplier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='parties.organisation'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('token', ''), _negated=True), fields=('token',), name='outreach_letter_token_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('award', None), ('occasion', 'file'), ('recipient__isnull', False), models.Q(('token', ''), _negated=True)), models.Q(('award__isnull', False), ('occasion__in', ['award', 'contract']), ('recipient', None), ('served_how', ''), ('served_on', None), ('supplier__isnull', False), ('token', '')), _connector='OR'), name='outreach_letter_of_one'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('served_how', ''), ('served_on', None)), models.Q(('served_on__isnull', False), models.Q(('served_how', ''), _negated=True)), _connector='OR'), name='outreach_letter_served_how'),
        ),
    ]
