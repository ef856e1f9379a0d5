"""People, roles, meetings and agreements on reports that a reader coded whole, blind to what the rules give.

    python benchmarks/rows.py [TEXTS] [--details] [--second-readers]

Without TEXTS it measures on reports of our own invention, which lie in benchmarks/invented/ beside what was coded of them. TEXTS is a folder with the texts, as benchmarks/texts.py puts them together; benchmarks/coded/ holds what was coded, one JSON file
a text, with the text's sha256. Texts that are not at hand, or are not the same bytes, are left out and counted. Needs the
extra `make`.

With --second-readers the rows given are not those of the rules but those of another reader, who coded some of the texts apart from
the first (benchmarks/coded_again/): what two readers reach between themselves, by the same measures, is the most to hope for.

A row is right where a coded row answers to it, each coded row once: people by name (equal, or one the other's words with the
same last word); roles by person, country where both state one, and more than half of the words of title and body, without the
states to which an envoy is sent; meetings by place in the text (the same sentence tells of both) and a participant in common, a
visit by a visit only (of several that share as many, by the one of the same kind, then by that of which more of the coded
sentences tell, then by that whose words end nearest to where the coded ones do); agreements by a mention in common; participants within their meeting by person, else by words (half of them in common, or one the other's), else
by state. Other cells do not count there; those of meetings that answer each other are compared in a table of their own.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import functools
import hashlib
import io
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

CODED = Path(__file__).resolve().parent / "coded"
CODED_AGAIN = CODED.with_name("coded_again")
INVENTED = CODED.with_name("invented")  # texts of our own, each beside its coding
TABLES = ("people", "roles", "meetings", "meeting_participants", "agreements")
CELLS = ("kind", "status", "date", "place")  # of meetings that answer each other
Row = dict[str, Any]
Tally = dict[str, list[int]]  # table or cell -> given, right, coded, found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "texts",
        type=Path,
        nargs="?",
        default=INVENTED,
        help="a folder with the texts that were coded; without it, those we invented",
    )
    parser.add_argument("--details", action="store_true", help="print every row given and not coded, or coded and not given")
    parser.add_argument(
        "--second-readers", action="store_true", help="compare two readers with each other, not the rules with one"
    )
    args = parser.parse_args()
    sets: dict[str, Tally] = {}
    read: Counter[str] = Counter()
    missing = 0
    for path in sorted((INVENTED if args.texts.resolve() == INVENTED else CODED).glob("*.json")):
        coded = json.loads(path.read_text(encoding="utf-8"))
        again = CODED_AGAIN / path.name
        if args.second_readers and not again.is_file():
            continue
        file = args.texts / coded["file"]
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != coded["sha256"]:
            missing += 1
            continue
        read[coded["set"]] += 1
        tally = sets.setdefault(coded["set"], {name: [0, 0, 0, 0] for name in (*TABLES, *CELLS)})
        given = (
            as_rows(json.loads(again.read_text(encoding="utf-8"))) if args.second_readers else extract(file, coded["published"])
        )
        for line in score(file.read_text(encoding="utf-8"), coded, given, tally):
            if args.details:
                print(f"{coded['file']}: {line}")
    for name, tally in sets.items():
        print(f"\n{name}: {read[name]} texts")
        for what, counted in (("table", TABLES), ("cell of meetings that answer", CELLS)):
            print(f"\n| {what} | given | precision | coded | recall |\n|---|---|---|---|---|")
            for row in counted:
                given, right, known, found = tally[row]
                print(f"| {row} | {given} | {share(right, given)} | {known} | {share(found, known)} |")
    if missing:
        print(f"\n{missing} texts are not at hand")
    return 0 if read else 2


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def extract(file: Path, published: str | None) -> dict[str, list[Row]]:
    """The rows that `baghdad-tehran extract FILE --json` prints, by table."""
    from baghdad_tehran import cli

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = cli.main(["extract", str(file), "--json", *(["--published", published] if published else [])])
    if code:
        raise SystemExit(code)
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in out.getvalue().splitlines():
        row = json.loads(line)
        rows[row["table"]].append(row)
    return rows


def as_rows(coded: Row) -> dict[str, list[Row]]:
    """What a reader coded, in the form of the rows that the rules give."""
    rows: dict[str, list[Row]] = defaultdict(list)
    people = {person["name"] for person in coded["people"]}
    for name in sorted(people):
        rows["people"].append({"id": name, "values": {"name": name}})
    for role in coded["roles"]:
        values = {
            "person_id": role["person"],
            "organization_id": role["body"],
            "title": role["title"],
            "country": role["country"],
        }
        rows["roles"].append({"values": values})
        rows["organizations"].append({"id": role["body"], "values": {"name": role["body"] or ""}})
    for number, meeting in enumerate(coded["meetings"]):
        key = f"meeting {number}"
        values = {cell: meeting[cell] for cell in CELLS}
        rows["meetings"].append({"id": key, "values": values, "spans": {"kind": meeting["anchors"]}})
        for member, party in enumerate(meeting["participants"]):
            person = party["who"] if party["who"] in people else None
            values = {
                "meeting_id": key,
                "person_id": person,
                "organization_id": None,
                "description": None if person else party["who"],
                "country": party["country"],
            }
            rows["meeting_participants"].append({"id": f"{key}/{member}", "values": values})
    for number, agreement in enumerate(coded["agreements"]):
        key = f"agreement {number}"
        rows["agreements"].append({"id": key, "values": {"name": agreement["kind"]}})
        for start, end in agreement["anchors"]:
            rows["agreement_mentions"].append({"values": {"agreement_id": key, "start_char": start, "end_char": end}})
    return rows


def score(text: str, coded: Row, rows: dict[str, list[Row]], tally: Tally) -> list[str]:
    """Count one text's rows; a line for each that has no answer."""
    notes: list[str] = []

    def pair(
        table: str, given: list[Row], known: list[Row], fits: Callable[[Row, Row], float], show: Callable[[Row], str]
    ) -> dict[int, int]:
        likely = sorted(
            ((fits(g, k), i, j) for i, g in enumerate(given) for j, k in enumerate(known)), key=lambda x: (-x[0], x[1], x[2])
        )
        pairs: dict[int, int] = {}
        for weight, i, j in likely:
            if weight > 0 and i not in pairs and j not in pairs.values():
                pairs[i] = j
        counts = tally[table]
        for n, add in enumerate((len(given), len(pairs), len(known), len(pairs))):
            counts[n] += add
        notes.extend(f"{table}: given, not coded: {show(g)}" for i, g in enumerate(given) if i not in pairs)
        notes.extend(f"{table}: coded, not given: {k}" for j, k in enumerate(known) if j not in pairs.values())
        return pairs

    names = defaultdict(set)
    for row in rows["person_names"]:
        names[row["values"]["person_id"]].add(row["values"]["name"])
    for row in rows["people"]:
        names[row["id"]].add(row["values"]["name"])
    bodies = {row["id"]: row["values"]["name"] for row in rows["organizations"]}

    def named(person: str | None, name: str) -> float:
        return max((like(n, name) for n in names.get(person or "", ())), default=0.0)

    pair("people", rows["people"], coded["people"], lambda g, k: named(g["id"], k["name"]), lambda g: g["values"]["name"])
    pair(
        "roles",
        rows["roles"],
        coded["roles"],
        lambda g, k: titled(g["values"], bodies, k) if named(g["values"]["person_id"], k["person"]) else 0.0,
        lambda g: f"{sorted(names[g['values']['person_id']])}: {g['values']['title']} {g['values']['country']}",
    )
    members = defaultdict(list)
    for row in rows["meeting_participants"]:
        members[row["values"]["meeting_id"]].append(row)

    def takes_part(g: Row, k: Row) -> float:
        values = g["values"]
        person = 3 * named(values["person_id"], k["who"])
        if values["person_id"] and (person or k["kind"] == "person"):
            return person
        alike = 2 * described(values["description"] or bodies.get(values["organization_id"]) or "", k["who"])
        return alike or float(not values["person_id"] and bool(values["country"]) and values["country"] == k["country"])

    def told(g: Row, k: Row) -> float:
        if "visit" in (g["values"]["kind"], k["kind"]) and g["values"]["kind"] != k["kind"]:
            return 0.0
        near = {sentence(text, s) for spans in g["spans"].values() for s, _ in spans}
        if not any(sentence(text, s) in near for s, _ in k["anchors"]):
            return 0.0
        shared = sum(any(takes_part(m, p) for m in members[g["id"]]) for p in k["participants"])
        # Of several that share as many, the one of the same kind, and that which more of the coded sentences tell of; of several of
        # one sentence that whose words end nearest to where the coded words do ("to visit Oslo on Monday and Lima on Tuesday").
        closer = (g["values"]["kind"] == k["kind"]) / 10 + sum(sentence(text, s) in near for s, _ in k["anchors"]) / 1000
        ends = [e for spans in g["spans"].values() for _, e in spans]
        apart = min(abs(e - max((x for x in ends if x - 900 < e), default=0)) for _, e in k["anchors"])
        return shared + closer - min(apart, 900) / 1_000_000 if shared else 0.0

    def meeting_words(g: Row) -> str:
        return f"{g['id']} {g['values']['kind']} {g['values']['status']} {g['values']['date']} {g['values']['place']}"

    pairs = pair("meetings", rows["meetings"], coded["meetings"], told, meeting_words)
    for i, j in pairs.items():
        given = members[rows["meetings"][i]["id"]]
        pair("meeting_participants", given, coded["meetings"][j]["participants"], takes_part, lambda g: g["id"])
        for cell in CELLS:
            ours, theirs = rows["meetings"][i]["values"][cell], coded["meetings"][j][cell]
            same = ours is not None and ours == theirs
            for n, add in enumerate((ours is not None, same, theirs is not None, same)):
                tally[cell][n] += add
            if ours != theirs:
                notes.append(f"meetings: {cell} of {rows['meetings'][i]['id']}: given {ours}, coded {theirs}")
    for i, row in enumerate(rows["meetings"]):
        tally["meeting_participants"][0] += len(members[row["id"]]) if i not in pairs else 0
    for j, known in enumerate(coded["meetings"]):
        tally["meeting_participants"][2] += len(known["participants"]) if j not in pairs.values() else 0
    mentions = defaultdict(list)
    for row in rows["agreement_mentions"]:
        mentions[row["values"]["agreement_id"]].append((row["values"]["start_char"], row["values"]["end_char"]))

    def mentioned(g: Row, k: Row) -> float:
        return float(sum(s < b and a < e for s, e in mentions[g["id"]] for a, b in k["anchors"]))

    pair("agreements", rows["agreements"], coded["agreements"], mentioned, lambda g: f"{g['id']} {g['values']['name']}")
    return notes


# Two ways of writing one title.
_ALIKE = {
    "premier": "prime minister",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "defence": "defense",
    "labour": "labor",
    "councillor": "councilor",
    "counsellor": "counselor",
}
STATES = Path(__file__).resolve().parents[1] / "build/vocabulary/states.csv"
_ENVOY = re.compile(r"(.*\b(?:Ambassador|Envoy|High Commissioner|Consul|Consul General|Chargé d['’]Affaires)) (?:to|for|in) (.+)")


def words(text: str | None) -> list[str]:
    plain = unicodedata.normalize("NFKD", text or "")
    found = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).lower())
    return " ".join(_ALIKE.get(word, word) for word in found).split()


def like(a: str, b: str) -> float:
    one, two = words(a), words(b)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    return (
        0.5 if (set(one) <= set(two) or set(two) <= set(one)) and (one[-1] == two[-1] or len(one) == 1 or len(two) == 1) else 0.0
    )


_SMALL = frozenset({"of", "the", "for", "and", "to", "in", "on", "a", "at", "s"})


def overlap(a: str, b: str) -> float:
    one, two = set(words(a)) - _SMALL, set(words(b)) - _SMALL
    return len(one & two) / len(one | two) if one | two else 0.0


def described(a: str, b: str) -> float:
    """How alike two descriptions are: at least half of their words, or all of one's, if it has two."""
    one, two = sorted((set(words(text)) - _SMALL for text in (a, b)), key=len)
    alike = overlap(a, b)
    return alike if alike >= 0.5 else 0.5 * (len(one) > 1 and one <= two)


@functools.cache
def states() -> frozenset[str]:
    """The names of states, in small letters and without an article."""
    with STATES.open(encoding="utf-8", newline="") as file:
        return frozenset(name.lower() for row in csv.DictReader(file) for name in (row["name"], *row["names"].split("|")) if name)


def stateless(title: str) -> str:
    """A title without the states to which an envoy is sent: the codebook has no state in a title, some readers have."""
    envoy = _ENVOY.fullmatch(title)
    sent = [re.sub(r"^the ", "", place.lower()) for place in re.split(r",? and (?:the )?|, (?:the )?", envoy[2])] if envoy else []
    return envoy[1] if envoy and all(place in states() for place in sent) else title


def titled(given: Row, bodies: dict[str, str], known: Row) -> float:
    if given["country"] and known["country"] and given["country"] != known["country"]:
        return 0.0
    body = bodies.get(given["organization_id"], "")
    one, two = stateless(given["title"]), stateless(known["title"])
    alike = max(overlap(f"{one} {b}", f"{two} {k}") for b in ("", body) for k in ("", known["body"] or ""))
    return alike if alike > 0.5 else 0.0


def sentence(text: str, at: int) -> int:
    """Where the sentence around an offset starts, near enough: behind the last full stop and space, or line end."""
    ends = re.finditer(r"(?<=[a-z0-9)”\"’])[.!?][”\"’]?\s+(?=[A-Z“\"‘])|\n+", text[: at + 1])  # a sentence may start right there
    return max((m.end() for m in ends if m.end() <= at), default=0)


if __name__ == "__main__":
    sys.exit(main())
