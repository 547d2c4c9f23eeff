import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0003_counted'),
        ('parties', '0004_invented_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='AwardInvitation',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('uscc', models.CharField(blank=True, default='', max_length=18)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('claim', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='award_invitation', to='parties.claim')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('share', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='contracts.awardshare')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('claim__isnull', True), ('withdrawn_at__isnull', True)), fields=('share',), name='contracts_invitation_open_once')],
            },
        ),
    ]
