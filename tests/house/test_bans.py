"""A test whose end fails takes no other with it."""

import pytest
from django.db import IntegrityError, connections
from django.test import TestCase
from django.test.testcases import DatabaseOperationForbidden


class Ending(TestCase):
    """A test as pytest-django carries it out, whose rows a guard refuses at its end."""

    __test__ = False

    @classmethod
    def setUpClass(cls):
        super(TestCase, cls).setUpClass()


def test_the_owners_line_is_open_after_an_end_that_failed(
    django_db_setup, django_db_blocker, monkeypatch
):
    def refuse():
        raise IntegrityError("refused")

    with django_db_blocker.unblock():
        Ending.setUpClass()
        case = Ending(methodName="__init__")
        if not getattr(Ending, "_pre_setup_ran_eagerly", False):
            case._pre_setup()
        with pytest.raises(DatabaseOperationForbidden):
            connections["owner"].cursor()
        monkeypatch.setattr(connections["default"], "check_constraints", refuse)
        with pytest.raises(IntegrityError):
            case._post_teardown()
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT 1")
        connections["owner"].close()
