"""Iran–Iraq diplomacy in 2025 as five news reports tell it: every value traced to the words that say it.

    >>> import baghdad_tehran as bt
    >>> bt.tables()                                    # the names of the tables
    >>> bt.table("meetings")                           # one of them, as a DuckDB relation
    >>> con = bt.connect()                             # all of them, for SQL
    >>> con.sql("FROM what_sources_say")
    >>> bt.evidence("people", "qasim-al-araji")        # how do we know?

It needs DuckDB and nothing else, loads it at the first call, and never uses the network. What a person can put right (a
misspelt name, a missing package) is raised as `Problem`, with its remedy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ._version import __version__
from .errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation
    from pandas import DataFrame

    from .reader import Release

__all__ = ["Problem", "__version__", "connect", "describe", "evidence", "load", "path", "table", "tables"]


def tables() -> list[str]:
    """The names of the tables: documents, who, what happened, what was said, evidence."""
    return list(_release().files)


def table(name: str) -> DuckDBPyRelation:
    """One table, or one of the ready-made views that `describe()` lists, as a DuckDB relation.

    It prints itself, has `.shape`, `.columns` and `.types`, and turns into what you have installed: `.fetchall()`, `.df()`,
    `.pl()`, `.to_arrow_table()`. Rows are in document order, which is the order of their ids. Relations of one thread can be
    joined with one another.

    Columns are text but for those marked: int (whole number), num (number), bool (truth value), day (date). The first one is
    the key of the table; `describe(name)` says what each means.

    - sources (rows × 17): source_id, path, sha256, characters:int, title, publisher, byline, dateline, published,
      published_from:day, published_to:day, updated, language, rights, url, retrieved:day, excerpted_share:num
    - people (rows × 4): person_id, name, country, subdivision
    - person_names (rows × 4): name_id, person_id, name, mentions:int
    - organizations (rows × 3): organization_id, name, country
    - roles (rows × 9): role_id, person_id, title, kind, organization_id, country, subdivision, first_reported:day,
      last_reported:day
    - meetings (rows × 14): meeting_id, kind, name, status, date, date_from:day, date_to:day, date_precision, date_basis,
      place, country, venue, occasion, part_of
    - meeting_participants (rows × 10): participant_id, meeting_id, kind, person_id, organization_id, description, country,
      subdivision, side, capacity
    - meeting_topics (rows × 3): topic_id, meeting_id, topic
    - agreements (rows × 12): agreement_id, name, kind, date, date_from:day, date_to:day, date_precision, date_basis,
      date_event, place, subject, status
    - agreement_participants (rows × 6): participant_id, agreement_id, capacity, person_id, organization_id, country
    - agreement_provisions (rows × 4): provision_id, agreement_id, party, provision
    - quotes (rows × 18): quote_id, source_id, start_char:int, end_char:int, quote_type, content, verbatim, cue,
      speaker_text, reported_by, date, date_from:day, date_to:day, date_precision, date_basis, meeting_id, utterance_id,
      utterance_relation
    - quote_speakers (rows × 7): speaker_id, quote_id, person_id, organization_id, country, subdivision, description
    - agreement_mentions (rows × 9): mention_id, source_id, start_char:int, end_char:int, text, agreement_id, basis,
      meeting_id, quote_id
    - agreement_mention_candidates (rows × 3): candidate_id, mention_id, agreement_id
    - segments (rows × 5): segment_id, source_id, start_char:int, end_char:int, kind
    - rules (rows × 9): rule_id, rule_version, table_names, says, pattern, hits:int, accepted:int, corrected:int,
      rejected:int
    - provenance (rows × 16): provenance_id, table_name, row_id, column_name, source_id, start_char:int, end_char:int, exact,
      value, agrees:bool, inference, rule_id, rule_version, verdict, passes:int, checked_on:day
    - conflicts (rows × 10): conflict_claim_id, conflict_id, kind, table_name, row_id, column_name, source_id, claim,
      provenance_id, resolution

    Raises Problem, with the nearest names, where there is no such table.
    """
    return _release().table(name)


def load(name: str) -> DataFrame:
    """One table or ready-made view as a pandas DataFrame: a row for each row, a column for each column, in order.

    Types keep a null apart from everything else: text is `string`, whole numbers `Int64`, other numbers `Float64`, truth
    values `boolean` (null is `pandas.NA`); days are `datetime64[us]` (null is `NaT`). `date`, `published` and `updated` are
    text, since EDTF can say `2025-08` and `2023-03-19/..`; `date_from` and `date_to` are days. Lists of views are arrays. The
    columns of each table are listed at `table`.

    Raises Problem where there is no such table, or where pandas is not installed.
    """
    return _release().load(name)


def connect() -> DuckDBPyConnection:
    """A new in-memory DuckDB with a view for each table, ready-made views and macros, and comments on all of them.

    Views: quote_details, meeting_details, agreement_details, people_details, what_sources_say (a row for each claim),
    disagreements (a row for each conflict), events (a row for each meeting, signing and statement). Macros, for
    `FROM said_by('Araji')` and the like: said_by(name), met(name) and people_called(name) find any spelling;
    evidence_for(table_name, id).

    It is yours: what you create in it is not seen elsewhere, and ends with it; so keep it in a variable for as long as you use
    relations made with it. Its SQL is not confined; the command `baghdad-tehran query` is.
    """
    return _release().connect()


def describe(name: str | None = None) -> DuckDBPyRelation:
    """What there is, as a DuckDB relation.

    Without a name, one row for each table and ready-made view: table_name, kind (`table` or `view`), rows, columns,
    description. With the name of one, a row for each of its columns: column_name, type, required, description, example,
    allowed (the closed list, where there is one), refers_to (`table.column`).

    Raises Problem, with the nearest names, where there is no such table.
    """
    return _release().describe(name)


def path(name: str | None = None) -> Path:
    """The Parquet file of one table, for any other program to read; without a name, the folder that holds the release.

    Raises Problem, with the nearest names, where there is no such table.
    """
    release = _release()
    if name is None:
        return release.root
    release.check_name(name, kind="table")
    return release.files[name]


def evidence(table_name: str, row_id: str) -> DuckDBPyRelation:
    """The words that each value of a row rests on, and of the rows below it (a meeting's participants, a quote's speakers).

    One row for each span: table_name, row_id, column_name, value (as that source states it), exact (the source's own
    words), source_id, start_char, end_char (`source[start_char:end_char] == exact`), rule_id, inference, agrees (with the
    published value), verdict, passes. The row itself comes first; its columns are in the order of the table.

    Raises Problem, with the nearest ids, where there is no such table or row.
    """
    return _release().evidence(table_name, row_id)


def _release() -> Release:
    from .location import data_root

    return _opened(data_root())


@lru_cache(maxsize=4)
def _opened(root: Path) -> Release:
    from .reader import Release

    return Release(root)
