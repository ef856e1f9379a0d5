"""A tiny release that is sound: two invented reports, every table filled, every value with its evidence.

Tests break one thing in it at a time. It is built with the functions that build the real one.
"""

from __future__ import annotations

import copy
import datetime
import hashlib
import shutil
from pathlib import Path
from typing import Any

from baghdad_tehran.contract import Table, load_contract
from baghdad_tehran.make.arrow import to_arrow_all
from baghdad_tehran.make.publish import publish

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
VERSION = "0.1.0"
DAY = datetime.date

TEXTS = {
    "one": (
        "Ministers meet in Basra\n\n"
        "Sep. 2, 2025\n\n"
        "Iraq’s Foreign Minister Dana Karim met with his Iranian counterpart in Basra on Monday to discuss water. "
        "“The rivers are shared,” Karim said. “We keep the 2019 pact.”\n"
    ),
    "two": (
        "Iran news\n\n"
        "Karim stressed that the accord or the 2019 pact would hold, according to the River Office. "
        "Iran is to open two gates.\n"
    ),
}

Rows = dict[str, list[dict[str, Any]]]


class Builder:
    """Collects rows, with null for every column that is not named, and their evidence."""

    def __init__(self, contract: dict[str, Table]) -> None:
        self.contract = contract
        self.rows: Rows = {name: [] for name in contract}

    def add(self, table: str, **values: Any) -> None:
        self.rows[table].append({name: values.get(name) for name in self.contract[table].names})

    def span(self, source: str, words: str) -> tuple[int, int]:
        start = TEXTS[source].index(words)
        return start, start + len(words)

    def evidence(self, table: str, row: str, column: str, source: str, words: str, value: Any = None, **more: Any) -> None:
        start, end = self.span(source, words)
        self.add(
            "provenance",
            **{
                "provenance_id": f"{source}:{start:07d}-{end}:p{len(self.rows['provenance']):03d}",
                "table_name": table, "row_id": row, "column_name": column, "source_id": source,
                "start_char": start, "end_char": end, "exact": words, "value": value or words, "agrees": True,
                "inference": None if value is None else "reading", "rule_id": "by-hand", "rule_version": "1",
                "verdict": "added", "passes": 2, "checked_on": DAY(2026, 1, 10),
            }
            | more,
        )  # fmt: skip

    def backed(self, table: str, source: str, words: str, **values: Any) -> None:
        """A row whose owed columns all rest on the same words."""
        self.add(table, **values)
        key = values[self.contract[table].primary_key]
        for column in self.contract[table].owed:
            if values.get(column) is not None:
                self.evidence(table, key, column, source, words, str(values[column]))


def tiny_rows(contract: dict[str, Table]) -> Rows:
    """The rows of the tiny release."""
    b = Builder(contract)
    for source, text in TEXTS.items():
        raw = text.encode("utf-8")
        b.add(
            "sources", source_id=source, path=f"seeds/{source}.txt", sha256=hashlib.sha256(raw).hexdigest(),
            characters=len(text), title=text.split("\n")[0], publisher="The Basra Paper", published="2025-09-02",
            published_from=DAY(2025, 9, 2), published_to=DAY(2025, 9, 2), language="en", excerpted_share=0.5,
        )  # fmt: skip
        b.evidence("sources", source, "title", source, text.split("\n")[0])
        cuts = [0, *(i + 2 for i in range(len(text)) if text[i : i + 2] == "\n\n"), len(text)]
        kinds = ["headline", "date", "paragraph"] if source == "one" else ["headline", "paragraph"]
        for start, end, kind in zip(cuts, cuts[1:], kinds):
            b.add("segments", segment_id=f"{source}:{start:07d}-{end}:s", source_id=source, start_char=start,
                  end_char=end, kind=kind)  # fmt: skip
    b.evidence("sources", "one", "published", "one", "Sep. 2, 2025", "2025-09-02", inference="normalised")

    b.backed("people", "one", "Dana Karim", person_id="dana-karim", name="Dana Karim", country="IRQ")
    for source, form in (("one", "Dana Karim"), ("two", "Karim")):
        key = f"dana-karim/{form.lower().replace(' ', '-')}"
        b.add("person_names", name_id=key, person_id="dana-karim", name=form, mentions=1)
        b.evidence("person_names", key, "name", source, form)
    b.backed("organizations", "two", "the River Office", organization_id="river-office", name="River Office", country="IRN")
    b.backed("roles", "one", "Foreign Minister Dana Karim", role_id="dana-karim/foreign-minister", person_id="dana-karim",
             title="Minister of Foreign Affairs", kind="office", organization_id=None, country="IRQ",
             first_reported=DAY(2025, 9, 2), last_reported=DAY(2025, 9, 2))  # fmt: skip

    met = "Dana Karim met with his Iranian counterpart in Basra on Monday"
    dated = {"date": "2025-09-01", "date_from": DAY(2025, 9, 1), "date_to": DAY(2025, 9, 1), "date_precision": "day",
             "date_basis": "day_and_publication"}  # fmt: skip
    b.backed("meetings", "one", met, meeting_id="2025-09-01-karim", kind="bilateral", name="Karim and his counterpart",
             status="held", place="Basra", country="IRQ", part_of="2025-09-visit", **dated)  # fmt: skip
    b.backed("meetings", "one", met, meeting_id="2025-09-visit", kind="visit", name="Visit to Basra", status="held",
             date="2025-08-30/2025-09", date_from=DAY(2025, 8, 30), date_to=DAY(2025, 9, 30), date_precision="bounded",
             date_basis="within_visit")  # fmt: skip
    b.backed("meeting_participants", "one", met, participant_id="2025-09-01-karim/dana-karim", meeting_id="2025-09-01-karim",
             kind="person", person_id="dana-karim", country="IRQ", side="IRQ", capacity="principal")  # fmt: skip
    b.backed("meeting_participants", "one", met, participant_id="2025-09-01-karim/counterpart", meeting_id="2025-09-01-karim",
             kind="office", description="his Iranian counterpart", country="IRN", side="river-office",
             capacity="principal")  # fmt: skip
    b.backed("meeting_participants", "one", met, participant_id="2025-09-visit/dana-karim", meeting_id="2025-09-visit",
             kind="delegation", person_id="dana-karim", capacity="principal")  # fmt: skip
    b.backed(
        "meeting_topics",
        "one",
        "water",
        topic_id="2025-09-01-karim/water",
        meeting_id="2025-09-01-karim",
        topic="water",
    )

    for key, date, last in (("2019-pact", "2019", DAY(2019, 12, 31)), ("undated-accord", None, None)):
        b.backed("agreements", "two", "the accord or the 2019 pact", agreement_id=key, name=f"The {key}", kind="agreement",
                 date=date, date_from=date and DAY(2019, 1, 1), date_to=last, date_precision=date and "year",
                 date_basis=date and "explicit", date_event=date and "signed", status="in_force")  # fmt: skip
    b.backed("agreement_participants", "two", "Iran is", participant_id="2019-pact/irn", agreement_id="2019-pact",
             capacity="party", country="IRN")  # fmt: skip
    b.backed("agreement_provisions", "two", "Iran is to open two gates", provision_id="2019-pact/open-gates",
             agreement_id="2019-pact", party="IRN", provision="open two gates")  # fmt: skip

    _quotes(b)
    _mentions(b)
    b.add("rules", rule_id="by-hand", rule_version="1", table_names="meetings people", says="What a reader added.",
          pattern="by hand", hits=5, accepted=0, corrected=5, rejected=0)  # fmt: skip
    first = b.rows["provenance"][0]
    for source in TEXTS:
        claim = next(row for row in b.rows["provenance"] if row["source_id"] == source)
        b.add("conflicts", conflict_claim_id=f"c1/{source}", conflict_id="c1", kind="value", table_name="sources",
              row_id=first["row_id"], column_name="title", source_id=source, claim=claim["exact"],
              provenance_id=claim["provenance_id"], resolution="compatible")  # fmt: skip
    for row in b.rows["sources"]:
        row["excerpted_share"] = share(b.rows, row["source_id"])
    return b.rows


def share(rows: Rows, source: str) -> float:
    """How much of a report's article text the evidence shows."""
    shown = {i for row in rows["provenance"] if row["source_id"] == source for i in range(row["start_char"], row["end_char"])}
    article = {
        i for row in rows["segments"] if row["source_id"] == source and row["kind"] != "date"
        for i in range(row["start_char"], row["end_char"]) if not TEXTS[source][i].isspace()
    }  # fmt: skip
    return round(len(article & shown) / len(article), 4)


def _quotes(b: Builder) -> None:
    pieces = ("“The rivers are shared,”", "“We keep the 2019 pact.”")
    start, end = b.span("one", pieces[0])[0], b.span("one", pieces[1])[1]
    key = f"one:{start:07d}-{end}:q"
    b.add("quotes", quote_id=key, source_id="one", start_char=start, end_char=end, quote_type="direct",
          content=" […] ".join(pieces), verbatim="The rivers are shared, […] We keep the 2019 pact.", cue="said",
          speaker_text="Karim", meeting_id="2025-09-01-karim", utterance_id="u1", utterance_relation="only")  # fmt: skip
    for piece in pieces:
        b.evidence("quotes", key, "content", "one", piece)
        b.evidence("quotes", key, "verbatim", "one", piece[1:-1])
    for column, words in (("quote_type", pieces[0]), ("cue", "said"), ("speaker_text", "Karim")):
        b.evidence("quotes", key, column, "one", words, "direct" if column == "quote_type" else None)
    b.add("quote_speakers", speaker_id=f"{key}/dana-karim", quote_id=key, person_id="dana-karim", country="IRQ")
    b.evidence("quote_speakers", f"{key}/dana-karim", "country", "one", "Iraq’s Foreign Minister Dana Karim", "IRQ")

    content = "the accord or the 2019 pact would hold"
    start, end = b.span("two", content)
    key = f"two:{start:07d}-{end}:q"
    b.add("quotes", quote_id=key, source_id="two", start_char=start, end_char=end, quote_type="indirect", content=content,
          cue="stressed", speaker_text="Karim", reported_by="the River Office", utterance_id="u2",
          utterance_relation="only")  # fmt: skip
    for column, words in (("quote_type", content), ("content", content), ("cue", "stressed"), ("speaker_text", "Karim"),
                          ("reported_by", "the River Office")):  # fmt: skip
        b.evidence("quotes", key, column, "two", words, "indirect" if column == "quote_type" else None)
    b.add("quote_speakers", speaker_id=f"{key}/river-office", quote_id=key, organization_id="river-office")


def _mentions(b: Builder) -> None:
    for source, words, agreement in (
        ("one", "the 2019 pact", "2019-pact"),
        ("two", "the accord or the 2019 pact", None),
    ):
        start, end = b.span(source, words)
        key = f"{source}:{start:07d}-{end}:m"
        b.backed("agreement_mentions", source, words, mention_id=key, source_id=source, start_char=start, end_char=end,
                 text=words, agreement_id=agreement, basis="own_date_or_title" if agreement else "ambiguous",
                 quote_id=b.rows["quotes"][0 if agreement else 1]["quote_id"])  # fmt: skip
    for agreement in ("2019-pact", "undated-accord"):
        b.add("agreement_mention_candidates", candidate_id=f"{key}/{agreement}", mention_id=key, agreement_id=agreement)


SUPPLIED = {"one": ["publisher"], "two": ["publisher", "published"]}


def make_tiny(folder: Path, rows: Rows | None = None, **options: Any) -> list[str]:
    """Write the tiny release, its sources beside it in `seeds/`, and the curated files that it lists."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "schemas").exists():
        shutil.copytree(SCHEMAS, folder / "schemas")
        for name in ("rules/met.toml", "vocabulary/offices.toml"):
            (folder / "build" / name).parent.mkdir(parents=True)
            (folder / "build" / name).write_text(f'id = "{name}"\n')
        (folder / "seeds").mkdir()
        for source, text in TEXTS.items():
            (folder / "seeds" / f"{source}.txt").write_bytes(text.encode("utf-8"))
    contract = load_contract(folder / "schemas")
    tables = to_arrow_all(contract, copy.deepcopy(rows) if rows is not None else tiny_rows(contract))
    return publish(folder, tables, contract, options.pop("version", VERSION), **{"supplied": SUPPLIED} | options)
