"""How a person is told: names, roles, encounters, agreements, and how often quoted. Prints nothing."""

from __future__ import annotations

from .opening import literal
from .telling import Teller, Told, Values, sentence
from .wording import counted, listed, the, when


def tell_person(teller: Teller, told: Told, person: Values) -> None:
    """Names, roles, meetings, agreements, and how often quoted."""
    key, name = person["person_id"], person["name"]
    told.heading = f"{name}, person"
    cite = teller.cite
    roles = teller.ask("SELECT * FROM roles WHERE person_id = ? ORDER BY kind, role_id", key)
    offices = [
        role_in_words(teller, role) + cite(told, "roles", role["role_id"], "title") for role in roles if role["kind"] == "office"
    ]
    ranks = [role["title"] + cite(told, "roles", role["role_id"], "title") for role in roles if role["kind"] == "rank"]
    country = teller.place(person["subdivision"] or person["country"])
    rank = f", with the rank of {listed(ranks)}" if offices and ranks else ""
    if offices or ranks:
        first = f"{name} is {listed(offices or ranks)} in these reports{rank}"
    elif country:
        first = (
            f"{name}{cite(told, 'people', key, 'name')} is tied to {country}{cite(told, 'people', key, 'subdivision', 'country')}"
        )
    else:
        first = f"{name}{cite(told, 'people', key, 'name')} is named in these reports"
    told.say(sentence([first]), _other_names(teller, told, person))
    _meetings_of(teller, told, key)
    _agreements_of(teller, told, key)
    _quotes_of(teller, told, key)
    told.more.append(f"baghdad-tehran evidence people {key}")
    told.more.append(f'baghdad-tehran query "FROM said_by({literal(name)})"')


def _other_names(teller: Teller, told: Told, person: Values) -> str:
    """ "Also written Araji (2×) and Qassem al-Araji (1×)." Forms that differ in capitals alone are one."""
    forms: dict[str, list[Values]] = {}
    for form in teller.ask("SELECT * FROM person_names WHERE person_id = ? ORDER BY mentions DESC, name", person["person_id"]):
        if form["name"] != person["name"]:
            forms.setdefault(form["name"].casefold(), []).append(form)
    others = [
        f"{alike[0]['name']} ({sum(form['mentions'] for form in alike)}×)"
        + teller.cite(told, "person_names", alike[0]["name_id"], "name")
        for alike in forms.values()
    ]
    return sentence(["also written", listed(others)]) if others else ""


def role_in_words(teller: Teller, role: Values) -> str:
    """ "National Security Advisor of Iraq"."""
    of = teller.place(role["subdivision"] or role["country"])
    return f"{role['title']} of {of}" if of else str(role["title"])


def _meetings_of(teller: Teller, told: Told, person_id: str) -> None:
    rows = teller.ask(
        """SELECT d.*, p.participant_id FROM meeting_details d JOIN meeting_participants p ON p.meeting_id = d.meeting_id
           WHERE p.person_id = ? ORDER BY d.date_from NULLS LAST, d.meeting_id""",
        person_id,
    )
    (named,) = teller.ask("SELECT name FROM people WHERE person_id = ?", person_id)
    items = []
    for meeting in rows:
        others = listed([other for other in meeting["participants"] if other != named["name"]])
        what = {"visit": "a visit", "forum": f"the {meeting['name']}", "call": f"a call with {others}"}.get(
            meeting["kind"], f"a meeting with {others}" if others else "a meeting"
        )
        where = f"to {meeting['place']}" if meeting["kind"] == "visit" and meeting["place"] else _where(meeting)
        stated = {"planned": "(planned)", "cancelled": "(cancelled)"}.get(meeting["status"])
        date = when(meeting["date"]) if meeting["date"] else None
        words = " ".join(part for part in (what, where, date, stated) if part)
        items.append(words + teller.cite(told, "meeting_participants", meeting["participant_id"], "capacity"))
    if items:
        told.say(sentence([f"Took part in {counted(len(items), 'encounter')}:", "; ".join(items)]))


def _agreements_of(teller: Teller, told: Told, person_id: str) -> None:
    did = {"signatory": "signed", "overseer": "oversaw the signing of", "announcer": "announced", "party": "is a party to"}
    rows = teller.ask(
        """SELECT p.*, a.name FROM agreement_participants p JOIN agreements a ON a.agreement_id = p.agreement_id
           WHERE p.person_id = ? ORDER BY p.participant_id""",
        person_id,
    )
    told.say(
        *(
            sentence(
                [
                    did[row["capacity"]],
                    the(row["name"]) + teller.cite(told, "agreement_participants", row["participant_id"], "capacity"),
                ]
            )
            for row in rows
        )
    )


def _quotes_of(teller: Teller, told: Told, person_id: str) -> None:
    rows = teller.ask(
        """SELECT q.quote_type, count(DISTINCT q.quote_id) AS n FROM quotes q JOIN quote_speakers s ON s.quote_id = q.quote_id
           WHERE s.person_id = ? GROUP BY ALL""",
        person_id,
    )
    counts = {row["quote_type"]: row["n"] for row in rows}
    if not counts:
        told.say("Is not quoted.")
        return
    sources = teller.ask(
        """SELECT DISTINCT q.source_id FROM quotes q JOIN quote_speakers s ON s.quote_id = q.quote_id
           WHERE s.person_id = ? ORDER BY ALL""",
        person_id,
    )
    kinds = listed([f"{counts[kind]} {kind}" for kind in ("direct", "mixed", "indirect") if kind in counts])
    total = sum(counts.values())
    times = {1: "once", 2: "twice"}.get(total, f"{total} times")
    told.say(f"Is quoted {times} ({kinds}) in {counted(len(sources), 'report')}.")


def _where(meeting: Values) -> str | None:
    return f"in {meeting['place']}" if meeting["place"] else None
