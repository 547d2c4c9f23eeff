"""The closed list of acts of two persons is whole."""

import re

from cairong.doors.two_persons import TWO_PERSON_ACTS
from house.test_code import MODULES


def test_every_act_of_two_persons_is_found_by_its_name():
    declared = {
        name for text in MODULES.values() for name in re.findall(r'@two_person\(\s*"([^"]+)"', text)
    }
    assert declared == set(TWO_PERSON_ACTS)
