"""The observatory is answered from memory, as long as the same is published, and nobody gets what is of another."""

import gzip
from collections import Counter
from datetime import timedelta
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
import time_machine
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from ayni.config.before_figures import FiguresBefore
from ayni.observatory import releasing
from ayni.observatory.actions import use
from ayni.observatory.kept_pages import Answer, Answers
from ayni.observatory.tests import sample
from ayni.observatory.tests.conftest import AT, noon, nothing_published, places, releases  # noqa: F401 - fixtures
from ayni.observatory.use_counts import BUFFER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("releases", "places")]
TABLE = "/observatorio/tablas/POP_DEPARTMENT/"
DATA = "/api/observatory/releases/2026-10.1/cubes/POP_DEPARTMENT/data"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Reader:
    """Somebody who asks the server, by way of what stands in front of Django."""

    def __init__(self, answers: Answers) -> None:
        self.asked_of_django: list[str] = []
        self.answers = answers
        self.inner = WSGIHandler()
        self.front = FiguresBefore(self._django, answers)

    def _django(self, asked, start):
        self.asked_of_django.append(asked["PATH_INFO"])
        return self.inner(asked, start)

    def get(self, path, method="GET", **headers):
        asked = {"PATH_INFO": path.split("?")[0], "QUERY_STRING": path.partition("?")[2], "REQUEST_METHOD": method}
        asked |= {"HTTP_HOST": "127.0.0.1", "wsgi.input": BytesIO(), "HTTP_USER_AGENT": FIREFOX} | headers
        setup_testing_defaults(asked)
        said = []
        parts = self.front(asked, lambda status, lines, exc=None: said.extend([status, dict(lines)]))
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        return said[0], said[1], body


@pytest.fixture
def reader():
    """The connection of the test is not closed when an answer ends, as Django's own client sees to it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Reader(Answers())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def counted() -> Counter:
    return Counter({(one.kind, one.code, one.detail): many for one, many in BUFFER.take().items()})


def test_the_second_reader_is_answered_without_django_and_without_a_statement(reader, django_assert_num_queries):
    first = reader.get(TABLE)
    with django_assert_num_queries(0):
        second = reader.get(TABLE)
    assert reader.asked_of_django == [TABLE]
    assert first == second
    assert "Personas por departamento" in second[2].decode()
    assert "default-src 'none'" in second[1]["Content-Security-Policy"]
    assert second[1]["X-Content-Type-Options"] == "nosniff"
    assert second[1]["Cache-Control"] == "public, max-age=300"
    assert second[1]["Content-Language"] == "es"
    assert second[1]["Content-Length"] == str(len(second[2]))
    assert "Set-Cookie" not in second[1]


def test_another_choice_another_language_another_format_are_other_answers(reader):
    spanish, english = reader.get(TABLE)[2], reader.get(f"/en{TABLE}")[2]
    chosen = reader.get(f"{TABLE}?filas=AGE&columnas=-")[2]
    assert len({spanish, english, chosen}) == 3
    csv = reader.get(DATA, HTTP_ACCEPT="text/csv")
    stat = reader.get(DATA, HTTP_ACCEPT="application/json")
    assert csv[1]["Content-Type"].startswith("text/csv")
    assert stat[1]["Content-Type"] == "application/json"
    assert csv[1]["Vary"] == "Accept, Accept-Encoding"
    assert csv == reader.get(DATA, HTTP_ACCEPT="text/csv")
    assert reader.asked_of_django.count(DATA) == 2


@pytest.mark.parametrize("path", [TABLE, DATA])
def test_it_is_packed_as_far_as_the_reader_understands_and_says_the_same(reader, path):
    _status, headers, plain = reader.get(path)
    assert "Content-Encoding" not in headers
    assert headers["ETag"].startswith('"')
    for accepted, coding, opened in (
        ("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ):  # fmt: skip
        _status, said, body = reader.get(path, HTTP_ACCEPT_ENCODING=accepted)
        assert said.get("Content-Encoding") == coding
        assert opened(body) == plain
        assert said["Content-Length"] == str(len(body))
    assert len(reader.get(path, HTTP_ACCEPT_ENCODING="br")[2]) < len(plain) / 2
    assert reader.asked_of_django == [path]


@pytest.mark.parametrize("path", [TABLE, DATA])
def test_who_has_it_already_is_told_so_whether_it_came_packed_or_not(reader, path):
    for accepted in ("br", "identity"):
        _status, headers, _body = reader.get(path, HTTP_ACCEPT_ENCODING=accepted)
        status, said, body = reader.get(path, HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=headers["ETag"])
        assert (status, body) == ("304 Not Modified", b"")
        assert said["ETag"] == headers["ETag"]
        assert "Content-Length" not in said
    assert reader.get(path, HTTP_IF_NONE_MATCH='"another"')[0] == "200 OK"
    # What this process does not remember any more, Django compares, of a page in front of it.
    reader.answers.clear()
    assert reader.get(path, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"


def test_the_api_is_asked_by_date_too(reader):
    changed = reader.get(DATA)[1]["Last-Modified"]
    assert reader.get(DATA, HTTP_IF_MODIFIED_SINCE=changed)[0] == "304 Not Modified"
    assert reader.asked_of_django == [DATA, DATA]


def test_a_head_is_answered_with_the_headers_alone_and_keeps_nothing(reader):
    status, _headers, _body = reader.get(TABLE, method="HEAD")
    assert status == "200 OK"
    whole = reader.get(TABLE)
    assert reader.asked_of_django == [TABLE, TABLE]
    assert reader.get(TABLE, method="HEAD") == ("200 OK", whole[1], b"")


@pytest.mark.parametrize(
    "theirs",
    [{"HTTP_COOKIE": "sessionid=of-rosa"}, {"HTTP_AUTHORIZATION": "Bearer of-rosa"}, {"REQUEST_METHOD": "POST"},
     {"HTTP_HOST": "elsewhere.example"}],
)  # fmt: skip
def test_what_is_of_one_reader_is_asked_of_django_and_goes_to_nobody_else(reader, theirs):
    for _time in range(2):
        reader.get(TABLE, **theirs)
    assert reader.asked_of_django == [TABLE, TABLE]
    assert reader.answers.weight == 0


def test_what_is_not_there_is_not_kept_for_it_may_come(reader):
    missing = "/observatorio/tablas/NOTHING/"
    assert reader.get(missing)[0] == reader.get(missing)[0] == "404 Not Found"
    refused = f"{DATA}?SEX=Z"
    assert reader.get(refused)[0] == reader.get(refused)[0] == "400 Bad Request"
    assert reader.asked_of_django == [missing, missing, DATA, DATA]


def test_whole_files_go_through_and_are_never_held_in_memory(reader):
    path = "/api/observatory/releases/2026-10.1/files/es/POP_DEPARTMENT/POP_DEPARTMENT.csv"
    first, second = reader.get(path), reader.get(path)
    assert first == second
    assert first[2].startswith(b"\xef\xbb\xbf") or b"REF_AREA" in first[2]
    assert reader.asked_of_django == [path, path]
    assert reader.answers.weight == 0


def test_a_release_that_is_taken_back_is_gone_at_the_next_request(reader):
    newest = f"{TABLE}?periodo=2026-10.1"
    assert reader.get(newest)[0] == reader.get(DATA)[0] == "200 OK"
    releasing.withdraw(settings.AYNI_HOME, "2026-10.1")
    assert reader.get(newest)[0] == reader.get(DATA)[0] == "404 Not Found"
    assert "2026-09.1" in reader.get(TABLE)[2].decode()


def test_a_release_appears_at_its_moment_and_not_a_second_before(reader):
    moment = AT + timedelta(hours=1)
    sample.write(settings.AYNI_HOME, "2026-11.1", moment.isoformat())
    assert "2026-11.1" not in reader.get(TABLE)[2].decode()
    with time_machine.travel(moment - timedelta(seconds=1), tick=False):
        assert "2026-11.1" not in reader.get(TABLE)[2].decode()
    with time_machine.travel(moment, tick=False):
        assert "2026-11.1" in reader.get(TABLE)[2].decode()
        assert reader.get("/api/observatory/releases/2026-11.1")[0] == "200 OK"
    assert reader.asked_of_django.count(TABLE) == 2


def test_a_release_put_back_from_a_backup_is_read_anew(reader):
    newest = f"{TABLE}?periodo=2026-10.1"
    reader.get(newest)
    described = settings.AYNI_HOME / "observatory/published/2026-10.1/release.json"
    described.write_text(described.read_text().replace('"variance": 3.0', '"variance": 2.5'))
    assert "2.5" in reader.get(newest)[2].decode()


def test_a_page_of_yesterday_is_made_anew(reader):
    reader.get(TABLE)
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        reader.get(TABLE)
    assert reader.asked_of_django == [TABLE, TABLE]


def test_who_reads_is_counted_from_memory_too_and_no_robot_and_nobody_who_has_it(reader):
    BUFFER.take()
    _status, headers, _body = reader.get(TABLE)
    for _time in range(2):
        reader.get(TABLE)
    reader.get(TABLE, HTTP_USER_AGENT="Googlebot/2.1")
    reader.get(TABLE, HTTP_USER_AGENT="curl/8.0")
    reader.get(TABLE, method="HEAD")
    reader.get(TABLE, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert counted() == {("TABLE", "POP_DEPARTMENT", ""): 3}


def test_a_script_that_takes_figures_is_a_reader(reader):
    BUFFER.take()
    for _time in range(3):
        reader.get(f"{DATA}?format=csv", HTTP_USER_AGENT="python-requests/2.32")
    reader.get("/api/observatory/releases", HTTP_USER_AGENT="python-requests/2.32")
    assert counted() == {("DOWNLOAD", "POP_DEPARTMENT", "csv"): 3}


def test_what_was_counted_is_written_down_from_here_too(reader, monkeypatch):
    reader.get(TABLE)
    BUFFER.take()
    monkeypatch.setattr("ayni.observatory.use_counts.MOST", 2)
    written = []
    monkeypatch.setattr(use, "write_down", written.append)
    reader.get(TABLE)
    reader.get(TABLE)
    assert [sum(one.values()) for one in written] == [2]


def test_who_asks_again_for_what_was_made_costs_nothing_of_their_pace(reader, monkeypatch):
    monkeypatch.setattr("ayni.observatory.api.answers.MOST", 2)
    assert [reader.get(f"{DATA}?SEX={sex}")[0][:3] for sex in ("F", "M", "_T")] == ["200", "200", "429"]
    assert reader.get(f"{DATA}?SEX=F")[0] == "200 OK"


@pytest.mark.parametrize("end", ["feed.atom", "figures.csv"])
def test_who_follows_a_place_asks_django_each_time_and_is_counted(reader, end):
    path = f"/api/observatory/places/15/{end}"
    counted()
    assert [reader.get(path)[0] for _time in range(2)] == ["200 OK", "200 OK"]
    assert reader.asked_of_django == [path, path]
    assert counted() == {("FEED", "15", end.partition(".")[2]): 2}


def test_no_more_is_kept_than_so_many_bytes_and_the_oldest_goes():
    answers = Answers(most=60_000)
    for n in range(20):
        answers.keep(n, Answer.made([("Content-Type", "application/zip")], bytes(4_000), "", None))
        assert answers.find(0)
    assert answers.weight == 60_000
    assert answers.find(1) is None
    assert answers.find(19)
    answers.keep("large", Answer.made([], bytes(8_000), "", None))
    assert answers.find("large") is None
    assert answers.find(0)
