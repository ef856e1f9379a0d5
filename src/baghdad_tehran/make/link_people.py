"""People, their names, offices and ranks: from PERSON marks to claims. Resolves who is who within the report only."""

from __future__ import annotations

import re
from dataclasses import replace

from .holders import bodies, in_full, is_hollow, of_holder, of_one_body, secretary, secretary_of
from .marks import Line, Mark
from .model import Claim, Rest, Value
from .phrases import known_names, plain
from .report import Held, Person, Report, slug
from .titles import Office, same_office

# "The United States joined in before President X …": whose clause hangs on that of a state, heads that state.
_SUBORDINATE = re.compile(r"\b(?:before|after|until|when|as|while|since|because) $")
# Held of a place that no list has: of another state than the one before in a list, maybe.
_OF_PLACE = re.compile(r"(?:\w+ )?(?:Governor|Chief Minister|Ruler) of ")
_SMALL = re.compile(r" (?:(?:of|to|for)(?: the)?) ")


def link_people(report: Report) -> None:
    """Make a hit of every mention of a person by name, with the offices that stand beside it."""
    marks = [(line, m) for line in report.lines for unit in line.marks() for m in unit.find("PERSON")]
    report.known = known_names(m.attrs["name"] for _, m in marks)
    folded: dict[str, str] = {}
    for form, full in report.known.items():
        folded.setdefault(plain(form), full)
        if len(full.split()) > len(folded[plain(form)].split()):
            folded[plain(form)] = full
    for _, mark in marks:  # "Erdogan" and "Erdoğan", "FOREIGN MINISTER SILVA" and "Ana Silva"
        name = mark.attrs["name"]
        if report.known.get(name) == name:
            report.known[name] = folded.get(plain(name), name)
    _join_names(report.known, [mark for _, mark in marks])
    named, only = bodies(report), secretary(report)
    report.bodies = named
    holders = {report.person(mark).key for _, mark in marks for office in mark.attrs["offices"] if only and office.title == only}
    for line, mark in marks:
        person = report.person(mark)
        whose = secretary_of(holders, person, only)
        offices = [in_full(report, office, named, whose) for office in _offices(report, line, mark)]
        for office in offices:
            if office.title is not None:
                held = Held(office.title, office.kind, office.country, office.subdivision, office.head)
                if held not in person.held:
                    person.held.append(held)
        mark.attrs["resolved"] = offices
    for line, mark in marks:
        person = report.person(mark)
        mark.attrs["resolved"] = [o for office in mark.attrs["resolved"] if (o := _fuller(person, office)).title != ""]
        heads = {h.country for h in person.held if h.head and h.title != "Leader"}
        mark.attrs["resolved"] = [o for o in mark.attrs["resolved"] if o.title != "Leader" or o.country not in heads]
        if any(h.title == "Prime Minister" for h in person.held):  # "Premier Silva" of a report that has "Prime Minister Silva"
            mark.attrs["resolved"] = [
                replace(o, title="Prime Minister") if o.title == "Premier" else o for o in mark.attrs["resolved"]
            ]
    for person in report.people.values():
        heads = {h.country for h in person.held if h.head and h.title != "Leader"}
        person.held = [h for h in person.held if h.title != "Leader" or h.country not in heads]
        if any(h.title == "Prime Minister" for h in person.held):
            person.held = [h for h in person.held if h.title != "Premier"]
        person.held = [h for h in person.held if _fuller_title(person, h.title, h.country) == h.title]
    for line, mark in marks:
        mark.attrs["resolved"] = [_spelt_alike(report.person(mark), office) for office in mark.attrs["resolved"]]
        _hit(report, mark)


def _spelt_alike(person: Person, office: Office) -> Office:
    """An office as the report first gives it, where the small words alone differ: "President of Orca", "president of the Orca"."""
    bare = _SMALL.sub(" ", office.title or "")
    first = next((h.title for h in person.held if h.kind == office.kind and _SMALL.sub(" ", h.title) == bare), None)
    return replace(office, title=first) if first else office


def _join_names(known: dict[str, str], marks: list[Mark]) -> None:
    """One office, one family name and first names of one initial: "President Jo Silva", "President Joseph M. Silva, Jr."."""
    _join_inner(known, marks)
    held: dict[tuple[str, str, str], set[str]] = {}
    for mark in marks:
        words = plain(mark.attrs["name"]).replace(",", "").split()
        while len(words) > 2 and words[-1].rstrip(".") in ("jr", "sr"):
            words.pop()
        if len(words) > 1:
            for office in mark.attrs["offices"]:
                if office.title:
                    full = known.get(mark.attrs["name"], mark.attrs["name"])
                    held.setdefault((office.title, words[-1], words[0][0]), set()).add(full)
    for names in held.values():
        if len(names) > 1:
            fullest = max(names, key=lambda n: (len(n.split()), len(n), n))
            for form, full in known.items():
                if full in names:
                    known[form] = fullest


def _join_inner(known: dict[str, str], marks: list[Mark]) -> None:
    """One office, and one name a word inside the other: "President Rosa Silva Vidal", "President Silva"."""
    holders: dict[str, set[str]] = {}
    for mark in marks:
        for office in mark.attrs["offices"]:
            if office.title and office.kind == "office":
                holders.setdefault(office.title, set()).add(known.get(mark.attrs["name"], mark.attrs["name"]))
    for names in holders.values():
        for short in [n for n in names if " " not in n and len(n) > 3]:
            fuller = {n for n in names if plain(short) in plain(n).split()[1:-1]}
            if len(fuller) == 1:
                known.update((form, next(iter(fuller))) for form, full in list(known.items()) if full == short)


def _fuller(person: Person, office: Office) -> Office:
    """An office that the report elsewhere gives in full is that office: "Secretary Silva", "Secretary of State Ana Silva"."""
    if office.title is None:
        return office
    if office.body:  # "Chair of the Fish Board of Chile", "Chair of the Fish Board"
        longer = {
            h.title
            for h in person.held
            if h.title.startswith((f"{office.title} of the ", f"{office.title} of ")) and h.kind == "office"
        }
        return replace(office, title=longer.pop()) if len(longer) == 1 else office
    title = _fuller_title(person, office.title, office.country)
    return office if title == office.title else replace(office, title=title)


def _fuller_title(person: Person, title: str, country: str | None) -> str:
    longer = {
        h.title
        for h in person.held
        if h.title.startswith((f"{title} of ", f"{title} for ", f"{title} to "))
        or h.kind == "rank"
        and h.title.endswith(f" {title}")
        if country is None or h.country in (None, country)
    }
    if len(longer) > 1 and title in ("Minister", "Secretary"):
        return ""  # "Minister Silva", who is minister of two things
    return longer.pop() if len(longer) == 1 else title


def _offices(report: Report, line: Line, mark: Mark) -> list[Office]:
    offices: list[Office] = []
    for office in mark.attrs["offices"]:
        if office.relation == "counterpart":
            office = _counterpart(report, line, mark, office)
        elif (
            office.country is None
            and office.kind == "office"
            and office.title is not None
            and not _of_its_own(report, office)
            and not _OF_PLACE.match(office.title)
            and (
                office.body_core is None
                or office.body_core not in report.voc.international
                and not office.body_core.startswith("UN ")
            )
        ):
            office = _inherited(report, line, mark, office)
        if office is not None:
            offices.append(office)
    offices = of_one_body(report, [of_holder(report, line, mark, o) for o in offices])
    stated = next((o for o in offices if o.country and o.kind == "office"), None)
    if stated:  # a rank is held in the state of the office that stands beside it
        offices = [
            replace(
                o,
                country=stated.country,
                subdivision=stated.subdivision,
                state_spans=stated.state_spans,
                state_inference="context",
            )
            if o.kind == "rank" and not o.country
            else o
            for o in offices
        ]
    return offices


def _of_its_own(report: Report, office: Office) -> bool:
    """ "The Danish envoy Ulf Lind and the Harbour Council's chair": a body that stands in front is of no state named before it."""
    return office.body_span is not None and report.words(office.body_span[1], office.body_span[1] + 2) in ("’s", "'s")


def _counterpart(report: Report, line: Line, mark: Mark, office: Office) -> Office | None:
    """The office of the one whose counterpart it is: the nearest person or office holder before it in the sentence."""
    title = counterpart_title(report, line, mark.start)
    return replace(office, title=title, state_inference="demonym") if title else None


def counterpart_title(report: Report, line: Line, before: int) -> str | None:
    for unit in reversed(line.marks()):
        if unit.start >= before:
            continue
        if unit.kind == "PERSON":
            held = [o.title for o in unit.attrs.get("resolved", unit.attrs["offices"]) if o.kind == "office" and o.title]
            if not held:
                held = [h.title for h in report.person(unit).held if h.kind == "office"]
            if held:
                return str(held[0])
        if unit.kind == "OFFICE" and unit.attrs["office"].title:
            return str(unit.attrs["office"].title)
    return _title_before(report, line, before)


def _title_before(report: Report, line: Line, before: int) -> str | None:
    """The office of the one of whom "he told his Danish counterpart" speaks: the last named in the two sentences before."""
    if not any(m.kind == "PRONOUN" and m.attrs.get("gender") in ("m", "f") and m.start < before for m in line.marks()):
        return None
    place = report.lines.index(line)
    for other in reversed([other for other in report.lines[max(0, place - 4) : place] if not other.quoted][-2:]):
        for unit in reversed(other.marks()):
            if unit.kind == "PERSON":
                held = [h.title for h in report.person(unit).held if h.kind == "office"]
                return next((t for t in held if not t.startswith(("Deputy ", "Vice "))), next(iter(held), None))
    return None


# "and Special Envoy of the United Nations High Commissioner": of no state that stands before.
_OF_BODY = re.compile(r" (?:of|to) the (?:United Nations|U\.?N\.?|European|African Union|World|International) ")


def _inherited(report: Report, line: Line, mark: Mark, office: Office) -> Office:
    """A state that follows from the neighbours only: from the person before in a list, or from the sentence's subject."""
    units = line.units
    place = next((i for i, u in enumerate(units) if isinstance(u, Mark) and _holds(u, mark)), None)
    if place is None or office.spans and _OF_BODY.search(line.text, *office.spans[0]):
        return office
    before = _list_before(line, place)
    for unit in before:
        for other in unit.attrs.get("resolved", ()):
            if other.country and other.kind == "office":
                if office.head and other.head or other.state_behind:
                    return office  # two heads of state in one list are of two states
                return replace(
                    office,
                    country=other.country,
                    subdivision=other.subdivision,
                    state_spans=other.state_spans,
                    state_inference="coordination",
                )
    if office.head and _SUBORDINATE.search(line.text[max(line.start, mark.start - 12) : mark.start]):
        first = next((u for u in units[:5] if isinstance(u, Mark)), None)
        if first is not None and first.kind == "NATION" and first is not units[place]:
            lead = line.text[line.start : first.start].strip().lower()
            if lead in ("", "the") and line.text[first.end : first.end + 2] not in ("’s", "'s"):
                return replace(
                    office, country=first.attrs["country"], state_spans=((first.start, first.end),), state_inference="context"
                )
    return office


def _holds(unit: Mark, mark: Mark) -> bool:
    return unit is mark or any(_holds(part, mark) for part in unit.parts)


def _list_before(line: Line, place: int) -> list[Mark]:
    """The people who stand before this one in the same list, nearest first."""
    found: list[Mark] = []
    k = place
    while True:
        gap = ""
        k -= 1
        while k >= 0 and not isinstance(line.units[k], Mark):
            gap = line.code[k] + gap
            k -= 1
        if k < 0:
            return found
        unit = line.units[k]
        if (
            not isinstance(unit, Mark)
            or unit.kind != "PERSON"
            or not (
                gap in (" ",)
                and unit.attrs.get("closed")
                or re.fullmatch(r",? (?:and |as well as )?(?:the )?", gap)
                and gap.strip()
            )
        ):
            return found
        found.append(unit)


def _hit(report: Report, mark: Mark) -> None:
    person = report.person(mark)
    start, end = mark.attrs["name_span"]
    rule = mark.attrs["rule"]
    name = (
        Value(mark.attrs["name"], (Rest(start, end, "normalised"),))
        if mark.attrs["name"] != report.words(start, end)
        else report.said(start, end)
    )
    named = Claim(
        "person_names",
        f"{person.key}/name/{slug(mark.attrs['name'])}",
        {"name": name},
        {"person_id": person.key},
    )
    about = Claim("people", person.key)
    if mark.attrs["name"] == person.name:
        about.values["name"] = name
    claims = [about, named]
    for office in mark.attrs.get("resolved", ()):
        if office.title is None or is_hollow(report, office):
            continue
        claims += role_claims(report, person, office)
        if office.country and "country" not in about.values:
            rests = tuple(Rest(s, e, office.state_inference) for s, e in office.state_spans)
            about.values["country"] = Value(office.country, rests)
            if office.subdivision:
                about.values["subdivision"] = Value(office.subdivision, rests)
    report.hit(rule, mark.start, mark.end, claims)


def role_claims(report: Report, person: Person, office: Office) -> list[Claim]:
    """That a person holds an office: a role, and the body of which it is."""
    words = tuple(
        Rest(s, e, "counterpart" if office.relation else _title_inference(report, office, s, e)) for s, e in office.spans
    )
    role = Claim("roles", f"{person.key}/role/{slug(office.title or '')}", {}, {"person_id": person.key})
    role.values["title"] = Value(office.title or "", words)
    role.values["kind"] = Value(office.kind, tuple(r._replace(inference="reading") for r in words))
    if office.country:
        rests = tuple(Rest(s, e, office.state_inference) for s, e in office.state_spans)
        role.values["country"] = Value(office.country, rests)
        if office.subdivision:
            role.values["subdivision"] = Value(office.subdivision, rests)
    if report.published:
        day = report.published.isoformat()
        dated = report.published_rests or tuple(r._replace(inference="supplied_date") for r in words)
        role.values["first_reported"] = Value(day, dated)
        role.values["last_reported"] = Value(day, dated)
    if office.body is None or office.body_span is None:
        return [role]
    key = organization_key(office.body_core or office.body, office.country)
    role.refs["organization_id"] = key
    return [
        role,
        organization_claim(
            report,
            key,
            office.body_span,
            office.country,
            tuple(Rest(s, e, office.state_inference) for s, e in office.state_spans),
        ),
    ]


def _title_inference(report: Report, office: Office, start: int, end: int) -> str | None:
    return None if report.words(start, end) == office.title else "normalised"


def organization_key(core: str, country: str | None) -> str:
    """A body within the report: by its name without state and article, and its state."""
    return f"organization/{slug(core)}" + (f"/{country.lower()}" if country else "")


def organization_claim(
    report: Report, key: str, span: tuple[int, int], country: str | None, state_rests: tuple[Rest, ...]
) -> Claim:
    claim = Claim("organizations", key, {"name": report.said(*span)})
    if country:
        claim.values["country"] = Value(country, state_rests)
    return claim


def holder_of(report: Report, office: Office) -> Person | None:
    """The person whom the report names as the holder of this office of this state; a "leader" heads a state or government."""
    for person in report.people.values():
        for held in person.held:
            if held.country != office.country or held.subdivision != office.subdivision or held.kind != "office":
                continue
            if same_office(held.title, office.title) or office.title is None and office.head and held.head:
                return person
    # the report names one holder of such an office, and of no state: "Foreign Minister Silva", then "the Chilean foreign minister"
    same = [p for p in report.people.values() if any(same_office(h.title, office.title) and h.kind == "office" for h in p.held)]
    stateless = [p for p in same if not any(h.country for h in p.held if same_office(h.title, office.title))]
    return stateless[0] if len(same) == len(stateless) == 1 else None


_SORTS = {
    "Minister": re.compile(r"Minister\b"),
    None: re.compile(
        r"(?:President|Prime Minister|Premier|Chancellor|King|Queen|Emir|Sultan|Supreme Leader|Crown Prince|Emperor)\b"
    ),
}


def holder_of_sort(report: Report, office: Office) -> Person | None:
    """ "The Danish minister", "the Danish leader": whom the report names as the only minister, or head, of that state."""
    sort = _SORTS.get(office.title) if office.title == "Minister" or office.title is None and office.head else None
    if sort is None or office.country is None:
        return None
    there = [
        p
        for p in report.people.values()
        if any(h.country == office.country and h.kind == "office" and sort.match(h.title or "") for h in p.held)
    ]
    return there[0] if len(there) == 1 else None
