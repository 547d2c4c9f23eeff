from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0010_looks_plain'),
    ]

    operations = [
        # The trigger works `plain` out as each row is written.
        migrations.RunSQL(
            sql=r"""
            UPDATE parties_namelook SET plain = '';
            SET CONSTRAINTS ALL IMMEDIATE;
            """,
        ),
    ]
