"""The peer of `bench.pages`: a plain Django page over the same file, with three statements and a small template."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

PAGE = Template(
    "<!doctype html><title>People</title><p>{{ office }}, {{ users }}</p>"
    "<table>{% for person in people %}<tr><td>{{ person.1 }}</td><td>{{ person.2 }}</td></tr>{% endfor %}</table>"
)


def people(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select id, name from access_office order by id limit 1")
        key, name = cursor.fetchone()
        cursor.execute("select count(*) from access_user")
        [users] = cursor.fetchone()
        newest = "select id, given_name_1, surname_1 from people_person where office_id = %s"
        cursor.execute(f"{newest} order by registered_at desc, id desc limit 25", [key])
        rows = cursor.fetchall()
    return HttpResponse(PAGE.render(Context({"office": name, "users": users, "people": rows})))


urlpatterns = [path("", people)]
