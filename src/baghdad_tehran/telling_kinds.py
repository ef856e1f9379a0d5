"""Tells one row in English, each statement with the numbers of the words that it rests on. Prints nothing.

How a meeting, an agreement and a quote are told is here, how a person is in `telling_people`; any other row is told column by
column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .opening import literal
from .telling import Teller, Told, Values, sentence
from .telling_people import tell_person
from .wording import counted, date_in_words, listed, quoted, the, when

_DIRECTNESS = {
    "direct": "quotation marks enclose all of it (direct)",
    "mixed": "quotation marks enclose a part of it (mixed)",
    "indirect": "no quotation marks enclose it (indirect)",
}
_MEETING = {"bilateral": "meeting of two sides", "multilateral": "meeting of more than two sides"}
_DIFFER = {
    "who took part": "The reports differ in who took part:",
    "which one is meant": "The reports do not tie it to the same agreement:",
    "content": "The reports word it differently:",
}
_RELATION = {
    "only": "the only one", "first": "the first", "repeat": "a repeat", "retranslation": "a retranslation",
    "paraphrase": "a paraphrase", "excerpt": "an excerpt",
}  # fmt: skip
_INSTRUMENT = {"memorandum_of_understanding": "memorandum of understanding", "joint_declaration": "joint declaration"}


def tell(teller: Teller, row_id: str) -> Told:
    """The row with this id, of whatever table.

    Raises NotFound, with the nearest ids, where there is none.
    """
    table, values = teller.find(row_id)
    told = Told(row_id, table, row_id)
    kind = _KINDS.get(table)
    if kind:
        kind(teller, told, values)
    else:
        teller.tell_columns(told, values)
    return told.finished()


def tell_meeting(teller: Teller, told: Told, meeting: Values) -> None:
    """Who met whom, where, when, on what; what was said there; where the reports differ."""
    key = meeting["meeting_id"]
    kind = _MEETING.get(meeting["kind"], meeting["kind"])
    told.heading = meeting["name"] if kind in meeting["name"].lower() else f"{meeting['name']}, {kind}"
    cite = teller.cite
    rows = teller.ask(
        """SELECT p.*, coalesce(pe.name, o.name, p.description, p.country) AS label,
                  nullif(strpos(m.name, coalesce(pe.name, o.name, p.description, p.country)), 0) AS position
           FROM meeting_participants p JOIN meetings m ON m.meeting_id = p.meeting_id
           LEFT JOIN people pe ON pe.person_id = p.person_id LEFT JOIN organizations o ON o.organization_id = p.organization_id
           WHERE p.meeting_id = ? ORDER BY position NULLS LAST, p.participant_id""",
        key,
    )

    def named(row: Values) -> str:
        side = teller.place(row["subdivision"] or row["country"] or row["side"]) if row["person_id"] else ""
        words = quoted(row["description"]) if row["kind"] == "delegation" and row["person_id"] and row["description"] else ""
        beside = ", ".join(part for part in (side.removeprefix("the "), words) if part)
        return (f"{row['label']} ({beside})" if beside else row["label"]) + cite(
            told, "meeting_participants", row["participant_id"], "capacity"
        )

    principals = [named(row) for row in rows if row["capacity"] != "attendee"]
    attendees = [named(row) for row in rows if row["capacity"] == "attendee"]
    where = [
        f"{'to' if meeting['kind'] == 'visit' else 'in'} {place_of(teller, meeting)}"
        + cite(told, "meetings", key, "place", "country")
        if meeting["place"] or meeting["country"]
        else None,
        f"at {meeting['venue']}" + cite(told, "meetings", key, "venue") if meeting["venue"] else None,
        f"on the occasion of {meeting['occasion']}" + cite(told, "meetings", key, "occasion") if meeting["occasion"] else None,
        when(meeting["date"]) + cite(told, "meetings", key, "date") if meeting["date"] else None,
    ]
    told.say(
        sentence([*_encounter(meeting, principals), *where]),
        sentence([listed(principals), "took part"]) if meeting["kind"] == "forum" and principals else None,
        sentence([listed(attendees), "also attended"]) if attendees else None,
        None if meeting["date"] else "No report dates it.",
        *_part_of(teller, told, meeting),
    )
    topics = teller.ask("SELECT * FROM meeting_topics WHERE meeting_id = ? ORDER BY topic_id", key)
    if topics:
        items = [quoted(topic["topic"]) + cite(told, "meeting_topics", topic["topic_id"], "topic") for topic in topics]
        told.say(sentence(["Its topics, in the words of the reports:", "; ".join(items)]))
    _said_there(teller, told, key)
    _told_by(teller, told, "meetings", key)
    told.more.append(f"baghdad-tehran evidence meetings {key}")
    told.more.append(f'baghdad-tehran query "FROM quote_details WHERE meeting_id = {literal(key)}"')


def _encounter(meeting: Values, principals: list[str]) -> list[str]:
    first, rest = (principals[0] if principals else "Somebody"), principals[1:]
    status = meeting["status"]
    if meeting["kind"] == "forum":
        tense = {"held": "took place", "planned": "is planned", "cancelled": "was cancelled"}[status]
        return [the(meeting["name"]), tense]
    if meeting["kind"] == "visit":
        return [f"{listed(principals)} {({'held': 'made', 'planned': 'plans', 'cancelled': 'cancelled'})[status]} a visit"]
    verb, noun = ("spoke by telephone with", "a call with") if meeting["kind"] == "call" else ("met", "a meeting with")
    told = {"held": verb, "planned": f"plans {noun}", "cancelled": f"cancelled or did not come to {noun}"}[status]
    return [first, told, listed(rest) if rest else "others"]


def _part_of(teller: Teller, told: Told, meeting: Values) -> list[str]:
    key = meeting["meeting_id"]
    whole = teller.ask("SELECT name FROM meetings WHERE meeting_id = ?", meeting["part_of"]) if meeting["part_of"] else []
    parts = teller.ask("SELECT name FROM meetings WHERE part_of = ? ORDER BY meeting_id", key)
    sentences = [sentence(["It was part of this:", one["name"] + teller.cite(told, "meetings", key, "part_of")]) for one in whole]
    if parts:
        sentences.append(
            sentence(
                [
                    f"{counted(len(parts), 'meeting')} {'was' if len(parts) == 1 else 'were'} part of it:",
                    "; ".join(part["name"] for part in parts),
                ]
            )
        )
    return sentences


def _said_there(teller: Teller, told: Told, meeting_id: str) -> None:
    rows = teller.ask(
        """SELECT coalesce(speaker, 'nobody named') AS speaker, count(*) AS n FROM quote_details WHERE meeting_id = ?
           GROUP BY ALL ORDER BY n DESC, speaker""",
        meeting_id,
    )
    agreements = teller.ask(
        """SELECT DISTINCT a.name FROM agreement_mentions m JOIN agreements a ON a.agreement_id = m.agreement_id
           WHERE m.meeting_id = ? ORDER BY a.name""",
        meeting_id,
    )
    total = sum(row["n"] for row in rows)
    speakers = listed([f"{row['n']} by {row['speaker']}" for row in rows])
    told.say(
        f"{counted(total, 'quote')} {'is' if total == 1 else 'are'} tied to it: {speakers}." if rows else None,
        sentence(["Spoken of in this connection:", "; ".join(row["name"] for row in agreements)]) if agreements else None,
    )


def tell_agreement(teller: Teller, told: Told, agreement: Values) -> None:
    """What it is, who is bound, who signed, what it provides, how often it is spoken of."""
    key = agreement["agreement_id"]
    kind = str(_INSTRUMENT.get(agreement["kind"], agreement["kind"]))
    told.heading = agreement["name"] if kind in agreement["name"].lower() else f"{agreement['name']}, {kind}"
    cite = teller.cite
    rows = teller.ask(
        """SELECT p.*, coalesce(pe.name, o.name) AS name FROM agreement_participants p
           LEFT JOIN people pe ON pe.person_id = p.person_id LEFT JOIN organizations o ON o.organization_id = p.organization_id
           WHERE p.agreement_id = ? ORDER BY p.participant_id""",
        key,
    )
    by_capacity: dict[str, list[str]] = {}
    for row in rows:
        label = row["name"] or teller.place(row["country"])
        evidence = cite(told, "agreement_participants", row["participant_id"], "country", "capacity")
        by_capacity.setdefault(row["capacity"], []).append(label + evidence)
    did = [
        f"{listed(by_capacity[capacity])} {verb}"
        for capacity, verb in (("signatory", "signed it"), ("overseer", "oversaw the signing"), ("announcer", "announced it"))
        if capacity in by_capacity
    ]
    event = "It was " + ("announced" if agreement["date_event"] == "announced" else "signed")
    dated = f"{event} {when(agreement['date'])}" + cite(told, "agreements", key, "date") if agreement["date"] else None
    told.say(
        sentence([f"{agreement['name']}: {_article(kind)}" + cite(told, "agreements", key, "kind"),
                  f"between {listed(by_capacity['party'])}" if len(by_capacity.get("party", ())) > 1 else None,
                  f"on {quoted(agreement['subject'])}" + cite(told, "agreements", key, "subject")
                  if agreement["subject"] else None]),
        sentence([dated, f"in {agreement['place']}" if agreement["place"] else None]) if dated else "No report dates it.",
        *(sentence([one]) for one in did),
    )  # fmt: skip
    provisions = teller.ask("SELECT * FROM agreement_provisions WHERE agreement_id = ? ORDER BY provision_id", key)
    if provisions:
        items = [
            f"{teller.place(row['party']) or 'party not stated'}: {quoted(row['provision'])}"
            + cite(told, "agreement_provisions", row["provision_id"], "provision")
            for row in provisions
        ]
        told.say(sentence(["What is undertaken in it:", "; ".join(items)]))
    (mentions,) = teller.ask("SELECT mentions, possible_mentions, sources FROM agreement_details WHERE agreement_id = ?", key)
    if mentions["mentions"]:
        places = f"{counted(mentions['mentions'], 'place')} {'speaks' if mentions['mentions'] == 1 else 'speak'}"
        told.say(
            f"{places} of it, in {teller.tellers(mentions['sources'])}.",
            f"{mentions['possible_mentions']} more may mean it or another agreement." if mentions["possible_mentions"] else None,
        )
    _differences(teller, told, key)
    told.more.append(f"baghdad-tehran evidence agreements {key}")
    told.more.append(f'baghdad-tehran query "FROM agreement_mentions WHERE agreement_id = {literal(key)}"')


def tell_quote(teller: Teller, told: Told, quote: Values) -> None:
    """Whose words, by which cue, how directly, when and where, through whom, about what, and where else they are told."""
    key = quote["quote_id"]
    (detail,) = teller.ask("SELECT * FROM quote_details WHERE quote_id = ?", key)
    cite = teller.cite
    speakers = _speakers(teller, key)
    told.heading = f"{speakers or 'Words that nobody is said to say'}, {quote['quote_type']} quote"
    office = f", {detail['office']}" if detail["office"] else ""
    whose = f"{speakers}{office}{cite(told, 'quotes', key, 'speaker_text')}" if speakers else "Words that nobody is said to say"
    cue = f", with the cue “{quote['cue']}”{cite(told, 'quotes', key, 'cue')}" if quote["cue"] else ""
    told.say(sentence([whose + cue], ":"))
    told.say(quote["content"] + cite(told, "quotes", key, "content"))
    told.say(
        sentence([_DIRECTNESS[quote["quote_type"]]]),
        sentence(["They were said", when(quote["date"]) + cite(told, "quotes", key, "date")]) if quote["date"] else None,
        _occasion(teller, told, quote),
        sentence([f"The report has them from {quote['reported_by']}" + cite(told, "quotes", key, "reported_by")])
        if quote["reported_by"]
        else None,
        sentence(["They speak of", listed([the(name) for name in detail["agreement"].split("; ")])])
        if detail["agreement"]
        else None,
        sentence(
            ["They stand in", teller.sources[quote["source_id"]] + f", characters {quote['start_char']}–{quote['end_char']}"]
        ),
    )
    same = teller.ask(
        "SELECT * FROM quotes WHERE utterance_id = ? AND quote_id <> ? ORDER BY quote_id", quote["utterance_id"], key
    )
    if same:
        items = [
            f"{other['quote_id']}, {_RELATION[other['utterance_relation']]} in {teller.sources[other['source_id']]}"
            for other in same
        ]
        told.say(
            sentence([f"{counted(len(same), 'other quote renders', 'other quotes render')} the same words:", "; ".join(items)])
        )
    _differences(teller, told, key)
    told.more.append(f"baghdad-tehran evidence quotes {key}")


def _speakers(teller: Teller, quote_id: str) -> str:
    rows = teller.ask(
        """SELECT coalesce(p.name, o.name, s.description) AS name, s.country FROM quote_speakers s
           LEFT JOIN people p ON p.person_id = s.person_id LEFT JOIN organizations o ON o.organization_id = s.organization_id
           WHERE s.quote_id = ? ORDER BY s.speaker_id""",
        quote_id,
    )
    return listed([row["name"] or teller.place(row["country"]) for row in rows])


def _occasion(teller: Teller, told: Told, quote: Values) -> str | None:
    if not quote["meeting_id"]:
        return None
    (meeting,) = teller.ask("SELECT * FROM meetings WHERE meeting_id = ?", quote["meeting_id"])
    detail = ", ".join(
        part for part in (meeting["place"], date_in_words(meeting["date"]) if meeting["date"] else "undated") if part
    )
    return sentence([f"The occasion was this {_MEETING.get(meeting['kind'], meeting['kind'])}: {meeting['name']} ({detail})"])


def _told_by(teller: Teller, told: Told, table: str, key: str) -> None:
    rows = teller.ask("SELECT DISTINCT source_id FROM provenance WHERE table_name = ? AND row_id = ? ORDER BY ALL", table, key)
    if rows:
        told.say(f"Told by {teller.tellers([row['source_id'] for row in rows])}.")
    _differences(teller, told, key)


def _differences(teller: Teller, told: Told, key: str) -> None:
    rows = teller.ask(
        """SELECT d.conflict_id, d.what, c.source_id AS side, c.claim, p.*
           FROM disagreements d JOIN conflicts c ON c.conflict_id = d.conflict_id
           LEFT JOIN provenance p ON p.provenance_id = c.provenance_id
           WHERE d.resolution = 'open' AND d.conflict_id IN (
               SELECT conflict_id FROM conflicts WHERE row_id = $1 OR starts_with(row_id, $1 || '/'))
           ORDER BY d.conflict_id, c.source_id""",
        key,
    )
    sides: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        cited = teller.mark([teller.note(told, row)]) if row["provenance_id"] else ""
        claim = f"{quoted(row['claim'])}{cited} in {teller.sources[row['side']]}"
        sides.setdefault((row["conflict_id"], row["what"]), []).append(claim)
    told.say(
        *(sentence([_DIFFER.get(what, f"The reports differ in {what}:"), listed(claims)]) for (_, what), claims in sides.items())
    )


def place_of(teller: Teller, meeting: Values) -> str:
    """ "Tehran, Iran"."""
    return ", ".join(part for part in (meeting["place"], teller.place(meeting["country"])) if part)


def _article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


_KINDS: dict[str, Callable[[Teller, Told, Values], Any]] = {
    "people": tell_person,
    "meetings": tell_meeting,
    "agreements": tell_agreement,
    "quotes": tell_quote,
}
