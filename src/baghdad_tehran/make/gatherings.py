"""Forums: conferences, summits and the meetings of groups of many states; who attended them, and which were only pointed at."""

from __future__ import annotations

import re
from dataclasses import replace

from ..edtf import bounds
from .dates import DAYS, is_day, last_of, span_of
from .days_of_others import drop_day_of_another_verb
from .encounter_words import is_asked
from .event_lists import sharing_noun
from .finding_meetings import Finder
from .forum_guests import Union, members_near, of_union, the_union, those_there
from .forum_names import by_name, city_in_name, group_behind, is_set_in_time, is_standing, is_wished, told_as_to_come
from .marks import Mark
from .matching import Found, Slot
from .meeting_claims import forum_claim, meeting_claims, participant_claims, state_date, state_place, topic_claims
from .meetings import Meeting, collective, may_be
from .model import Claim, Rest, Value
from .report import Party, slug
from .surroundings import state_around, this_day

_ABSENT = re.compile(
    r"\b(?:unable|refus\w+|declin\w+|fail\w*|not|never|won't|wouldn't|skip\w*|boycott\w*|without|instead of|rather than)(?: to)?[^,;:.]{0,12}$",
    re.IGNORECASE,
)
_NAMED_FOR_CITY = re.compile(r"^(?:an?|the|this) (?:[a-z-]+ |(?:19|20)\d\d ){0,2}[A-Z][\w ]+ (?:[a-z]+ )?(?:summit|conference)$")
_AT = re.compile(r"\b(?:at|during|in|of|from|for|ahead of|before|after|following) (?:(?:the|an?|this) )?(?:[a-z-]+ ){0,3}$")
_WAS = re.compile(r"\b(?:was|were|had|has been|attended|ended|concluded|took|last|previous)\b", re.IGNORECASE)
_TOOK_PART = re.compile(
    r"(?:attended|participated|took part|addressed|spoke|delivered|gave|joined|hosted|chaired|co-chaired|opened|led|represented)\b"
)
_BEGUN = re.compile(
    r"(?:was|were) held|is being held|opened|began|started|kicked off|took place|ended|concluded|closed|wrapped up|got under"
)
_APART = re.compile(
    r"\b(?:ahead of|before|prior to|in advance of|in preparation for|preparations for|agenda for) (?:(?:the|this) )?(?:[a-z-]+ ){0,2}$"
)
_OPENS = re.compile(
    r"\b(?:open(?:ed|s|ing)|beg(?:an|ins)|start(?:ed|s)|kick(?:ed|ing) off) (?:here )?(?:on |late |early )?$", re.IGNORECASE
)
_TO_COME = re.compile(
    r"\b(?:will|(?:is|are) (?:to|due|set|expected|scheduled|planning|heading|travell?ing|flying|going|leaving)|plans|leaves|heads) "
)


_PART = re.compile(
    r"\b(?:(?P<first>opening(?: ceremony| session| day)?|start|beginning|first day)|end|close|closing(?: ceremony| session| day)?|conclusion|(?:last|final) day)"
    r" of (?:the |an? |this )?(?:[\w-]+ ){0,2}$"
)


class Gatherings(Finder):
    """What matches say of forums."""

    union: tuple[Union | None] | None = None  # the one of which the report tells, once it was looked for

    def _collective(self, f: Found, who: list[Party], status: str) -> None:
        """ "EU foreign ministers met": one group, of a body or of many states."""
        if self._ends_list(f, who[0].start if who else f.start):
            return
        if len(who) != 1 or not (who[0].kind == "delegation" or who[0].organization) or not collective(self.report, f, who[0]):
            return
        stated = self._stated_date(f, status)
        key = f"meeting/{slug(who[0].description or who[0].organization or 'x')}"
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
        state_around(self.report, f, forum, claims[0])
        claims += topic_claims(self.report, forum, f)
        self._record(f, forum, claims)
        self._tell(f.number, forum)

    def _ends_list(self, f: Found, at: int) -> bool:
        """ "Chile, Peru and EU ministers met": is another party named right before?"""
        before = next((m for m in reversed(f.line.marks()) if m.end <= at), None)
        return (
            before is not None
            and before.kind in ("NATION", "CAPITAL", "BODY", "PERSON", "OFFICE", "OFFICES", "DELEGATION", "GROUP", "NAME")
            and re.fullmatch(r"(?:,| and|, and) (?:the )?", self.report.words(before.end, at)) is not None
            and not (f.start < before.start)
        )

    def _gathering(self, f: Found) -> None:
        slot = f.one("forum")
        if f.rule.settings.get("aside") and (self._may_be_theirs(f, slot) or is_wished(self.report, f)):
            return
        if slot is None or self._is_the_talks(f, slot.marks[0]):
            return
        mark = slot.marks[0]
        listed = self.events.before(f) if f.rule.settings.get("joined") else None
        if f.rule.settings.get("joined") and listed is None:
            return
        forum = self._forum(mark) or self._unnamed(mark)
        if forum is None:
            return
        anchor = f.one("anchor")
        if anchor is None and self.gathered.get(f.number) is forum:
            return  # its sentence tells more of it than its name
        words = self.report.words(anchor.start, anchor.end).lower() if anchor else ""
        if anchor is not None and _ABSENT.search(self.report.words(f.line.start, anchor.start)) or is_asked(self.report, f):
            return
        if (
            re.match(r"(?:to |for$)", words)
            and not forum.parties
            and _TO_COME.search(self.report.words(f.line.start, anchor.start if anchor else f.start))
        ):
            self._becomes(forum, "planned")
        if (
            re.match(r"(?:opens|inaugurates|will|would|is to|are to|plans? to|is (?:due|set|expected|scheduled) to)\b", words)
            and not forum.parties
        ):
            self._becomes(forum, "planned")
        if listed is not None and not forum.parties:
            self._becomes(forum, self.events.status(f, listed))
        if re.match(r"(?:attend|address|join|participate in|take part in)\b", words):  # "… will meet Silva and attend the forum"
            if not re.search(r"\b(?:will|is to|plans to)\b", self.report.words(f.line.start, f.start)):
                return
            if not forum.parties:
                self._becomes(forum, "planned")
        if (
            re.match(r"(?:attending|addressing|joining|chairing|opening|hosting|participating|taking part)\b", words)
            and not forum.parties
        ):
            before = self.report.words(f.line.start, f.start)  # "will see a school before chairing a meeting"
            if re.search(r"\b(?:will|is to|plans to|is due to)\b", before) and not re.search(r"\b(?:after|said|says)\b", before):
                self._becomes(forum, "planned")
        if forum.status == "planned" and f.line.segment == "paragraph" and _TOOK_PART.match(words) and self._only_above(forum):
            self._becomes(forum, "held")  # what a headline calls "Silva's participation in the forum" is told of in the text
        if "status" in f.rule.settings and not forum.parties:
            self._becomes(forum, f.rule.settings["status"])
        elif forum.first == mark.start and not forum.parties and (told_as_to_come(self.report, f, mark) or self._soon(f, mark)):
            self._becomes(forum, "planned")
        own = mark.attrs.get("named") or forum.first == mark.start
        claim = forum_claim(self.report, forum, mark) if own else Claim("meetings", forum.key)
        claims = [claim]
        ends = "start" if re.match(r"start|open|began|kick", words) else "end" if re.match("ended|conclu|closed", words) else None
        part = _PART.search(self.report.words(f.line.start, mark.start))
        of_part = "start" if part and part["first"] else "end" if part else None  # "at the end of the summit on Tuesday"
        for setting in f.slots.get("setting", []):
            for m in setting.marks:
                if m.kind == "DATE":
                    opens = _OPENS.search(self.report.words(max(f.start, m.start - 30), m.start))
                    state_date(
                        self.report, forum, claim, m, ends or ("start" if opens else of_part if is_day(m.attrs["date"]) else None)
                    )
        for m in (m for s in f.slots.get("date", ()) for m in s.marks):  # "on Monday opened a conference"
            state_date(self.report, forum, claim, m, ends)
        for m in mark.find("DATE"):  # "the December 15-16 summit"
            state_date(self.report, forum, claim, m)
        if f.slots.get("setting"):
            this_day(self.report, f, claim)
        days = DAYS.search(self.report.words(mark.start, mark.end))
        stated = claim.values.get("date")
        if days and stated is not None and stated.value.endswith("/.."):  # "opened a two-day summit on Saturday"
            last = last_of(stated.value[:-3], days)
            if last is not None:
                spot = Rest(mark.start + days.start(), mark.start + days.end(), "normalised")
                claim.values["date"] = Value(span_of(stated.value[:-3], last), (*stated.rests, spot))
        self._setting(
            f, forum, claim, [replace(s, marks=[m for m in s.marks if m.kind != "DATE"]) for s in f.slots.get("setting", [])]
        )
        if "place" not in claim.values and _NAMED_FOR_CITY.search(
            self.report.words(mark.start, mark.end)
        ):  # "a London conference"
            for m in mark.find("CAPITAL")[-1:]:
                state_place(self.report, forum, claim, m)
        elif "place" not in claim.values and (city := city_in_name(self.report, mark)) is not None:
            state_place(self.report, forum, claim, city)
        if anchor is not None and not f.rule.settings.get("aside"):
            dated = "date" in claim.values
            state_around(self.report, f, forum, claim)
            if not dated and re.match(r"(?:to |for$)", words) and "date" in claim.values and "/" in claim.values["date"].value:
                # "From March 4 to 7, she will travel to Oslo to attend the summit": the days of the journey.
                del claim.values["date"]
        drop_day_of_another_verb(self.report, f, claim)
        capacity = f.rule.settings.get("capacity", "attendee")
        whom = self._parties(f, "whom")
        if not whom and f.rule.settings.get("who"):
            whom = [p for p in self._subject(f) if p.person or p.description]  # no state travels
        if listed is not None:
            whom = listed.who
        for party in whom:
            forum.parties.setdefault(party.key, party)
            forum.capacities.setdefault(party.key, capacity)
            claims += participant_claims(self.report, forum, party, capacity)
        if "status" in claim.values and forum.first == mark.start and not self._comes_as_told(forum, claim):
            claim.values["status"] = Value("held" if forum.status == "planned" else "planned", claim.values["status"].rests)
            self._becomes(forum, claim.values["status"].value)
        if listed is not None:
            self.events.share(listed, claim)
        if capacity == "attendee":
            self.events.note(f, whom, forum.status, claim)
        self._record(f, forum, claims)
        self._of_one_noun(f, mark, claim)
        if anchor is not None and not self._long_ago(claim):
            self.gathered[f.number] = forum
        # a dialogue of two, or one that they chaired together: what follows was said and done there
        if len(whom) > 1 and (capacity == "principal" or re.match(r"co-?(?:chair|host)", words)):
            self._tell(f.number, forum)

    def _of_one_noun(self, f: Found, mark: Mark, claim: Claim) -> None:
        """ "The G7 and NATO summits in Oslo next week": when and where the last of several is, the others are too."""
        for other in sharing_noun(self.report, f.line, mark):
            forum = self._forum(other)
            told = self.facts.get(forum.key, ()) if forum is not None else ()
            own = next((c for _, claims in told for c in claims if forum is not None and c.entity == forum.key), None)
            if own is None or own is claim:
                continue
            if "date" not in own.values and "date" in claim.values:
                own.values["date"], own.refs["date_basis"] = claim.values["date"], claim.refs["date_basis"]
            if not {"place", "country"} & set(own.values):
                own.values.update({k: v for k, v in claim.values.items() if k in ("place", "country")})

    def _only_above(self, forum: Meeting) -> bool:
        """Has nothing but headlines and the like told of it so far?"""
        told = self.facts.get(forum.key, ())
        return bool(told) and all(f.line.segment != "paragraph" for f, _ in told)

    def _soon(self, f: Found, mark: Mark) -> bool:
        """A day without its year that lies some weeks ahead, and most of a year back: "the ANP meeting April 14 to 16", told in April."""
        dates = [*mark.find("DATE"), *(m for s in f.slots.get("setting", ()) for m in s.marks if m.kind == "DATE")]
        today = self.report.published
        if not dates or today is None or _WAS.search(self.report.words(f.start, f.end)):
            return False
        read = [self.report.when(dates[0], past=past) for past in (True, False)]
        back, ahead = (bounds(r[0].edtf) if r else (None, None) for r in read)
        return bool(back[1] and ahead[0] and (today - back[1]).days > 200 and 0 <= (ahead[0] - today).days < 120)

    def _long_ago(self, claim: Claim) -> bool:
        """ "The first session was held in 1953": nothing that the report tells next was done there."""
        last = bounds(claim.values["date"].value)[1] if "date" in claim.values else None
        return last is not None and self.report.published is not None and (self.report.published - last).days > 400

    def _is_the_talks(self, f: Found, mark: Mark) -> bool:
        """ "At the summit, the leaders will …": the meeting told before, of just these."""
        before = self._before(f.number)
        if mark.attrs.get("named") or before is None or before.kind in ("visit", "forum"):
            return False
        whom = {p.key for p in self._parties(f, "whom")}
        return bool(whom) and whom <= set(before.parties)

    def _comes_as_told(self, forum: Meeting, claim: Claim) -> bool:
        """ "Agreed to speak at the June summit", of June to come: does its date fit what its words make of it?"""
        stated, today = claim.values.get("date"), self.report.published
        first, last = bounds(stated.value) if stated else (None, None)
        if today is None or first is None and last is None:
            return True
        if forum.status == "planned":
            return last is None or last >= today
        return first is None or first <= today

    def _may_be_theirs(self, f: Found, slot: Slot | None) -> bool:
        """ "Spoke at the summit in Oslo on Monday": when and where may be theirs; "spoke ahead of the summit in Oslo": the summit's."""
        if f.number not in self.current or not self._met_at(f, slot):
            return False
        return slot is None or _APART.search(self.report.words(f.line.start, slot.start)) is None

    def _met_at(self, f: Found, slot: Slot | None) -> bool:
        """ "Met on the sidelines of the summit in Oslo on Monday": the day may be that of the meeting."""
        return slot is None or _AT.search(self.report.words(f.line.start, slot.start)) is not None

    def name_forums(self) -> None:
        """A forum that is only ever pointed at ("the summit") is stated by the first mention of its name."""
        stated = {c.entity for hit in self.report.hits for c in hit.claims if c.table == "meetings" and "kind" in c.values}
        within: dict[str, list[Claim]] = {}  # a forum -> the claims of the first match that tells of something at it
        for claims in (c for facts in self.facts.values() for _, c in facts):
            for claim in claims:
                if "part_of" in claim.values:
                    within.setdefault(claim.values["part_of"].value, claims)
        for forum in self.meetings:
            if forum.kind != "forum" or forum.mark is None or forum.key in stated:
                continue
            for _, claims in self.facts.get(forum.key, [])[:1]:
                claims.append(forum_claim(self.report, forum, forum.mark))
                stated.add(forum.key)
            if forum.key in stated:
                continue
            if forum.key in within:
                within[forum.key].append(forum_claim(self.report, forum, forum.mark))

    def fill_forums(self) -> None:
        """Those who met at a forum or on its sidelines attended it: where nothing else is told of who did."""
        aside: dict[str, list[Meeting]] = {}  # a forum -> the encounters at it
        for meeting in self.meetings:
            if meeting.part_of is not None and meeting.kind not in ("visit", "forum", "call"):
                aside.setdefault(meeting.part_of, []).append(meeting)
        for forum in self.meetings:
            if forum.kind == "forum" and forum.parties:
                self._of_those(forum)
            if forum.kind != "forum" or forum.parties:
                continue
            for meeting in aside.get(forum.key, ()):
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
            if not forum.parties:
                self._of_sentence(forum)

    def _of_those(self, forum: Meeting) -> None:
        """ "Silva attended a summit of Andean leaders": these too, beside those who are told to have been there."""
        for f, claims in self.facts.get(forum.key, ()):
            slot = f.one("forum")
            for party in group_behind(self.report, f, slot.marks[0]) if f.rule.frame == "gathering" and slot else ():
                if party.key not in forum.parties:
                    forum.parties[party.key] = party
                    forum.capacities[party.key] = "principal"
                    claims += participant_claims(self.report, forum, party, "principal")

    def _of_body(self, forum: Meeting) -> None:
        """ "The Nordic Council summit ended in Oslo": its own, where nobody else is told to have been there."""
        for f, claims in self.facts.get(forum.key, ()):
            slot = f.one("forum")
            if f.rule.frame != "gathering" or f.one("whom") or slot is None:
                continue
            mark = forum.mark or slot.marks[0]
            anchor = f.one("anchor")
            begun = anchor is not None and _BEGUN.match(self.report.words(anchor.start, anchor.end))
            told = f.rule.settings.get("capacity") or begun or any({"date", "place", "country"} & set(c.values) for c in claims)
            if not told and (is_standing(self.report, mark) or not is_set_in_time(self.report, f, mark)):
                continue
            for party in by_name(self.report, f, mark):
                forum.parties[party.key] = party
                forum.capacities[party.key] = "principal"
                claims += participant_claims(self.report, forum, party, "principal")
            return

    def _of_sentence(self, forum: Meeting) -> None:
        """Who was there by the sentences that point at it; a standing body is no event unless its words set it in time."""
        told = [(f, claims) for f, claims in self.facts.get(forum.key, ()) if f.rule.frame == "gathering" and f.one("forum")]
        set_somewhere = any(
            {"date", "place", "country"} & set(c.values) for _, claims in told for c in claims if c.entity == forum.key
        )
        for f, claims in told:
            mark = f.slots["forum"][0].marks[0]
            if is_wished(self.report, f) or not set_somewhere and is_standing(self.report, mark) and mark.attrs.get("named"):
                continue
            there = those_there(self.report, f)
            if not there and set_somewhere:
                near = members_near(self.report, f)
                if not near and self.union is None:
                    self.union = (the_union(self.report),)
                if not near and self.union and self.union[0] is not None:
                    near = of_union(self.report, f, self.union[0])
                there = [(p, "principal") for p in near]
            for party, capacity in there:
                forum.parties.setdefault(party.key, party)
                forum.capacities.setdefault(party.key, capacity)
                claims += participant_claims(self.report, forum, party, capacity)
            if there:
                return

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
