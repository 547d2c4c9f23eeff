"""The account behind a session, read by one statement of ours, and what the ORM reads."""

from cairong.kernel.actor import Role
from cairong.parties.factors import has_factor
from cairong.parties.models import Account
from cairong.parties.sessions import session_account
from support.town import Town, at
from support.visitors import account_in, given_factor

THEN = at("2025-09-01 09:00")
FOLLOWED = ("person", "mandate", "mandate__person", "mandate__organisation__city")


def kept(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_every_column_is_what_the_orm_reads(town: Town, django_assert_num_queries):
    made = account_in(town, Role.PURCHASER_OFFICER, username="wangfang", region="410303")
    Account.objects.filter(pk=made.pk).update(rests_until=THEN, last_login=THEN)
    theirs = Account.objects.select_related(*FOLLOWED).get(pk=made.pk)
    with django_assert_num_queries(1):
        ours = session_account(made.pk)
        mandate = ours.mandate
        pairs = [
            (ours, theirs), (ours.person, theirs.person), (mandate, theirs.mandate),
            (mandate.person, theirs.mandate.person),
            (mandate.organisation, theirs.mandate.organisation),
            (mandate.organisation.city, theirs.mandate.organisation.city),
        ]  # fmt: skip
        for own, other in pairs:
            assert type(own) is type(other)
            assert kept(own) == kept(other)
            assert not own._state.adding


def test_a_closed_account_and_one_that_is_not_there_are_none(town: Town):
    made = account_in(town, Role.SUPPLIER)
    Account.objects.filter(pk=made.pk).update(is_active=False)
    assert session_account(made.pk) is None
    assert session_account(made.pk + 1) is None


def test_one_without_mandate_has_a_person_all_the_same(town: Town):
    made = account_in(town, Role.SUPPLIER)
    Account.objects.filter(pk=made.pk).update(mandate=None)
    found = session_account(made.pk)
    assert (found.mandate, found.person) == (None, made.person)


def test_it_knows_whether_there_is_a_second_factor(town: Town):
    made = account_in(town, Role.SUPPLIER)
    assert not has_factor(session_account(made.pk))
    given_factor(made)
    assert has_factor(session_account(made.pk))
