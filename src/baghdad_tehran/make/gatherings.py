"""Forums: conferences, summits and the meetings of groups of many states; who attended them, and which were only pointed at."""

from __future__ import annotations

import re
from dataclasses import replace

from .dates import DAYS, last_of
from .encounter_words import is_asked
from .finding_meetings import Finder
from .marks import Mark
from .matching import Found
from .meeting_claims import forum_claim, meeting_claims, participant_claims, state_date, state_place, topic_claims
from .meetings import Meeting, collective, may_be
from .model import Claim, Rest, Value
from .parties import resolve
from .report import Party, slug
from .taking_part import takes_part
from .vocabulary import lower

_ABSENT = re.compile(
    r"\b(?:unable|refus\w+|declin\w+|fail\w*|not|never|won't|wouldn't|skip\w*|boycott\w*|without|instead of|rather than)(?: to)?[^,;:.]{0,12}$",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\b([A-Z][\w.]+)(?:[-–—/]| [-–—] )([A-Z][\w.]+)(?= )")
_GROUP = re.compile(r"\b(?!The )((?:[A-Z][\w().’'-]* ){1,7}(?:Leaders|Ministers|Officials))['’]? ")
_HELD_BY = re.compile(
    r" of ((?:the |their |its |all )?(?:[\w-]+ ){0,4}(?:leaders|heads of (?:state|government)(?: (?:and|or) (?:of )?government)?|nations|countries|ministers)\b)"
)
_OF_NAME = re.compile(r"\b(?:summit|forum|conference|session) of ((?:the )?[A-Z].*)$")
_NAMED_FOR_CITY = re.compile(r"^(?:an?|the|this) (?:[a-z-]+ ){0,2}[A-Z][\w ]+ (?:[a-z]+ )?(?:summit|conference)$")
_OPENS = re.compile(
    r"\b(?:open(?:ed|s|ing)|beg(?:an|ins)|start(?:ed|s)|kick(?:ed|ing) off) (?:here )?(?:on |late |early )?$", re.IGNORECASE
)
_TO_COME = re.compile(
    r"\b(?:will|(?:is|are) (?:to|due|set|expected|scheduled|planning|heading|travell?ing|flying|going|leaving)|plans|leaves|heads) "
)


class Gatherings(Finder):
    """What matches say of forums."""

    def _collective(self, f: Found, who: list[Party], status: str) -> None:
        """ "EU foreign ministers met": one group, of a body or of many states."""
        if re.search(r"(?:\band|,) (?:the )?$", self.report.words(f.line.start, who[0].start if who else f.start)):
            return  # the last of a list
        if len(who) != 1 or who[0].kind != "delegation" or not collective(self.report, f, who[0]):
            return
        stated = self._stated_date(f, status)
        key = f"meeting/{slug(who[0].description or 'x')}"
        for known in (m for m in self.meetings if m.key.startswith(key) and m.status == status):
            if stated is None or may_be(known, stated, self.report):
                forum = known
                break
        else:
            forum = self._add(Meeting(self._unused(key), "forum", status, first=f.start, date=stated))
        forum.parties.setdefault(who[0].key, who[0])
        forum.capacities.setdefault(who[0].key, "principal")
        claims = meeting_claims(self.report, f, forum, [(who[0], "principal")], f.one("anchor"))
        claims += self._setting(f, forum, claims[0], [*self._inside(f), *self._settings(f, status)])
        claims += topic_claims(self.report, forum, f)
        self._record(f, forum, claims)
        self._tell(f.number, forum)

    def _gathering(self, f: Found) -> None:
        if f.rule.settings.get("aside") and f.number in self.current:
            return  # "met on the sidelines of the summit in Oslo on Monday": the day may be that of the meeting
        slot = f.one("forum")
        forum = (self._forum(slot.marks[0]) or self._unnamed(slot.marks[0])) if slot else None
        if forum is None or slot is None:
            return
        mark = slot.marks[0]
        anchor = f.one("anchor")
        words = self.report.words(anchor.start, anchor.end).lower() if anchor else ""
        if anchor is not None and _ABSENT.search(self.report.words(f.line.start, anchor.start)) or is_asked(self.report, f):
            return
        if (
            re.match(r"(?:to |for$)", words)
            and not forum.parties
            and _TO_COME.search(self.report.words(f.line.start, anchor.start if anchor else f.start))
        ):
            forum.status = "planned"
        if re.match(r"(?:will|would|is to|are to|plans? to|is (?:due|set|expected|scheduled) to)\b", words) and not forum.parties:
            forum.status = "planned"
        if re.match(r"(?:attend|address|join|participate in|take part in)\b", words):  # "… will meet Silva and attend the forum"
            if not re.search(r"\b(?:will|is to|plans to)\b", self.report.words(f.line.start, f.start)):
                return
            if not forum.parties:
                forum.status = "planned"
        if "status" in f.rule.settings and not forum.parties:
            forum.status = f.rule.settings["status"]
        own = mark.attrs.get("named") or forum.first == mark.start
        claim = forum_claim(self.report, forum, mark) if own else Claim("meetings", forum.key)
        claims = [claim]
        ends = "start" if re.match(r"start|open|began|kick", words) else "end" if re.match("ended|conclu|closed", words) else None
        for setting in f.slots.get("setting", []):
            for m in setting.marks:
                if m.kind == "DATE":
                    opens = _OPENS.search(self.report.words(max(f.start, m.start - 30), m.start))
                    state_date(self.report, forum, claim, m, ends or ("start" if opens else None))
        for m in (m for s in f.slots.get("date", ()) for m in s.marks):  # "on Monday opened a conference"
            state_date(self.report, forum, claim, m, ends)
        days = DAYS.search(self.report.words(mark.start, mark.end))
        stated = claim.values.get("date")
        if days and stated is not None and stated.value.endswith("/.."):  # "opened a two-day summit on Saturday"
            last = last_of(stated.value[:-3], days[1])
            if last is not None:
                spot = Rest(mark.start + days.start(), mark.start + days.end(), "normalised")
                claim.values["date"] = Value(f"{stated.value[:-3]}/{last}", (*stated.rests, spot))
        self._setting(
            f, forum, claim, [replace(s, marks=[m for m in s.marks if m.kind != "DATE"]) for s in f.slots.get("setting", [])]
        )
        if "place" not in claim.values and _NAMED_FOR_CITY.search(
            self.report.words(mark.start, mark.end)
        ):  # "a London conference"
            for m in mark.find("CAPITAL")[-1:]:
                state_place(self.report, forum, claim, m)
        capacity = f.rule.settings.get("capacity", "attendee")
        whom = self._parties(f, "whom")
        if not whom and f.rule.settings.get("who"):
            whom = [p for p in self._subject(f) if p.person or p.description]  # no state travels
        for party in whom:
            forum.parties.setdefault(party.key, party)
            forum.capacities.setdefault(party.key, capacity)
            claims += participant_claims(self.report, forum, party, capacity)
        self._record(f, forum, claims)
        self.gathered[f.number] = forum
        # a dialogue of two, or one that they chaired together: what follows was said and done there
        if len(whom) > 1 and (capacity == "principal" or re.match(r"co-?(?:chair|host)", words)):
            self._tell(f.number, forum)

    def name_forums(self) -> None:
        """A forum that is only ever pointed at ("the summit") is stated by the first mention of its name."""
        stated = {c.entity for hit in self.report.hits for c in hit.claims if c.table == "meetings" and "kind" in c.values}
        for forum in self.meetings:
            if forum.kind != "forum" or forum.mark is None or forum.key in stated:
                continue
            for _, claims in self.facts.get(forum.key, [])[:1]:
                claims.append(forum_claim(self.report, forum, forum.mark))
                stated.add(forum.key)
            if forum.key in stated:
                continue
            for claims in (c for facts in self.facts.values() for _, c in facts):
                if any("part_of" in c.values and c.values["part_of"].value == forum.key for c in claims):
                    claims.append(forum_claim(self.report, forum, forum.mark))
                    break

    def fill_forums(self) -> None:
        """Those who met at a forum or on its sidelines attended it: where nothing else is told of who did."""
        for forum in self.meetings:
            if forum.kind != "forum" or forum.parties:
                continue
            for meeting in [m for m in self.meetings if m.part_of == forum.key and m.kind not in ("visit", "forum", "call")]:
                for f, claims in self.facts.get(meeting.key, ()):
                    if not any("part_of" in c.values for c in claims):
                        continue
                    for party in meeting.parties.values():
                        if party.key not in forum.parties and (party.person or party.kind == "office" or party.country):
                            forum.parties[party.key] = party
                            forum.capacities[party.key] = "attendee"
                            claims += participant_claims(self.report, forum, party, "attendee")
            if not forum.parties:
                self._of_body(forum)

    def _of_body(self, forum: Meeting) -> None:
        """ "The Nordic Council summit ended in Oslo": its own, where nobody else is told to have been there."""
        for f, claims in self.facts.get(forum.key, ()):
            if f.rule.frame != "gathering" or f.one("whom") or not any({"date", "place"} & set(c.values) for c in claims):
                continue
            for party in self._by_name(f, forum.mark) if forum.mark else ():
                forum.parties[party.key] = party
                forum.capacities[party.key] = "principal"
                claims += participant_claims(self.report, forum, party, "principal")
            return

    def _by_name(self, f: Found, mark: Mark) -> list[Party]:
        """Whose a forum is by its name: a body's, that of two states, of leaders or ministers."""
        body = next(iter(mark.find("OFFICES", "DELEGATION", "BODY", "BODYNAME")), None)
        if body is not None:
            return takes_part(self.report, f.line, f.number, body)
        states = self._two_states(mark)
        if states:
            return [p for state in states for p in resolve(self.report, f.line, f.number, state)]
        group = _GROUP.search(self.report.text, mark.start, mark.end) or _HELD_BY.match(self.report.text, mark.end, f.line.end)
        group = group or _OF_NAME.search(self.report.text, mark.start, mark.end)
        return [Party(description=group[1], kind="delegation", start=group.start(1), end=group.end(1))] if group else []

    def _two_states(self, mark: Mark) -> list[Mark]:
        """ "The third session of the Chile-Peru Joint Commission": the two states in its name, as marks of it."""
        pair = _PAIR.search(self.report.text, mark.start, mark.end)
        marks = []
        for name, span in zip(pair.groups(), (pair.span(1), pair.span(2)), strict=True) if pair else ():
            entry = next((e for e in self.report.voc.entries.get(lower(name), ()) if e.kind in ("NATION", "DEMONYM")), None)
            if entry is not None:
                marks.append(Mark("NATION", *span, entry.attrs))
        marks = marks if len(marks) == 2 else mark.find("NATION", "DEMONYM")
        return marks if len(marks) == 2 else []

    def drop_empty_forums(self) -> None:
        """A forum of which nobody is told that he took part is none: it is only pointed at."""
        empty = {m.key for m in self.meetings if m.kind == "forum" and not m.parties}
        if not empty:
            return
        for meeting in self.meetings:
            meeting.part_of = None if meeting.part_of in empty else meeting.part_of
        for hit in self.report.hits:
            hit.claims = [c for c in hit.claims if c.table != "meetings" or c.entity not in empty]
            for claim in hit.claims:
                part = claim.values.get("part_of")
                if claim.table == "meetings" and part is not None and part.value in empty:
                    del claim.values["part_of"]
        self.report.hits[:] = [h for h in self.report.hits if h.claims]
        self.meetings = [m for m in self.meetings if m.key not in empty]
        self.current = {n: k for n, k in self.current.items() if k not in empty}
