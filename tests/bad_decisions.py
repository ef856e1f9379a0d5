"""Verdicts, codings, identities and schemas that do not build."""

from __future__ import annotations

from changing import (
    BLIND,
    HEAD,
    LEDGER,
    SOURCE,
    Case,
    append,
    correction,
    first_verdict,
    identities,
    ledger_line,
    remove,
    schema,
    verdict,
    void_quote,
    write,
)

FIELD = {
    "name": "nickname",
    "type": "string",
    "title": "Nickname",
    "description": "A short name.",
    "example": "Abu",
    "constraints": {"required": True},
}

BAD_DECISIONS_AND_SCHEMAS = [
    # verdicts
    Case(
        "verdict that is no JSON",
        append(LEDGER, '{"hit": "0", \n'),
        (LEDGER, "is not a line of JSON", "restore the line"),
        ledger_line,
    ),
    Case("verdict that is no object", append(LEDGER, "[1]\n"), (LEDGER, "is no verdict", "[1]"), ledger_line),
    Case(
        "unknown verdict",
        verdict(verdict="maybe"),
        (LEDGER, "unknown verdict", "'maybe'", "known verdicts", "rejected"),
        ledger_line,
    ),
    Case("unknown pass", verdict(**{"pass": 4}), (LEDGER, "unknown pass", "4", "3 settles"), ledger_line),
    Case(
        "rejected without a reason",
        verdict(verdict="rejected"),
        (LEDGER, "rejected without a reason", "0" * 16, "say why"),
        ledger_line,
    ),
    Case(
        "corrected without a reason", verdict(verdict="corrected"), (LEDGER, "corrected without a reason", "say why"), ledger_line
    ),
    Case("unknown key of a verdict", verdict(mood="good"), (LEDGER, "unknown key", "mood", "known keys"), ledger_line),
    Case("ledger that is not UTF-8", lambda root: (root / LEDGER).write_bytes(b"\xff") and None, (LEDGER, "UTF-8")),
    Case(
        "addition with an unknown inference",
        verdict(
            verdict="added",
            reason="r",
            claims=[{"table": "people", "entity": "person/x", "values": {"name": {"value": "x", "spans": [[0, 1, "guess"]]}}}],
        ),
        (LEDGER, "unknown inference", "guess", "known"),
    ),
    Case(
        "addition without spans",
        verdict(
            verdict="added", reason="r", claims=[{"table": "people", "entity": "person/x", "values": {"name": {"value": "x"}}}]
        ),
        (LEDGER, "spans"),
    ),
    # identities
    Case(
        "unknown decision",
        identities("people", f"{SOURCE}/reber-ahmed,reber-ahmed,perhaps,name,r,c,2026-01-01"),
        ("people.csv", "line 2", "unknown decision", "perhaps", "same, different"),
    ),
    Case(
        "unknown relation",
        identities("utterances", "a,b,same,words,r,c,2026-01-01"),
        ("utterances.csv", "line 2", "unknown decision", "'same'", "retranslation"),
    ),
    Case(
        "decided twice",
        identities(
            "people",
            f"{SOURCE}/reber-ahmed,reber-ahmed,same,name,r,c,2026-01-01",
            f"{SOURCE}/reber-ahmed,ahmed,same,name,r,c,2026-01-01",
        ),
        ("people.csv", "line 3", "decided twice", f"{SOURCE}/reber-ahmed", "keep one"),
    ),
    Case(
        "decision without a basis",
        identities("meetings", f"{SOURCE}/al-araji-ghalibaf,m,same,,r,c,2026-01-01"),
        ("meetings.csv", "line 2", "no basis", "al-araji-ghalibaf"),
    ),
    Case(
        "identities without a column",
        lambda root: (root / "build/identities/people.csv").write_text("left,right\n") and None,
        ("people.csv", "header", "lacks a column", "decision"),
    ),
    Case(
        "identities that are not UTF-8",
        lambda root: (
            (root / "build/identities/people.csv").write_bytes(
                b"left,right,decision,basis,reason,coder,date\n\xe9,b,same,x,r,c,d\n"
            )
            and None
        ),
        ("people.csv", "UTF-8"),
    ),
    # ledger lines, codings and identities, each with one thing wrong
    Case(
        "date that is no day", first_verdict(date="2026-13-21"), (LEDGER, "line 1", "date is no day", "2026-13-21", "2026-01-31")
    ),
    Case("date that is a number", first_verdict(date=20261121), (LEDGER, "line 1", "date is no day", "20261121")),
    Case(
        "date of a verdict that no hit answers to",
        verdict(date="yesterday"),
        (LEDGER, "date is no day", "yesterday"),
        ledger_line,
    ),
    Case("hit that is a list", first_verdict(hit=["a"]), (LEDGER, "line 1", "hit is no key", "['a']", "16 hexadecimal")),
    Case("hit that is a number", verdict(hit=5), (LEDGER, "hit is no key", "5"), ledger_line),
    Case("pass that is true", first_verdict(**{"pass": True}), (LEDGER, "line 1", "unknown pass", "True")),
    Case("correction that is no list", correction(set=3), (LEDGER, "line 1", "set is no list", "3")),
    Case(
        "correction with spans that are none",
        correction(set=[HEAD | {"spans": ["a"]}]),
        (LEDGER, "line 1", "quotes.cue", "span", "['a']", "[start, end]"),
    ),
    Case(
        "correction with a span beyond the source",
        correction(set=[HEAD | {"spans": [[1, 999999]]}]),
        (LEDGER, "line 1", "outside the source", "999999"),
    ),
    Case(
        "correction of an unknown table",
        correction(set=[HEAD | {"table": "quote"}]),
        (LEDGER, "line 1", "unknown table", "'quote'", "known tables", "quote_speakers"),
    ),
    Case(
        "correction of an unknown column",
        correction(set=[HEAD | {"column": "sue"}]),
        (LEDGER, "line 1", "unknown column of quotes", "'sue'", "verbatim"),
    ),
    Case(
        "correction of another table's column",
        correction(set=[HEAD | {"column": "venue"}]),
        (LEDGER, "line 1", "unknown column of quotes", "'venue'", "verbatim"),
    ),
    Case(
        "correction that withdraws an unknown column",
        correction(withdraw=[{"table": "quotes", "column": "sue"}]),
        (LEDGER, "line 1", "unknown column of quotes", "'sue'"),
    ),
    Case(
        "correction of what the hit does not claim",
        correction(set=[HEAD | {"table": "meetings", "column": "venue"}]),
        (LEDGER, "line 1", "does not claim", "the hit claims", "quotes"),
    ),
    Case(
        "correction with an unknown value",
        correction(set=[HEAD | {"column": "quote_type", "value": "sung"}]),
        (LEDGER, "line 1", "quote_type", "'sung'", "direct"),
    ),
    Case(
        "correction with a value that is no text",
        correction(set=[HEAD | {"value": 7}]),
        (LEDGER, "line 1", "cue is no text", "7"),
    ),
    Case(
        "correction that takes a quote's words",
        correction(withdraw=[{"table": "quotes", "column": "content"}]),
        (LEDGER, "hit ", "quotes its content", "reject"),
    ),
    Case(
        "addition of no known thing",
        verdict(verdict="added", reason="r", claims=[{"table": "quotes", "entity": "quote/x"}]),
        (LEDGER, "no thing of a report", "quote/x", "quote/<start>-<end>"),
        ledger_line,
    ),
    Case("coding that is no object", append(BLIND, '"x"\n'), (BLIND, "line", "is no coded thing", "'x'")),
    Case("coding that is empty", append(BLIND, "{}\n"), (BLIND, "line", "lacks 'table'")),
    Case(
        "coding of an unknown table",
        append(BLIND, '{"table": "person"}\n'),
        (BLIND, "line", "unknown table", "'person'", "known tables", "people"),
    ),
    Case(
        "coding that lacks a key",
        append(BLIND, '{"table": "people", "id": "x", "spans": {"name": [[1, 2]]}}\n'),
        (BLIND, "line", "lacks 'name'"),
    ),
    Case(
        "coding that lacks its spans",
        append(BLIND, '{"table": "people", "id": "x", "name": "X"}\n'),
        (BLIND, "line", "lacks the spans of name"),
    ),
    Case(
        "coding with spans that are none",
        append(BLIND, '{"table": "people", "id": "x", "name": "X", "spans": {"name": [3]}}\n'),
        (BLIND, "line", "name: a span", "[3]"),
    ),
    Case(
        "quote mark that is not closed",
        identities("people", 'a/b,c,same,"name,r,c,2026-01-01', "a/d,e,same,name,r,c,2026-01-01"),
        ("people.csv", "line 2", "close the quote marks"),
    ),
    Case(
        "quote mark that swallows a line",
        identities("people", 'a/b,c,same,name,"r,c,2026-01-01', 'a/d,e,same,name,r",c,2026-01-01'),
        ("people.csv", "line 2", "more than one line", "close the quote marks"),
    ),
    Case(
        "row with too many fields",
        identities("people", "a/b,c,same,name,r,s,c,2026-01-01"),
        ("people.csv", "line 2", "has 8 fields, not 7", "header"),
    ),
    Case("row with too few fields", identities("people", "a/b,c,same,name"), ("people.csv", "line 2", "has 4 fields, not 7")),
    Case(
        "decision on no day", identities("people", "a/b,c,same,name,r,c,June"), ("people.csv", "line 2", "date is no day", "June")
    ),
    Case(
        "unknown quote id at left",
        identities("utterances", f"{SOURCE}:0000001-20:zzzz,{SOURCE}:0000001-20:abcd,repeat,words,r,c,2026-01-01"),
        ("utterances.csv", "line 2", "unknown quote id", "zzzz", "quote_id"),
    ),
    Case(
        "unknown quote id at right",
        append("build/identities/utterances.csv", f"{void_quote()},nobody,different,words,r,c,2026-01-01\n"),
        ("utterances.csv", "line", "unknown quote id", "nobody"),
    ),
    Case(
        "identities that are gone",
        remove("build/identities/meetings.csv"),
        ("meetings.csv", "missing", "restore it from git", "left,right"),
    ),
    Case("ledger that is gone", remove(LEDGER), (LEDGER, "missing", "restore it from git, or write an empty file")),
    Case("coding that is gone", remove(BLIND), (BLIND, "missing", "restore it from git, or write an empty file")),
    Case(
        "ledger of no source",
        append("build/checks/009_x.jsonl", ""),
        ("build/checks/009_x.jsonl", "belongs to no source", "sources.toml"),
    ),
    Case(
        "coding of no source",
        append("build/checks/blind/009_x.jsonl", ""),
        ("build/checks/blind/009_x.jsonl", "belongs to no source"),
    ),
    # schemas
    Case(
        "schema with a column that the rules never fill",
        schema("people", lambda s: s["fields"].append(FIELD)),
        ("people", "nickname"),
    ),
    Case(
        "schema with another vocabulary",
        schema(
            "agreements", lambda s: next(f for f in s["fields"] if f["name"] == "kind")["constraints"].update(enum=["treaty"])
        ),
        ("agreements", "kind", "mend"),
    ),  # type: ignore[attr-defined]
    Case("schema without a column that others lean on", schema("people", lambda s: s["fields"].pop(0)), ("people", "person_id")),
    Case(
        "schema of another type",
        schema("person_names", lambda s: next(f for f in s["fields"] if f["name"] == "name").update(type="integer")),
        ("person_names", "name"),
    ),
    Case("schema that is no JSON", write("schemas/people.json", b"{"), ("schemas/people.json", "JSON")),
    Case("schema that is gone", remove("schemas/people.json"), ("people",)),
]
