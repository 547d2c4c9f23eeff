"""What names look like is worked out when a database is brought up. docs/decisions/names.md"""

from cairong.cli.migrating import look_again
from cairong.parties.looks import NameLook


def test_looks_are_put_right_when_the_database_is_brought_up(town):
    look = NameLook.objects.first()
    NameLook.objects.filter(pk=look.pk).update(look="别的")
    look_again()
    assert NameLook.objects.get(pk=look.pk).look == look.look
