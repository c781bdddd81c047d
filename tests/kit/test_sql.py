"""SQL files are read from their package, and rows are read by name."""

import pytest

from openlien.kit import sql


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package on the path with today's view and the frozen copy of an older one."""
    root = tmp_path / "shelf"
    (root / "sql").mkdir(parents=True)
    (root / "migrations" / "sql").mkdir(parents=True)
    (root / "__init__.py").touch()
    (root / "sql" / "books.sql").write_text("SELECT 2 AS today", encoding="utf-8")
    (root / "migrations" / "sql" / "books_0001.sql").write_text("SELECT 1 AS then", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return "shelf"


def test_loads_the_definition_of_today(package):
    assert sql.load(package, "books") == "SELECT 2 AS today"


def test_a_missing_file_is_noticed(package):
    with pytest.raises(FileNotFoundError):
        sql.load(package, "films")


def test_a_migration_runs_its_frozen_copy(package):
    operation = sql.run_sql(package, "books_0001", undo="SELECT 0")

    assert (operation.sql, operation.reverse_sql) == ("SELECT 1 AS then", "SELECT 0")


@pytest.mark.django_db
def test_a_column_without_a_word_for_a_name_is_refused():
    with pytest.raises(ValueError, match="names"):
        sql.fetch_all("SELECT 1 + 1")


@pytest.mark.django_db
def test_rows_come_as_they_are_where_they_are_taken_by_position():
    rows = sql.fetch_tuples("SELECT 1 AS bills, 'open' AS state UNION SELECT 2, 'paid' ORDER BY bills")

    assert rows == [(1, "open"), (2, "paid")]


@pytest.mark.django_db
def test_a_query_gives_its_rows_by_name():
    rows = sql.fetch_all("SELECT number AS bill FROM generate_series(1, %s) AS number", [3])

    assert [row.bill for row in rows] == [1, 2, 3]


@pytest.mark.django_db
def test_a_query_for_one_row_gives_it_or_nothing():
    found = sql.fetch_one("SELECT %(open)s::text AS state", {"open": "open"})

    assert found.state == "open"
    assert sql.fetch_one("SELECT 1 AS number WHERE false") is None


@pytest.mark.django_db
def test_a_percent_sign_needs_no_doubling_in_a_query_without_values():
    assert sql.fetch_one("SELECT '9.35 %' AS shown").shown == "9.35 %"
