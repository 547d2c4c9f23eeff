"""A request as the server hands it on, and the answer on its way back."""

import resource
from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from cairong.config.serving import Service, answer, environ_of, takes_from
from cairong.kernel.actor import Role
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser


def scope(*headers: tuple[str, str], path: str = "/", client: str = "127.0.0.1:5000"):
    return SimpleNamespace(
        method="POST", path=path, query_string="", server="127.0.0.1:8000", client=client,
        scheme="http", http_version="1.1", headers=SimpleNamespace(items=lambda: headers),
    )  # fmt: skip


def test_a_request_is_put_as_wsgi_has_it():
    found = environ_of(
        scope(
            ("host", "x"), ("content-length", "3"), ("content-type", "text/plain"),
            ("cookie", "a=1"), ("cookie", "b=2"), ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-for", "2.2.2.2"), path="/招标/", client="[::1]:5000",
        )
    )  # fmt: skip
    assert found["PATH_INFO"].encode("latin-1").decode() == "/招标/"
    assert (found["CONTENT_LENGTH"], found["CONTENT_TYPE"]) == ("3", "text/plain")
    assert found["HTTP_COOKIE"] == "a=1; b=2"
    assert found["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
    assert (found["REMOTE_ADDR"], found["SERVER_PORT"]) == ("::1", "8000")
    assert "HTTP_CONTENT_LENGTH" not in found


def test_a_name_with_an_underscore_does_not_pass_for_one_with_a_hyphen():
    """Else a visitor could write what only a proxy writes, beside it."""
    found = environ_of(scope(("x-forwarded-for", "1.1.1.1"), ("x_forwarded_for", "6.6.6.6")))
    assert found["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"


def test_an_answer_goes_out_whole_and_is_closed_by_the_thread_that_made_it():
    told, closed = [], []

    class Made(HttpResponse):
        def close(self) -> None:
            closed.append(True)

    def application(environ, start):
        start("201 Created", [("X-A", "1")])
        return Made([b"one", b"two"])

    answer(application, {}, SimpleNamespace(response_bytes=lambda *words: told.append(words)))
    assert told == [(201, [("X-A", "1")], b"onetwo")]
    assert closed == [True]


@staged
def town(db):
    return found_town(at("2025-09-01 08:00"))


@pytest.mark.parametrize(
    ("role", "path", "takes"),
    [
        (Role.OPERATOR, "/imports/", True),
        (Role.SUPPLIER, "/imports/", False),
        (Role.OPERATOR, "/contracts/", False),
        (Role.OPERATOR, "/nowhere/", False),
        (None, "/imports/", False),
    ],
)
def test_large_bodies_are_for_pages_that_take_files_from_who_may_send_them(town, role, path, takes):
    cookie = ""
    if role:
        visitor = browser(town, role)
        cookie = "; ".join(f"{each.key}={each.value}" for each in visitor.cookies.values())
    environ = environ_of(scope(("host", "testserver"), ("cookie", cookie), path=path))
    assert takes_from(environ) is takes


def test_more_files_may_be_open_than_a_login_shell_allows():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
    try:
        Service(None)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 4096
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
