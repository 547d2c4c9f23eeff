"""The closed list of acts of two persons is whole."""

import re

from cairong.doors.two_persons import TWO_PERSON_ACTS
from cairong.policy.duties import DUTIES
from cairong.web.desk.sent import FULFILS
from cairong.web.fact_words import NUMBERED
from house.test_code import MODULES


def test_every_act_of_two_persons_is_found_by_its_name():
    declared = {
        name for text in MODULES.values() for name in re.findall(r'@two_person\(\s*"([^"]+)"', text)
    }
    assert declared == set(TWO_PERSON_ACTS)


def test_what_a_page_knows_of_an_act_or_duty_is_one_there_is():
    assert set(FULFILS) <= set(DUTIES)
    assert {act for acts in FULFILS.values() for act in acts} <= set(TWO_PERSON_ACTS)
    assert set(NUMBERED) <= set(TWO_PERSON_ACTS)
