"""Where a signed-out visitor is led: to sign in, and from there back."""

import pytest
from django.test import RequestFactory

from cairong.doors.refusals import sign_in_address


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/desk/?page=2", "%2Fdesk%2F%3Fpage%3D2"),
        ("http://testserver", "%2F"),
        ("http://testserver/", "%2F"),
        ("/desk/", "%2Fdesk%2F"),
        ("http://[", "%2F"),
        ("", "%2F"),
        ("javascript:alert(1)", "alert%281%29"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(referer, back):
    request = RequestFactory().post("/desk/act/", headers={"Referer": referer})
    assert sign_in_address(request) == f"/account/sign-in/?next={back}"


def test_a_page_asked_for_is_the_one_that_follows():
    request = RequestFactory().get("/desk/?page=2", headers={"Referer": "http://elsewhere/"})
    assert sign_in_address(request) == "/account/sign-in/?next=%2Fdesk%2F%3Fpage%3D2"
