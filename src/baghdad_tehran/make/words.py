"""Word marks: every state, post, cue, date and name-shaped run of words in a stretch of text. Composes nothing.

One Aho-Corasick pass finds the vocabulary's forms; regular expressions find what has a shape (names, bodies, dates,
forums). Where two overlap, the one that starts first wins, then the longer one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from operator import attrgetter

from .body_names import BodyNames
from .dates import date_words, find_dates
from .forms import Forms, Reading, whole_word
from .forum_shapes import DAYS, NO_FORUM, forum_shape
from .homonyms import CUES, means_something_else
from .marks import Mark, apart
from .portfolios import Portfolios
from .vocabulary import Entry, Vocabulary, lower

_UPPER = "".join(c for c in map(chr, range(0x41, 0x590)) if c.isupper())
_WORD = r"[^\W\d_]"
_SHOUTED = re.compile(rf"(?<=[a-z]) [{_UPPER}]{{4,}}(?= |$)")
_DIGIT = re.compile(r"\d")
_INITIALISM = re.compile(rf"[{_UPPER}]{{2,14}}")
_INITIALED = re.compile(rf"(?:[{_UPPER}]\.){{2,}}$")  # "Aquatic Resources M.P. Silva"
_LETTERS = re.compile(r"(?<=[^\W\d_]{2}) (?:[TMQKP]\.[CDP]\.|SC|QC|KC|PC|AM|AO|AC|OBE|CBE|MBE|PhD|Ph\.D|JP|LLM|MBA)$")
_SMALL = re.compile(r" [a-z]")
_GOES_ON = re.compile(rf" [{_UPPER}]|-")
_I_AM = re.compile(r"I['’](?:ll|m|ve|d)(?: |$)")
_BEFORE_NAMES = " \"“‘'("
_START = attrgetter("start")
_REMEMBERED = 20_000  # runs of capitals of which it is remembered where their names stand
_PLACES = frozenset({"NATION", "CAPITAL", "REGION"})
_NAMED = _PLACES | {"DEMONYM"}  # "Minister German Silva"
_TITLES = frozenset({"POST", "RANK", "HONORIFIC"})
_OFFICES = r"(?:Vice|Deputy|Prime|President|Minister|Secretary|Chief|Chair(?:man|woman)?|Director|Commander|Speaker|Head|Special"
_OFFICES += r"|Governor|Ambassador|Commissioner|Spokes(?:man|woman|person)|Envoy|Leader|Editor|Advis[eo]r)\b"
# What stands before a name, and so behind the name of a body: "Secretary to the Ministry of Health Dr. Silva".
_STYLES = r"(?:Mrs?|Ms|Dr|Prof|Professor|Hon|Sir|Eng|Engr|Rev|Attorney|Attorneys|Maj|Major|Gen|Lt|Lieutenant|Col|Colonel|Brig|Brigadier|Adm|Admiral|Capt|Captain|Air|Rear|Venerable|Ven|Sheikh|Shri|Smt|Datuk|Dato|Tan Sri)\b"
# Whom a chamber of parliament has is none of its committees: "Senate Leader Silva and Budget Committee Chair Okoro".
_LEADERS = r"(?:Majority|Minority|Speaker|President|Leader|Whip|Chair(?:man|woman)?|Republican|Democratic|Democrat)\b"
# Those to whom a body belongs by its name: "the People's Assembly".
_OWNERS = r"(?:Prime Minister|President|Chancellor|Governor|Mayor|Attorney General|Ombudsman|People|King|Queen|Women|Workers?|Children|Youth|Nation|Farmers|Journalists|Lawyers|Teachers|Veterans|Writers|Students)"
_GAP = re.compile(r"(?:['’]s)? ")


# Words before a body that are no part of its name: "Top White House adviser".
_RANKED = frozenset({"Former", "Top", "Then"})


class WordMarker:
    """Marks words by one vocabulary. `mark(text, start, end)` gives non-overlapping marks in order."""

    def __init__(self, voc: Vocabulary):
        self.voc = voc
        # Behind the vocabulary's forms stand the words without which a shape is not looked for.
        clues = {
            "forum": voc.forums,
            "body": voc.body_heads,
            "portfolio": ("inister of ", "inister for "),
            "date": date_words(voc),
        }
        self.entries = list(voc.entries.values())
        self.clues = [name for name, words in clues.items() for _ in words]
        words = [*voc.entries, *(lower(word) for words in clues.values() for word in words)]
        self.forms = Forms(words, _UPPER, voc.articles)
        self.outlets = tuple(outlet.lower() for outlet in voc.outlets)
        self.written = lru_cache(maxsize=_REMEMBERED)(self._written)
        particle = "|".join(voc.particles)
        self.particles = re.compile(rf" (?:(?:{particle}) ){{1,3}}")
        article = "|".join(voc.articles)
        inner = rf"(?:{_WORD}|[\u0300-\u036f\u00ad]|['’](?!s(?!{_WORD}))(?={_WORD}))"
        token = rf"(?:[JS]r\.|[{_UPPER}]\*[{_UPPER}]{{2,8}}|(?:(?:{article})[-‑][{_UPPER}]{inner}{{0,30}}|(?:[{_UPPER}]\.){{1,5}}(?:[{_UPPER}](?= [{_UPPER}]))?|[{_UPPER}]{inner}{{0,30}})(?:[-‑]{_WORD}{inner}{{0,30}}){{0,3}})"
        self.name = re.compile(
            rf"(?<![\w’'&-]){token}(?:(?<![s.])’(?= ))?(?:[ \u00a0](?:(?:{particle})[ \u00a0]){{0,2}}{token}(?:(?<![s.])’(?= ))?){{0,7}}(?:,[ \u00a0][JS]r\.)?(?!\w)"
        )
        # Here a trailing apostrophe belongs to the name ("Shia’ al-Sudani") only where the name goes on behind it.
        cap = rf"[{_UPPER}][{_UPPER}a-zß-öø-ÿ’.&-]{{0,30}}"
        capital = rf"(?![{_UPPER}]\.)[{_UPPER}][{_UPPER}a-zß-öø-ÿ’&-]{{0,30}}"  # no initial of a name
        self.portfolios, self.bodies = Portfolios(voc, _UPPER), BodyNames(voc)
        heads = "|".join(re.escape(h) for h in sorted(voc.body_heads, key=len, reverse=True))
        held = r"(?!(?:Chair(?:man|woman|person)?|Speaker|Director(?: General)?|Secretary|Governor|Minister|President|Spokes\w+|CEO|Deputy(?= Press)) )"
        body = rf"(?:(?:\d{{1,3}}(?:st|nd|rd|th) )?(?:{held}{cap} (?:& )?|al-{cap} |{_OWNERS}['’]s? ){{0,6}}(?:{heads})(?![\w-]))"
        further = rf"(?: (?={_OFFICES}){capital}| (?:and|for|of) (?:the )?{capital}){{0,4}}"  # no name behind it
        on = rf"(?:(?<=ittee )|(?<=ission )|(?<=ouncil )|(?<=thority ))on(?! (?:{DAYS}))"  # "Committee on Foreign Relations"
        of = rf"(?: (?:of|for|{on}) (?:the )?(?:(?={_OFFICES}){capital}{further}|{capital}(?: (?:and |for |of )?(?:{_OWNERS}['’]s? )?(?!{_OFFICES}|{_STYLES}){capital}){{0,4}}))?"
        chamber = rf"(?:(?:U\.S\. )?(?:House|Senate) (?:(?!{_LEADERS}){cap} |and |, ){{1,7}}(?:Committee|Subcommittee)(?![\w-]))"
        ends = "|".join(re.escape(h) for h in sorted(voc.portfolio_heads, key=len, reverse=True))
        one = rf"(?:(?!{_OFFICES}|{_STYLES})[{_UPPER}][\w’-]{{1,20}} ){{0,2}}"
        charges = rf"(?:(?<!\))(?:, {one}[{_UPPER}][\w’-]{{1,20}}){{0,6}},? (?:and|&) (?:the )?{one}(?:{ends})(?![\w-]| (?:Minister|Secretary)))?"
        self.body = re.compile(
            rf"(?<![\w-])(?<!Director )(?:(?:Ministry|Department) (?:of|for) (?:the )?{one}(?!{_OFFICES}|{_STYLES}){capital}{charges}|(?:{chamber}|{body}){of})(?: \([A-Z]{{2,8}}\))?(?: {body})?"
        )
        self.forum = forum_shape(_UPPER, cap, capital, voc.forums)

    def mark(self, text: str, start: int, end: int) -> list[Mark]:
        reading = self.forms.read(text)
        found, clues = self._listed(reading, start, end)
        if "date" in clues or _DIGIT.search(text, start, end):
            found += [Mark("DATE", s, e, {"date": parts}) for s, e, parts in find_dates(text, start, end, self.voc)]
        if any(m.kind == "POST" for m in found):
            self.portfolios.take(text, start, end, found)
        if "portfolio" in clues:
            found += self.portfolios.unlisted(text, start, end, found)
        if "forum" in clues:
            found += self._shaped(self.forum, "FORUM", text, start, end, found)
        if "body" in clues:
            found += self._shaped(self.body, "BODYNAME", text, start, end, found)
        found = [
            m for m in apart(found) if m.kind not in ("POST", "RANK", "HONORIFIC") or not self._in_a_name(text, start, m, found)
        ]
        names = self._names(reading, start, end, found)
        return self._with_places(text, sorted(found + names, key=_START) if names else found)

    def _listed(self, reading: Reading, start: int, end: int) -> tuple[list[Mark], set[str]]:
        marks = []
        clues = set()
        known = len(self.entries)
        text = reading.text
        for index, s, e in reading.within(start, end):
            if index >= known:
                clues.add(self.clues[index - known])
                continue
            if not whole_word(text, s, e, start, end):
                continue
            written = text[s:e]
            for entry in self.entries[index]:
                if (entry.exact is None or entry.exact == written) and not means_something_else(entry.kind, text, start, s, e):
                    marks.append(_entry_mark(entry, text, s, e, end))
                    break
        return marks, clues

    def _shaped(self, pattern: re.Pattern[str], kind: str, text: str, start: int, end: int, known: list[Mark]) -> list[Mark]:
        states = {m.start: m for m in known if m.kind in ("NATION", "DEMONYM", "REGION", "CAPITAL")}
        marks = []
        for match in pattern.finditer(text, start, end):
            s, e = match.span()
            while True:  # a state or an article before the name is no part of it
                state = states.get(s)
                gap = _GAP.match(text, state.end, e) if state is not None else None
                if gap:
                    s = gap.end()
                    continue
                word = text[s:e].split(" ", 1)
                lead = (
                    word[0] in self.voc.openers
                    and not text.startswith("the ", s - 4)
                    or word[0] in self.voc.heading
                    or word[0] in _RANKED
                    or word[0].endswith("-based")
                )
                lead = lead or word[0] in ("Republican", "Democratic") and word[-1].startswith(("House", "Senate"))
                if len(word) == 2 and lead and (s == match.start() or kind != "FORUM"):  # "Paris Peace Forum"
                    s += len(word[0]) + 1
                    continue
                break
            if any(m.start <= s and e <= m.end and m.kind in ("POST", "NATION", "INSTRUMENT") for m in known):
                continue
            across = [m for m in known if m.kind == "POST" and m.start < e < m.end]
            if across and not (kind == "BODYNAME" and self._ends_before(text, s, e, across, known)):
                continue  # "Kenyan Cabinet Secretary"
            if kind == "FORUM" and (
                " " not in text[s:e]
                or NO_FORUM.search(text[s:e])
                or _INSTRUMENT.search(text, s, min(e + 12, end))
                or self._treaty(text, s, e)
            ):
                continue
            if kind == "BODYNAME":
                e = self.bodies.end(text, s, e, states)
            outlet = text[s:e].lower().endswith(self.outlets)
            marks.append(Mark(kind, s, e, {"outlet": outlet} if kind == "BODYNAME" else {"named": True}))
        return marks

    def _ends_before(self, text: str, start: int, end: int, across: list[Mark], known: list[Mark]) -> bool:
        """Does a body's name end before a post, where a longer post begins in the name: "Fish Board Chair", not "Defense Cabinet Secretary"?"""
        last, stop = text[start:end].rpartition(" ")[2], max(m.end for m in across)
        return (
            last in self.voc.body_heads
            and last not in ("Cabinet", "International")
            and all(m.start > start for m in across)
            and any(m.kind == "POST" and m.start == end + 1 and m.end == stop for m in known)
        )

    def _treaty(self, text: str, start: int, end: int) -> bool:
        """ "Istanbul Convention", "acceded to the Fish Convention": an instrument, and no gathering of a party."""
        before, _, last = text[start:end].rpartition(" ")
        if last == "Convention" and _BOUND.search(text[max(0, start - 40) : start]):
            return True
        if last != "Convention" or before.startswith(
            ("National", "Annual", "Constitutional", "Democratic", "Republican", "Party")
        ):
            return False
        return before.split()[-1] in self.voc.portfolio_heads or " " not in before and lower(before) in self.voc.entries

    def _in_a_name(self, text: str, start: int, mark: Mark, found: list[Mark]) -> bool:
        """A title that stands behind a capitalised word of no other meaning, and is capitalised too, is part of a name."""
        if (
            mark.kind not in ("POST", "RANK", "HONORIFIC")
            or mark.kind == "HONORIFIC"
            and _GOES_ON.match(text, mark.end)  # "Saudi Prince Omar"
            or not text[mark.start].isupper()
            or lower(text[mark.start : mark.end]) not in self.voc.also_names
        ):
            return False
        before = re.search(r"([^\W\d_][\w’'-]*) $", text[max(start, mark.start - 40) : mark.start])
        if before is not None and before.group(1) in ("bin", "ibn", "bint"):
            return True  # "Sheikh Omar bin Sultan al-Hashimi"
        if before is not None and _INITIALISM.fullmatch(before.group(1)) and not text[mark.start : mark.end].isupper():
            return False  # "the NFB Commander Ben Okoro"
        if (
            before is None
            or before.group(1).endswith(("'s", "’s"))
            or not before.group(1)[0].isupper()
            or before.group(1) in self.voc.openers | self.voc.leads
        ):
            return False
        word_end = mark.start - 1
        return not any(m.start < word_end <= m.end and m is not mark for m in found)

    def _with_places(self, text: str, marks: list[Mark]) -> list[Mark]:
        """A place in somebody's name: Foreign Minister Israel Danon, President George Washington, Mr. Jordan."""
        kept: list[Mark] = []
        for k, mark in enumerate(marks):
            last = kept[-1] if kept else None
            if (
                last is not None
                and mark.kind == "NAME"
                and last.kind in _TITLES
                and self.particles.fullmatch(text, last.end, mark.start)
            ):
                kept.append(Mark("NAME", last.end + 1, mark.end, mark.attrs))  # "President von der Leyen"
                continue
            if (
                last is not None
                and last.kind == "NAME"
                and mark.kind in _PLACES
                and self.particles.fullmatch(text, last.end, mark.start)
            ):
                before = kept[-2] if len(kept) > 1 else None
                if before is not None and before.kind in _TITLES and text[before.end : last.start] == " ":
                    kept[-1] = Mark("NAME", last.start, mark.end, last.attrs)  # "Senator Ana de Lima"
                    continue
            if last is None or mark.start != last.end + 1 or text[last.end] != " ":
                kept.append(mark)
                continue
            before = kept[-2] if len(kept) > 1 else None
            titled = before is not None and before.kind in _TITLES and text[before.end : last.start] == " "
            name: Mark | None = None
            outlet = last.kind == "BODYNAME" and text[last.start : last.end].istitle() and " " not in text[last.start : last.end]
            if (last.kind in _NAMED or outlet) and mark.kind == "NAME" and titled:  # "spokeswoman Tasnim Silva"
                name = Mark("NAME", last.start, mark.end, {"opening": False})
            elif last.kind == "NAME" and mark.kind in _PLACES and text[last.end - 3 : last.end].lower() in (" al", " el"):
                name = Mark("NAME", last.start, mark.end, last.attrs)  # "Sheikh Ahmed Al Sabah"
            elif last.kind == "NAME" and mark.kind in _PLACES and " " not in text[last.start : last.end]:
                after = marks[k + 1] if k + 1 < len(marks) and marks[k + 1].start == mark.end + 1 else None
                if titled and not _GOES_ON.match(text, mark.end) or after is not None and after.kind in ("SAID", "TOLD"):
                    name = Mark("NAME", last.start, mark.end, {"opening": last.attrs.get("opening", False)})
            if name is not None:
                kept[-1] = name
            elif last.kind == "HONORIFIC" and mark.kind in _PLACES:
                kept.append(Mark("NAME", mark.start, mark.end, {"opening": False, "begun": True}))
            elif last.attrs.get("begun") and mark.kind == "NAME":  # "Sheikh Sabah Al-Nasser"
                kept[-1] = Mark("NAME", last.start, mark.end, {"opening": False})
            else:
                kept.append(mark)
        return kept

    def _names(self, reading: Reading, start: int, end: int, known: list[Mark]) -> list[Mark]:
        text, begins = reading.text, reading.begins
        marks = []
        at = start
        k, last = bisect_left(begins, start), bisect_left(begins, end)
        if k == last:
            return []
        for stop, after in [*((m.start, m.end) for m in known), (end, end)]:
            while k < last and begins[k] < stop:
                match = self.name.match(text, begins[k], stop) if begins[k] >= at else None
                k += 1
                if match is not None:
                    s, at = match.span()
                    for a, b in self.written(text[s:at]):
                        mark = self._name(text, s + a, s + b, start, end)
                        if mark is not None:
                            marks.append(mark)
            at = max(at, after)
        return marks

    def _written(self, run: str) -> tuple[tuple[int, int], ...]:
        """Where in a run of capitals the names stand, as far as the run alone tells."""
        return tuple((s, e) for s, e in (self._bare(run, s, e) for s, e in self._runs(run)) if e - s > 0)

    def _runs(self, run: str) -> list[tuple[int, int]]:
        """The name, or the pieces of a heading's run of capitals between its small words and those that end no name."""
        s, e = 0, len(run)
        words = run.split(" ")
        for k in range(len(words) - 2, -1, -1):
            if words[k] in self.voc.behind_portfolio or words[k] in self.bodies.ends and _INITIALED.match(words[k + 1]):
                s += sum(len(w) + 1 for w in words[: k + 1])
                words = words[k + 1 :]
                break
        apart = [0 < k and (w in self.voc.heading or w in self.voc.small and k < len(words) - 1) for k, w in enumerate(words)]
        if not any(apart):
            return [] if run[s:e] in self.voc.heading else [(s, e)]
        runs = []
        at = s
        for word, gap in zip(words, apart):
            if gap:
                runs.append((s, at - 1))
                s = at + len(word) + 1
            at += len(word) + 1
        return [(a, b) for a, b in [*runs, (s, e)] if a < b]

    def _bare(self, run: str, s: int, e: int) -> tuple[int, int]:
        """Without the words before a name that are none of it; empty where there is no name."""
        while s < e:
            word = run[s:e].split(" ", 1)
            rest = word[1] if len(word) == 2 else ""
            if word[0].rstrip(".") in self.voc.openers or rest and word[0] in self.voc.leads:
                s += len(word[0]) + 1
            elif " " in rest and (
                _INITIALISM.fullmatch(word[0]) and not rest.isupper() or lower(word[0]) in self.voc.person_nouns
            ):
                s += len(word[0]) + 1  # "NSA Ben Okoro", "Journalist Ben Okoro"
            else:
                break
        return (s, s) if s >= e or _I_AM.match(run, s, e) else (s, e)

    def _name(self, text: str, s: int, e: int, begin: int, end: int) -> Mark | None:
        first = text[s:e].split(" ", 1)
        if len(first) == 1 and _BY_WHOM.search(first[0]):
            return None
        if len(first) == 2 and text.endswith(" I", s, e) and first[0] not in self.voc.openers and _SMALL.match(text, e):
            e -= 2  # "Like Mr. Carter I think …"
        adverb = first[0].endswith("ing") and len(first[0]) > 5 or first[0].endswith("ly") and len(first[0]) > 7
        if len(first) == 2 and adverb and not text[begin:s].strip(_BEFORE_NAMES):
            s += len(first[0]) + 1  # "Playing Silva, the actor …"
        heading = _HEADING.search(text, s, e) if len(first) == 2 else None
        if heading and heading.start() > s:  # "Ben Okoro Before Their Meeting": words of a heading
            e = heading.start()
        # A final stop belongs to the name only behind an initial.
        if s >= e or e - s == 1:
            return None
        while text.endswith("’", s, e):
            e -= 1
        letters = _LETTERS.search(text, s, e)
        if letters:  # "Ben Okoro SC"
            e = letters.start()
        shouted = _SHOUTED.search(text, s, e) if e - s > 6 else None
        if shouted and (" " in text[s : shouted.start()] or text[e : e + 1] != ","):  # an agency's initials, but not "Ana SILVA,"
            e = shouted.start()
        return Mark("NAME", s, e, {"opening": not text[begin:s].strip(_BEFORE_NAMES)})


# "UN-recognised", "Saudi-backed": by whom, and no name of anybody.
_BY_WHOM = re.compile(
    r"-(?:recogni[sz]ed|backed|supported|appointed|allied|aligned|installed|led|mediated|brokered|sponsored|funded|educated|trained)$"
)


def _entry_mark(entry: Entry, text: str, s: int, e: int, end: int) -> Mark:
    if entry.kind not in CUES:
        return Mark(entry.kind, s, e, entry.attrs)
    attrs = {**entry.attrs, "cue": (s, e)}
    match = _joining(tuple(entry.attrs.get("joins") or ())).match(text, e, end)
    if match:  # the joining word is eaten, so that content begins behind it, but it is no part of the cue
        attrs["joined"] = match.group(1)
        e = match.end()
    return Mark(entry.kind, s, e, attrs)


@lru_cache(maxsize=256)
def _joining(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r" (%s)(?= )" % "|".join((*words, "that")))


_INSTRUMENT = re.compile(
    r"\bConvention (?:on|[Aa]gainst|[Rr]elating|for the)\b|\b(?:Weapons|Geneva|Vienna|Hague|Rights|Refugee|Genocide|Torture) Convention\b"
)
# What states do with a convention that is a treaty.
_BOUND = re.compile(
    r"\b(?:acced(?:e|es|ed|ing|ession) to|accession to|adher\w+ to|ratif\w+(?: of)?|part(?:y|ies) to|signator(?:y|ies) (?:to|of)|violat\w+(?: of)?"
    r"|breach\w*(?: of)?|compl\w+ with|withdr\w+ from|denounc\w+|sign(?:ed|ing|s)?|signing of|under|implement\w*(?: of)?|provisions of) (?:the )?$"
)
_HEADING = re.compile(
    r" (?:A|An|And|Or|But|Before|After|At|With|On|In|To|For|From|Their|His|Her|Its|Of|By|As|Over|During|Amid|About|The|Is|Are|Was|Has|Says|Said|Tells|Meets|Calls|Urges|Signs|Visits|Vows"
    r"|Warns|Wins|Speaks|Arrives|Welcomes|Hosts|Holds|Announces|Defends|Rejects|Slams|Backs|Seeks|Wants|Hopes|Faces|Leads|Discuss|Discusses|Meet|Sign|Hold|Agree|Travels|Attends|Concludes|Joins|Receives|Addresses|Participates|Congratulates|Arrive|Begins|Heads|Returns|Administration|Administration’s|Government|Not|Won’t|Will Be)(?= |$)"
)
