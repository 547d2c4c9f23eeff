"""An event of several awards looks at no contract, and ends no turn of one."""

from uuid import uuid4

from cairong.cases.seats import Concerned, outside

AWARD, OTHER, CONTRACT = uuid4(), uuid4(), uuid4()


def test_turns_of_contracts_that_were_not_looked_at_go_on():
    several = Concerned(about=(AWARD, OTHER))
    assert outside(several, f"{CONTRACT} record_acceptance")
    assert not outside(several, f"{AWARD} filing.sign_contract")
    assert outside(several, f"{uuid4()} filing.sign_contract")


def test_turns_of_the_contract_of_a_case_are_known():
    case = Concerned(about=(AWARD, CONTRACT), contracts=(CONTRACT,))
    assert not outside(case, f"{CONTRACT} record_acceptance")
