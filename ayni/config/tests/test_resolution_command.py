"""`ayni resolution`: a PDF is checked without the database."""

import pytest
from typer.testing import CliRunner

from ayni.config.commands.resolutions import resolution
from ayni.procedures import queries, rules

run = CliRunner().invoke


@pytest.fixture
def paper(tmp_path):
    seed = queries.seal_seed()
    digest = "a" * 64
    signature = rules.sign(seed, rules.resolution_statement(digest))
    file = tmp_path / "resolucion.pdf"
    file.write_bytes(rules.sealed_pdf(b"%PDF-1.7 words %%EOF", digest=digest, signature=signature, seed=seed))
    return file


def test_an_unchanged_print_is_valid_with_our_key_and_with_no_other(paper):
    key = run(resolution, ["key"]).output.strip()
    answer = run(resolution, ["verify", str(paper), "--key", key])
    assert (answer.exit_code, "a" * 64 in answer.output.replace("\n", "")) == (0, True)
    assert run(resolution, ["verify", str(paper)]).exit_code == 0
    assert run(resolution, ["verify", str(paper), "--key", "0" * 64]).exit_code == 1


def test_one_changed_byte_and_a_file_that_is_not_there_are_told(paper):
    paper.write_bytes(paper.read_bytes().replace(b"words", b"wordz"))
    answer = run(resolution, ["verify", str(paper)])
    assert (answer.exit_code, "NOT VALID" in answer.output) == (1, True)
    gone = run(resolution, ["verify", str(paper.with_name("nada.pdf"))])
    assert gone.exit_code == 1
