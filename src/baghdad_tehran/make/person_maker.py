"""People among the phrases: what the frame "person" makes of its slots. One PERSON mark, or none where the words are no name."""

from __future__ import annotations

import re
from dataclasses import replace

from .marks import Line, Mark
from .office_lists import of_next, same_way, share
from .rules import Rule
from .titles import Office, body_core, state_of
from .vocabulary import Vocabulary, lower

_ABBREVIATION = re.compile(r"(?:[A-Z]\.)+")
_INITIALS = re.compile(
    r"[^\W\d_][\w’'-]+ (?:[^\W\d_]\. ?){1,2} ?[^\W\d_][\w’'-]{2,}|(?!U\.|N\.|D\.C|L\.A|J\.P|E\.C\.|E\.U\.|A\.U\.|H\.E\.)(?:[^\W\d_]\. ?){1,3} ?[^\W\d_][\w’'-]{2,}"
)
Groups = dict[str, list[tuple[int, int]]]


def marks_of(line: Line, groups: Groups, slot: str) -> list[Mark]:
    return [m for i, j in groups.get(slot, []) for m in line.marks(i, j)]


def one_of(line: Line, groups: Groups, slot: str) -> Mark | None:
    return next(iter(marks_of(line, groups, slot)), None)


def _no_person(line: Line, rule: Rule, name: Mark, voc: Vocabulary) -> bool:
    """Is the name, which has no title beside it, none of somebody: a storm, a place, words of a headline?"""
    written = line.text[name.start : name.end]
    words = written.split()
    if not rule.settings.get("full_name"):
        return False
    if len(words) < 2 or written.isupper() or len(words) > 5:
        return True
    if words[-1] in voc.things or words[0] in voc.firsts or words[-1].rstrip(".").isdigit():
        return True
    if words[-1].endswith("s") and words[-1][:-1] in voc.body_heads and words[-1] != "Chambers":
        return True  # "Local Fish Committees", but "Ana Chambers"
    if (
        words[-1].isupper()
        and 1 < len(words[-1]) < 5
        and "." not in words[-1]
        and words[-1] not in ("II", "III", "IV", "VI", "JR", "SR")
    ):
        return True  # "Junge SVP"
    if words[0].isupper() and 2 < len(words[0]) < 6 and "." not in words[0]:
        return True  # "RTL Info"
    if rule.settings.get("surname_elsewhere") and words[-1] not in line.alone:
        return True
    return line.titled and written not in line.bodied  # a line of capitals tells nothing


# Offices that go with another: "the Deputy Prime Minister and Minister of Defense Ana Silva" is one.
_SECOND = re.compile(r"^(?:First )?(?:Deputy|Vice) |^State Counsellor|^Crown Prince")
# "the Minister of Fish and Deputy Minister of Trade Ana Silva" is one too.
_MINISTER_OF = re.compile(r"(?:[Tt]he )?(?:(?:Deputy|Second|Senior|Assistant|State) )?Minister (?:of|for) ")
_AT = re.compile(r"\b(?:on|in|at|near|from|off|to) $", re.IGNORECASE)


def _at_place(line: Line, name: Mark, voc: Vocabulary) -> bool:
    """ "A centre on Stone Island, the minister said": the name of a place."""
    words = line.text[name.start : name.end].split()
    before = line.text[max(line.start, name.start - 8) : name.start]
    if words[-1] in voc.things and words[0] in voc.firsts and before.endswith("of the "):
        return True  # "the governor of the Central Province, the district secretary"
    place = (
        words[-1] in voc.things
        or words[0] in voc.firsts
        or len(words) == 1
        and line.text.startswith((", the ", ", The "), name.end)
    )
    return place and bool(_AT.search(line.text[max(line.start, name.start - 6) : name.start]))


def _follows(line: Line, name: Mark, before: list[str]) -> bool:
    """Does the name stand right behind one of these words, or behind a verb for an encounter?"""
    words = line.text[max(line.start, name.start - 40) : name.start].lower()
    if words.endswith(tuple(f"{w} " for w in before)):
        form = next(w for w in before if words.endswith(f"{w} "))
        return not words[: -len(form) - 1][-1:].isalpha()
    return any(m.kind == "MET" and m.end == name.start - 1 for m in line.marks())


# Last words of the names of parts of a body: "the head of the Port Security Division".
_PARTS = frozenset(
    "Division Caucus Committee Unit Branch Section Department Affairs Strategy Directorate Subcommittee Wing Desk".split()
)


def _no_holder(line: Line, name: Mark, office: Mark, voc: Vocabulary) -> bool:
    """A part of a body behind an office, or a portfolio in a list: "the ministers of Trade, Justice and Health"."""
    words = line.text[name.start : name.end].split()
    if len(words) > 1:
        return words[-1] in _PARTS
    listed = office.start > name.end and line.text[office.start : office.start + 1].isupper()
    listed = listed and office.attrs["office"].country is None
    return listed and (words[0] in voc.portfolio_heads or line.text[office.start : office.end] == "Justice")


# Between a name and its office, before which no article stands: ", Minister".
_APPOSED = re.compile(r", (?:[A-Z]|former |then |ex-|outgoing |incoming )")
_NOT_YET = re.compile(r"\b[Ii]ncoming ")
_LISTED = re.compile(r", [A-Z][a-z]{2,15},? (?:and )?[A-Z]")
# Letters behind names: no names themselves.
_LETTERS = frozenset(
    "Emeritus PhD Ph.D Ph.D. MD M.D. MBA MSc BSc MA BA LLB LLM Esq Esq. OBE CBE MBE KCMG CMG DSO DSM MSM AM AO AC JP QC KC SC CPA".split()
)


def _shouted(line: Line, written: str) -> bool:
    """Capitals in a heading of capitals, of which the report has no word as a name elsewhere: "MINISTER SIGNS FISH PACT"."""
    if not written.isupper():
        return False
    if written.split()[0].lower() in ("and", "of", "for", "to", "in", "the", "with", "on", "at", "by", "from"):
        return True
    if not line.titled or not line.text[line.start : line.end].isupper():
        return False
    bodied = {w for b in line.bodied for w in b.lower().split()}
    return not any(w in bodied for w in written.lower().split()[-1:])


def _untitled(line: Line, name: Mark) -> Mark | None:
    """In a heading of capitals, as much of the name as the report's body has: "Premier Silva Resigns Over Storm"."""
    if not line.titled or not line.bodied or line.text[line.start : line.end].rstrip().endswith(":"):
        return name  # but "President Silva:" over what she said
    bodied = {w for b in line.bodied for w in b.lower().replace("’s", "").split()}
    words = line.text[name.start : name.end].split(" ")
    count = len(words)
    while count and words[count - 1].lower() not in bodied:
        count -= 1
    if count == len(words):
        return name
    if not count and 1 < len(words) < 4 and not words[0].endswith(("es", "ed", "ing", "ts", "ns", "ks")):
        return name  # named in the heading only
    return replace(name, end=name.start + len(" ".join(words[:count]))) if count else None


# Last words of names that are no person's, whatever office stands before them: "General Motors", "King Omar Hospital".
_PLACED = frozenset(
    "List Lists Inn Lodge League Division Cup Trophy Records Pictures Studios Grandstand Headquarters Store Arena Pavilion Villa Resort Casino Regulation Regulations Partners Partnership Project Projects Programme Program Programs System Channel Unit Evening Plan Plans Initiative Initiatives Agreement Treaty Protocol Committee Council Commission Ministry Department Agency Authority Association Election Elections Conditions Terms Services Securities Delivery Awards Award Prize Summit Forum Conference Meeting Meetings Festival Paralympics Olympics Strategy Network Alliance Company Group Party Union Assembly Debate Secretariat Budget Programming Announcements Statements Statement Boulevard Avenue Airport Hospital Inc Inc. Co Corp Corp. Plc Ltd Motors Electric Dynamics Foundation University Stadium Highway Mosque Chapter Equities Hub Brands Foods Stores Chemicals Petroleum Steel Airlines Bancorp LLC LLP Ltd. Limited PLC GmbH Bhd Pte Base Airfield Barracks Museum Library Institute Academy Cathedral Barrage Sector Sectors Guidance Interview Interviews Gardens".split()
)


_NUMERAL = re.compile(r"[IVX]{1,5}")  # "Co-Chair of Working Group II"


def _no_name(line: Line, groups: Groups, name: Mark, voc: Vocabulary) -> bool:
    """Words behind an office or title that are no name: "the president BEYOND his term", "Secretary Finance", "King Omar Hospital"."""
    written = line.text[name.start : name.end]
    words = written.split()
    if (
        words[-1] in _PLACED
        or words[0] in voc.heading
        or _NUMERAL.fullmatch(written)
        or all(w in voc.portfolio_heads or w in voc.firsts for w in words)
    ):
        return True  # "the Ministry of Rural Development, Social Security, and …"
    if written.isupper() and (any(w.capitalize() in voc.small for w in words) or words[-1].capitalize() in voc.portfolio_heads):
        return True  # "INTERVIEW AFTER MEETING WITH"
    if len(words) == 1 and (
        written.lower().endswith(("bank", "corp", "coin"))
        or lower(written) in voc.person_nouns
        or name.attrs.get("opening")
        and (written.endswith("lly") or len(written) > 7 and written.endswith("ly"))
    ):
        return True  # "the Founder, President and …"; "Specifically, the president …"
    held = one_of(line, groups, "office")
    if held is None or held.start > name.start:
        return words[-1].endswith("s") and words[-1][:-1] in voc.demonyms and len(words) > 1
    if held.kind == "COUNTERPART" and line.text[held.start : held.start + 4].lower() == "its ":
        return True  # "Ford and its German counterpart Volkswagen"
    return written.isupper() and len(written) > 2 and not line.text[held.start : held.end].isupper() and "." not in written


_IN_CHARGE = re.compile(r"MINISTER (?:FOR|OF) [A-Z ,&]+$")


def _signed(line: Line, name: Mark) -> bool:
    """Is it a line with an office and its holder, as over a release: "MINISTER FOR FISH ANA SILVA"?"""
    words = line.text[name.start : name.end].split()
    ends = not line.text[name.end : line.end].strip()
    return (
        ends
        and len(words) == 2
        and not words[0].endswith(("S", "ED"))
        and bool(_IN_CHARGE.search(line.text[line.start : name.start].rstrip()))
    )


def _on_a_line(written: str, voc: Vocabulary) -> bool:
    """May the words of a line be a name, in capitals or not: two to six, none of them of a heading?"""
    words = written.split()
    if not 1 < len(words) < 7 or words[-1].capitalize() in voc.things or any(w.capitalize() in voc.small for w in words):
        return False
    return not any(
        len(w) > 6 and w.upper().endswith(("TION", "MENT", "ING", "NESS", "ITY", "SHIP", "ANCE", "ENCE", "IES")) for w in words
    )


def _unknown(line: Line, written: str) -> bool:
    """Is it one word, which the report has in nobody's full name?"""
    return " " not in written and not any(written in (b.split()[0], b.split()[-1]) for b in line.bodied if " " in b)


def _before_holder(line: Line, written: str, office: Mark) -> bool:
    """Is it the last of a list of places, and the office that of whoever is named behind: "in Iquique and Arica, the mayor, Ana Silva,"?"""
    if not _unknown(line, written) or not line.text.startswith(", ", office.end):
        return False
    after = next((m for m in line.marks() if m.kind == "NAME" and m.start == office.end + 2), None)
    return after is not None and " " in line.text[after.start : after.end]


# Posts of those who serve a person: "Ana Silva's official spokesman".
_SERVES = re.compile(r"(?:Spokesperson|Aide|Advisor|Press Secretary|Chief of Staff|Private Secretary|Campaign Manager|Deputy)$")


_OF_RANK = re.compile(
    r"\b(?:retired|former|ex|army|police|military|air force|marine|rebel|renegade|intelligence)[ -]$", re.IGNORECASE
)


def make_person(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    name = one_of(line, groups, "name")
    if name is None or _no_person(line, rule, name, voc):
        return None
    written = line.text[name.start : name.end]
    if written in _LETTERS or _shouted(line, written) and not _signed(line, name):
        return None
    name = _untitled(line, name)
    if name is None or _no_name(line, groups, name, voc):
        return None
    written = line.text[name.start : name.end]
    if _ABBREVIATION.fullmatch(written) or rule.settings.get("initials") and not _INITIALS.match(written):
        return None
    if rule.settings.get("name_only") and _unknown(line, written):
        return None  # one word is somebody's name only where the report has the rest of it
    if rule.settings.get("continues") and not same_way(line, i):
        return None
    if rule.settings.get("staff"):
        after = next((m for m in line.marks() if m.kind == "OFFICE" and m.start == name.end + 3), None)
        if after is None or not _SERVES.search(after.attrs["office"].title or ""):
            return None
    before = rule.settings.get("words", {}).get("before")
    if before and not _follows(line, name, before):
        return None
    for a, b in groups.get("noun", []):
        start, end = line.span(a, b)
        noun = lower(line.text[start:end])
        if not voc.is_person_noun(noun):
            between = line.text[name.end : start]
            if not voc.is_person_noun(noun.removesuffix("s")):
                return None
            if between and " one of " not in between and not line.text[: name.start].endswith(" and "):
                return None  # "a Fish Panel, bringing together leaders of …"
    held = marks_of(line, groups, "office")
    if " " not in written and held and line.text.startswith(" (", name.end) and line.text[name.start - 2 : name.start] != ". ":
        return None  # "Llywydd (presiding officer)"
    if rule.settings.get("office_above") or rule.settings.get("office_below"):
        beside = line.above if rule.settings.get("office_above") else line.below
        if beside is None or not _on_a_line(written, voc):
            return None
        held = [*held, beside]
    elif (
        len(held) == 1
        and held[0].start == line.start
        and line.text[held[0].end] == ","
        and _LISTED.match(line.text, name.end)
        and _unknown(line, written)
    ):
        return None  # "President, Visual, Sound and Fish Association"
    for slot in ("letters", "style"):
        said = rule.settings.get("words", {}).get(slot, ())
        for mark in marks_of(line, groups, slot):
            if lower(line.text[mark.start : mark.end]) not in said:
                return None
            held.append(mark)
    if groups.get("verb") and not _APPOSED.match(line.text, name.end):
        return None  # "According to Ana Silva, the president was absent"
    if len(held) > 1 and held[0].attrs["office"].title == "Minister" and line.text.startswith(" and the ", held[0].end):
        return None  # "Minister and the director of the Port Agency, Ben Okoro," are two people
    two = len(held) > 1 and held[1].start < name.start and not groups.get("style")
    if two and line.text[held[0].start : held[0].start + 4].lower() == "the ":
        of_two = _MINISTER_OF.match(line.text, held[0].start) and _MINISTER_OF.match(line.text, held[1].start)
        if not of_two and not _SECOND.search(held[0].attrs["office"].title or ""):
            return None  # "the president and Foreign Minister Silva" are two people
    post, nth = next((m for m in held if m.kind in ("OFFICES", "COUNTERPARTS")), None), 0
    if rule.settings.get("shared_office"):
        before = next(m for m in reversed(line.marks(0, i)) if m.kind == "PERSON")
        post, nth = before.attrs.get("post"), before.attrs.get("nth", 0) + 1
        if post is None or nth > 1 and " and " in line.text[before.start - 5 : before.start]:
            return None  # no list of holders, or one that has had its "and"
    offices: list[Office] = []
    for mark in [post] if post else held:
        if mark.attrs["office"].title is None and not line.text[mark.start : mark.end].lower().endswith("leader"):
            if not mark.attrs["office"].relation:
                continue  # "Chilean chief Ben Okoro": of what?
        if _NOT_YET.search(line.text, max(line.start, mark.start - 9), mark.end):
            continue  # "incoming President Ana Silva": nobody holds it so far
        office = _stated(line, groups, share(mark, nth), offices, mark.attrs.get("kept"), voc)
        if office is not None:
            offices.append(office)
    if (
        len(offices) > 1
        and offices[0].country is None
        and offices[1].country
        and (offices[0].body is None and held[0].start > name.start or two and held[1].start > held[0].end)
    ):
        state = offices[1]  # "Ana Silva, Prime Minister and Foreign Minister of Chile"
        offices[0] = replace(
            offices[0],
            country=state.country,
            subdivision=state.subdivision,
            state_spans=state.state_spans,
            state_inference="coordination",
        )
    if held and held[0].start > name.end and (_at_place(line, name, voc) or _before_holder(line, written, held[-1])):
        return None
    if held and held[0].start > name.end and of_next(line, name, held[-1]):
        return None
    if any(m.attrs["office"] is not None and m.start < name.start and m.attrs["rule"].settings.get("behind_name") for m in held):
        return None  # "Judge Ana Silva, Vice President, Fish Court, Mr Ben Okoro": hers
    if held and not offices and len(written.split()) < 2:
        return None
    if held and _no_holder(line, name, held[0], voc):
        return None
    for rank in marks_of(line, groups, "rank"):
        if not line.text[rank.start].isupper() and not (" " in written and _OF_RANK.search(line.text, line.start, rank.start)):
            return None  # "in general Okoro agreed", but "retired general Ben Okoro"
        stated = next((o for o in offices if o.country), None)
        offices.append(
            Office(
                rank.attrs["title"],
                "rank",
                ((rank.start, rank.end),),
                stated.country if stated else None,
                stated.subdivision if stated else None,
                stated.state_spans if stated else (),
                "context" if stated else None,
            )
        )
    start, end = line.span(i, j)
    parts = tuple(line.marks(i, j))
    if rule.settings.get("name_only"):
        start, end, parts = name.start, name.end, (name,)
    written = " ".join(written.split())
    attrs = {"name": written, "full": written, "name_span": (name.start, name.end), "offices": tuple(offices), "rule": rule}
    if groups.get("close"):
        attrs["closed"] = True
    if post is not None:
        attrs.update(post=post, nth=nth)
    return Mark("PERSON", start, end, attrs, parts)


def _stated(
    line: Line, groups: Groups, office: Office, offices: list[Office], kept: str | None, voc: Vocabulary
) -> Office | None:
    """The office with the state or body that the words around the name give it; None where it has no title of its own."""
    if offices and office.country is None:  # "Chilean Deputy Prime Minister and Foreign Minister": one state for both
        first = offices[0]
        office = replace(
            office,
            country=first.country,
            subdivision=first.subdivision,
            state_spans=first.state_spans,
            state_inference="coordination" if first.country else None,
        )
    if office.title is None and office.relation is None:
        if office.country is None:
            return None
        office = replace(
            office, title=f"{kept.title()} Leader" if kept else "Leader"
        )  # "North Korean leader Kim": of a state, no body's head
    behind = one_of(line, groups, "body")
    if behind is not None and office.body is None and office.title not in (None, "Representative", "Senator"):
        core = body_core(line.text[behind.start : behind.end], voc)
        article = "" if core in voc.bare_bodies else "the "
        office = replace(
            office,
            title=f"{office.title} of {article}{core}",
            body=line.text[behind.start : behind.end],
            body_core=core,
            body_span=(behind.start, behind.end),
        )
    behind = one_of(line, groups, "state")
    if behind is not None and office.country is None:  # "President Rosa Vidal of Chile"
        country, subdivision, inference = state_of(behind)
        spans = ((behind.start, behind.end),)
        office = replace(office, country=country, subdivision=subdivision, state_spans=spans, state_inference=inference)
    return office
