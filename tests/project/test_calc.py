"""The calculator as a command: the same answers, without a database, and one sentence on a refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

NC = ("nc_44_50", "--input", "S=25000", "--input", "fee=8333.33", "-i", "liens=4000,3000,5000")


def _calc(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "openlien.project.cli", "calc", *words],
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "COLUMNS": "200",
        },
    )


def test_prints_result_working_and_status() -> None:
    done = _calc(*NC)
    assert done.returncode == 0, done.stderr
    assert "2,777.78; 2,083.33; 3,472.22" in done.stdout
    assert "rounded down" in done.stdout
    assert "Proposed" in done.stdout


def test_answers_json_for_scripts() -> None:
    answer = json.loads(_calc(*NC, "--json").stdout)
    assert answer["rule"] == "nc_44_50"
    assert answer["result"]["shares"] == ["2777.78", "2083.33", "3472.22"]
    assert answer["status"] == "proposed"
    assert answer["working"][0]["name"] == "Fund"


def test_reads_inputs_from_a_file_and_from_the_standard_input(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs.json"
    inputs.write_text('{"S": 7500, "liens": [{"category": "hospital", "amount": 2891.64}]}')
    from_file = json.loads(_calc("il_770_23", "--file", str(inputs), "--json").stdout)
    assert from_file["result"]["pay"] == ["2500.00"]
    for words in (("--file", "-"), ()):
        piped = _calc("il_770_23", *words, "--json", typed=inputs.read_text())
        assert json.loads(piped.stdout) == from_file


def test_lists_the_rules() -> None:
    assert "il_770_23" in _calc().stdout
    rules = json.loads(_calc("--json").stdout)["rules"]
    assert {"rule": "fee_fraction", "title": "Fee as an exact fraction", "inputs": ["S", "fraction"]} in rules


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (("moonshine",), "{}", 'no rule called "moonshine"'),
        (("fee_fraction", "-i", "S=1"), "", "fraction is missing"),
        (("fee_fraction", "-i", "S=x", "-i", "fraction=1"), "", "S is an amount"),
        (("fee_fraction", "-i", "S=1", "-i", "S=2"), "", "S is given twice"),
        (("fee_fraction", "-i", "S"), "", "name=value"),
        (("fee_fraction", "-i", "S=1", "--file", "-"), "{}", "not by both"),
        (("fee_fraction", "--file", "/nonexistent.json"), "", "could not be read"),
        (("fee_fraction",), "[]", "no JSON object"),
        (("fee_fraction",), "{", "it is no JSON"),
        (("fee_fraction",), "", "it is no JSON"),
        (("fee_fraction",), '{"S": 1, "fraction": "1/3", "tip": 1}', "takes no tip"),
    ],
)
def test_a_refused_call_says_why_in_one_sentence(words: tuple[str, ...], typed: str, says: str) -> None:
    done = _calc(*words, typed=typed)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
