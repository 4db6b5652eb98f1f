import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ayni.audit import actions, queries, rules
from ayni.audit.models import Checkpoint, Event, Head
from ayni.audit.rules import Fault, Reading, Row
from ayni.audit.tests.factories import lines


@pytest.fixture
def chain(db, anchors):
    actions.record_many(lines(12))


def found() -> list[tuple[int, Fault]]:
    return [(finding.seq, finding.fault) for finding in actions.verify().findings]


def sql(text: str, *args: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, args)


def test_an_untouched_chain_is_whole_and_says_so(chain):
    result = actions.verify()
    assert result.ok
    assert str(result) == "El registro está íntegro: 12 líneas, 0 puntos de control y anclas firmados."


def test_an_empty_trail_is_whole(db, anchors):
    assert actions.verify().ok


@pytest.mark.parametrize("column", ["verb", "subject_id", "purpose", "subject_type"])
def test_a_changed_line_is_named(chain, column):
    sql(f"UPDATE audit_event SET {column} = 'otro' WHERE seq = 5")  # noqa: S608
    assert found() == [(5, Fault.CHANGED)]
    assert "La línea 5 fue modificada" in str(actions.verify())


def test_a_changed_line_with_a_new_hash_breaks_the_next(chain):
    row = next(row for row in queries.rows() if row.seq == 5)
    body = {**row.line, "verb": "otro"}
    digest = rules.line_hash(previous=row.previous, seq=5, at=row.at, line=body)
    Event.objects.filter(seq=5).update(verb="otro", hash=digest)
    assert found() == [(6, Fault.CHANGED)]


def test_a_removed_line_is_named(chain):
    sql("DELETE FROM audit_event WHERE seq IN (4, 5)")
    assert found() == [(4, Fault.REMOVED)]
    assert "Se eliminaron las líneas 4 a 5" in str(actions.verify())


def test_a_removed_line_is_named_though_the_rest_was_numbered_anew(chain):
    sql("DELETE FROM audit_event WHERE seq = 4")
    for seq in range(5, 13):
        sql("UPDATE audit_event SET seq = %s WHERE seq = %s", seq - 1, seq)
    sql("UPDATE audit_head SET seq = 11")
    assert found()[0] == (4, Fault.REMOVED)


def test_an_inserted_line_is_named(chain):
    for seq in range(12, 6, -1):
        sql("UPDATE audit_event SET seq = %s WHERE seq = %s", seq + 1, seq)
    copy = Event.objects.get(seq=6)
    copy.pk, copy.seq, copy.previous = None, 7, copy.hash
    body = next(row for row in queries.rows() if row.seq == 6).line
    copy.hash = rules.line_hash(previous=copy.previous, seq=7, at=copy.at, line=body)
    copy.save(force_insert=True)
    sql("UPDATE audit_head SET seq = 13")
    assert found() == [(7, Fault.INSERTED)]


def test_a_line_after_the_end_is_named(chain):
    copy = Event.objects.get(seq=12)
    copy.pk, copy.seq, copy.previous = None, 13, copy.hash
    copy.save(force_insert=True)
    assert (13, Fault.INSERTED) in found()


def test_reordered_lines_are_named(chain):
    sql("UPDATE audit_event SET seq = 100 WHERE seq = 5")
    sql("UPDATE audit_event SET seq = 5 WHERE seq = 9")
    sql("UPDATE audit_event SET seq = 9 WHERE seq = 100")
    assert found() == [(5, Fault.REORDERED), (9, Fault.REORDERED)]


def test_a_cut_tail_is_seen_by_the_head(chain):
    sql("DELETE FROM audit_event WHERE seq > 9")
    assert found() == [(10, Fault.CUT)]


def cut_and_mend_the_head(seq: int) -> None:
    sql("DELETE FROM audit_event WHERE seq > %s", seq)
    digest = Event.objects.get(seq=seq).hash if seq else rules.GENESIS
    Head.objects.update(seq=seq, hash=digest)


def test_a_cut_tail_with_a_mended_head_is_seen_by_the_checkpoint(chain, anchors):
    actions.sign_head(at=timezone.now())
    for path in anchors.glob("*"):
        path.unlink()
    cut_and_mend_the_head(9)
    assert found() == [(10, Fault.CUT)]


def test_a_database_rolled_back_as_a_whole_is_seen_by_the_anchor(chain):
    actions.sign_head(at=timezone.now())
    Checkpoint.objects.all().delete()
    cut_and_mend_the_head(9)
    assert found() == [(10, Fault.CUT)]
    assert "ancla" in str(actions.verify())


def test_everything_deleted_is_seen_by_the_anchor(chain):
    actions.sign_head(at=timezone.now())
    for model in (Event, Head, Checkpoint):
        model.objects.all().delete()
    assert found() == [(1, Fault.CUT)]


def test_a_chain_written_anew_is_seen_by_what_was_signed(chain):
    actions.sign_head(at=timezone.now())
    Event.objects.all().delete()
    Head.objects.update(seq=0, hash=rules.GENESIS)
    actions.record_many(lines(12, at=timezone.now() + timedelta(seconds=1)))
    assert {fault for seq, fault in found() if seq == 12} == {Fault.CHANGED}


def test_a_checkpoint_that_we_did_not_sign_is_refused(chain):
    checkpoint = actions.sign_head(at=timezone.now())
    Checkpoint.objects.filter(pk=checkpoint.pk).update(signature="00" * 64)
    assert (12, Fault.FORGED) in found()


def test_an_altered_anchor_is_told(chain, anchors):
    actions.sign_head(at=timezone.now())
    path = next(anchors.glob("*"))
    anchor = json.loads(path.read_text())
    path.write_text(json.dumps({**anchor, "seq": 3}) + "\nnot even json\n")
    assert [fault for _, fault in found()] == [Fault.FORGED, Fault.FORGED]


def test_the_head_is_signed_anchored_and_mailed(chain, anchors, settings, monkeypatch):
    sent = []
    monkeypatch.setattr(actions, "queue_email", lambda **mail: sent.append(mail))
    settings.AUDIT_ANCHOR_EMAIL = "archivo@example.pe"
    now = timezone.now()
    assert queries.checkpoint_due(now)
    checkpoint = actions.sign_head(at=now)
    assert not queries.checkpoint_due(now)
    [line] = next(anchors.glob("*")).read_text().splitlines()
    assert json.loads(line)["hash"] == checkpoint.hash == Head.objects.get().hash
    assert sent[0]["to"] == "archivo@example.pe"
    assert sent[0]["text"] == line
    assert actions.verify().seals == 2


def test_a_checkpoint_is_due_again_the_next_day(chain):
    actions.sign_head(at=timezone.now() - timedelta(days=1))
    assert queries.checkpoint_due(timezone.now())


def test_what_was_found_is_told_up_to_a_hundred_times(db, anchors):
    actions.record_many(lines(400))
    sql("UPDATE audit_event SET verb = 'otro' WHERE seq > 100")
    result = actions.verify()
    assert len(result.findings) == 100
    assert result.more == 200
    assert "y 200 más" in str(result)


def chained(count: int) -> list[Row]:
    previous, rows = rules.GENESIS, []
    for seq, line in enumerate(lines(count), start=1):
        body = {"verb": line.verb, "subject_id": str(seq)}
        digest = rules.line_hash(previous=previous, seq=seq, at=line.at, line=body)
        rows.append(Row(seq, line.at, body, previous, digest))
        previous = digest
    return rows


def read(rows: list[Row], head: Row) -> Reading:
    reading = Reading([])
    for row in rows:
        reading.read(row)
    reading.end(head_seq=head.seq, head_hash=head.hash)
    return reading


TAMPER = ["change", "remove", "renumber", "swap", "duplicate"]


@hypothesis_settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(2, 30), how=st.sampled_from(TAMPER), data=st.data())
def test_whatever_is_done_to_a_chain_it_is_found_at_the_place(count, how, data):
    rows = chained(count)
    head = rows[-1]
    assert read(rows, head).findings == []
    at = data.draw(st.integers(0, count - 1))
    victim = rows[at]
    if how == "change":
        rows[at] = Row(victim.seq, victim.at, {**victim.line, "verb": "otro"}, victim.previous, victim.hash)
    elif how == "remove":
        del rows[at]
    elif how == "renumber":
        rest = [Row(row.seq - 1, row.at, row.line, row.previous, row.hash) for row in rows[at + 1 :]]
        rows[at:] = rest
    elif how == "duplicate":
        rest = [Row(row.seq + 1, row.at, row.line, row.previous, row.hash) for row in rows[at:]]
        rows[at + 1 :] = rest
    else:
        other = data.draw(st.integers(0, count - 1).filter(lambda n: n != at))
        one, two = rows[at], rows[other]
        rows[at] = Row(one.seq, two.at, two.line, two.previous, two.hash)
        rows[other] = Row(two.seq, one.at, one.line, one.previous, one.hash)
        at = min(at, other)
    findings = read(rows, head).findings
    assert findings
    assert abs(findings[0].seq - (at + 1)) <= 1


def test_the_trail_is_read_without_holding_it_in_memory(chain, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        actions.verify()
    assert settings.AYNI_HOME
