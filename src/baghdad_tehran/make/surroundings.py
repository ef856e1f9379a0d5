"""When and where an encounter was by the rest of its sentence: what stands in front of its words, right before and behind them."""

from __future__ import annotations

import re

from .marks import Mark
from .matching import Found
from .meeting_claims import state_date, state_place
from .meetings import Meeting, may_be
from .model import Claim, Rest, Value
from .report import Report


def state_around(report: Report, f: Found, meeting: Meeting, claim: Claim) -> None:
    """Adds day and place where the words of the encounter themselves state none."""
    this_day(report, f, claim)
    state_before(report, f, meeting, claim)
    state_between(report, f, meeting, claim)
    state_behind(report, f, meeting, claim)
    state_fronted(report, f, meeting, claim)


_THIS_DAY = re.compile(r"\b(?:this (?:morning|afternoon|evening)|earlier today|later today|tonight)\b", re.IGNORECASE)
_SAME_DAY = re.compile(
    r"(?:(?:also|but|and) |,? |\b)(?:(?:later|earlier) (?:in the|that|(?:on )?the same) day|(?:on )?(?:the|that) same day)\b",
    re.IGNORECASE,
)


def this_day(report: Report, f: Found, claim: Claim, open_end: str = "") -> None:
    """ "This afternoon" is the day of publication, where the report bears one, and "later in the day" is the day that the sentence
    or those before named, else that of publication; `open_end` follows it ("/.." where a stay begins)."""
    if "date" in claim.values:
        return
    same = _SAME_DAY.search(report.text, f.start, f.end) or _SAME_DAY.match(report.text, f.end, f.line.end)
    if same is not None:
        named = next((m for m in reversed(f.line.marks()) if m.kind == "DATE" and m.end <= same.start()), None)
        read = report.when(named) if named else None
        if read is not None and len(read[0].edtf) == 10:
            claim.values["date"] = Value(read[0].edtf + open_end, (*read[1], Rest(same.start(), same.end(), "context")))
            claim.refs["date_basis"] = read[0].basis
            return
    same_day(report, f, claim)
    if "date" in claim.values:
        return
    said = same if same is not None and " in the day" in same[0] else _THIS_DAY.search(report.text, f.start, f.end)
    if said is None or report.published is None:
        return
    own = Rest(said.start(), said.end(), None if report.published_rests else "supplied_date")
    claim.values["date"] = Value(
        report.published.isoformat() + open_end, (own._replace(inference=own.inference or "normalised"), *report.published_rests)
    )
    claim.refs["date_basis"] = "day_and_publication"


_DAYS_BACK = 4  # sentences in which the day may have been told


def same_day(report: Report, f: Found, claim: Claim) -> None:
    """ "Earlier in the day, she met …": the day that the sentences before told last."""
    said = _SAME_DAY.match(report.text, f.line.start, f.line.end)
    if said is None or "date" in claim.values:
        return
    lines = [line for line in report.lines[max(0, f.number - _DAYS_BACK) : f.number] if not line.quoted]
    told = [m for line in lines for m in line.marks() if m.kind == "DATE"]
    read = report.when(told[-1]) if told else None
    if read is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", read[0].edtf):
        claim.values["date"] = Value(read[0].edtf, (*read[1], Rest(said.start(), said.end(), "antecedent")))
        claim.refs["date_basis"] = read[0].basis


_BEHIND_DAY = re.compile(r",? (?:(?:morning|afternoon|evening|night) )?(?:when|as) (?:the )?")
_BEHIND_PLACE = re.compile(r"(?:,? (?:for|on) (?:an?|his|her|the) [a-z -]{3,40},)?,? where (?:the )?")
_ON_DAY = re.compile(r"(?:,|and|then|but)(?: (?:on|late|early|late on|early on))? $")
_LIES_IN = re.compile(r"\b(?:in|to|at|for|from|of|visited|visiting) (?:the )?$")
_AT_IT = re.compile(
    r" (?:\(\d{1,2}(?:st|nd|rd|th)?\) )?(?:(?:morning|afternoon|evening|night) )?(?:here )?(?:during|in|at|for|on) (?:an?|the|his|her|their|talks|meetings)\b",
    re.IGNORECASE,
)


def day_before(report: Report, f: Found) -> Mark | None:
    """ "Said on Wednesday during talks with …": the day that stands right before the words that tell of the encounter."""
    before = next((m for m in reversed(f.line.marks()) if m.end <= f.start), None)
    if before is None or before.kind != "DATE":
        return None
    told = _AT_IT.match(report.text, before.end, f.end)
    return before if told and told.end() + 1 >= f.start else None


_TALKS = re.compile(r"(?:during|in|at) ", re.IGNORECASE)


def day_during(report: Report, f: Found) -> Mark | None:
    """The day that stands right before words which begin with "during", "in" or "at", or stand right behind one of these."""
    return day_before(report, f) if _TALKS.search(report.text, max(f.line.start, f.start - 7), f.start + 7) else None


def day_when(report: Report, f: Found) -> Mark | None:
    """ "On Monday, when she …": the day right before the words of the stay."""
    before = next((m for m in reversed(f.line.marks()) if m.end <= f.start), None)
    if before is None or before.kind != "DATE":
        return None
    return before if _BEHIND_DAY.fullmatch(report.words(before.end, f.start)) else None


def state_before(report: Report, f: Found, meeting: Meeting, claim: Claim) -> None:
    """ "Spoke in Oslo, where she met …", "on Monday, when she met …": the place or day right before the words of the encounter."""
    anchor = f.one("anchor")
    at = anchor.start if anchor else f.start
    days = (m for m in f.line.marks() if m.kind == "DATE" and m.end < at)
    day = next((m for m in days if m.end + 1 == at or m.end + 2 == f.start and report.words(m.end, f.start) == ", "), None)
    if day is not None and _ON_DAY.search(report.words(f.line.start, day.start)):  # "… and on Monday met"
        state_date(report, meeting, claim, day)
    marks = [m for m in f.line.marks() if m.end <= f.start]
    start = f.start
    if marks and marks[-1].kind == "PRONOUN" and start - marks[-1].end <= 1:  # "where she | met"
        start = marks.pop().start
    if not marks:
        return
    before = marks[-1]
    between = report.words(before.end, start) + report.words(f.start, f.end) * (start == f.start)
    if before.kind == "DATE" and _BEHIND_DAY.match(between):
        if _may_be(report, f, meeting, before):
            state_date(report, meeting, claim, before)
    elif before.kind in ("PLACE", "CAPITAL", "NAME", "REGION", "NATION") and _BEHIND_PLACE.match(between):
        if "place" not in claim.values and _LIES_IN.search(report.words(max(0, before.start - 14), before.start)):
            state_place(report, meeting, claim, before)


_BEING_THERE = re.compile(
    r", (?:(?:who (?:is|was) )?(?:currently |now )?(?:on|for) (?:an? |his |her )?(?:[a-z-]+ ){1,4})?(?:(?:who (?:is|was) )?(?:currently |now )?(?:in|visiting)) (?:the )?"
    r"(?:[^,;:.]{3,40} (?:city|town|resort|capital|port|island) of )?"
)


def state_between(report: Report, f: Found, meeting: Meeting, claim: Claim) -> None:
    """ "Holm, on holiday in the resort of Sochi, met …": where the one who met was, as the words between commas before the verb say."""
    anchor = f.one("anchor")
    marks = [m for m in f.line.marks() if m.end < anchor.start] if anchor else []
    if anchor is None or not marks or "place" in claim.values or marks[-1].kind not in ("CAPITAL", "PLACE", "NAME"):
        return
    who = next((m for m in reversed(marks) if m.kind in ("PERSON", "OFFICE")), None)
    closed = report.words(marks[-1].end, anchor.start).startswith(",")
    if who is not None and closed and _BEING_THERE.fullmatch(report.words(who.end, marks[-1].start)):
        state_place(report, meeting, claim, marks[-1])


_IN_FRONT = re.compile(
    r"(?:(?:also|and|but|later|earlier|then|while|when|(?:an?|one|two|three|several|some) (?:days?|weeks?|months?|years?) later),? )*"
    r"(?:late |early )?(?P<how>in|on|last|late|early|from)? ?(?:the )?",
    re.IGNORECASE,
)
_NEXT_IN_FRONT = re.compile(r",? (?P<how>in|on|from|between)(?: the)? |,? |,? \(")
_PLACES = ("CAPITAL", "PLACE", "NATION", "REGION")
_TELLS = ("SAID", "STRESSED", "TOLD", "QUOTE")


def state_fronted(report: Report, f: Found, meeting: Meeting, claim: Claim, only_day: bool = False) -> None:
    """ "In Oslo, she was received by …", "On Monday in Lima, she toured the port and met …", "In Lima (3 May), she met …": place and day
    with which the sentence begins, where no other stands between, nor anything that somebody says."""
    anchor = f.one("anchor")
    limit = anchor.start if anchor and not only_day else f.start
    before = [m for m in f.line.marks() if m.end <= limit]
    if not before or any(m.kind in _TELLS for m in before):
        return
    front: list[tuple[Mark, str]] = []  # with the preposition before it
    at = f.line.start
    for mark in before[:4]:
        said = (_NEXT_IN_FRONT if front else _IN_FRONT).fullmatch(report.words(at, mark.start))
        named = said is not None and mark.kind == "NAME" and (said["how"] or "").lower() == "in"  # a city that no list has
        if said is None or not (named or mark.kind in (*_PLACES, "DATE")):
            break
        if any(m.kind == mark.kind == "DATE" for m, _ in front):
            break
        front.append((mark, (said["how"] or "").lower()))
        at = mark.end + (report.words(mark.end, mark.end + 1) == ")")
    rest, closed = {m.kind for m in before[len(front) :]}, report.words(at, at + 1)
    if closed not in (",", " "):
        return
    for mark, how in front:
        if mark.kind == "DATE" and "DATE" not in rest and (closed == "," or len(front) > 1):
            if _may_be(report, f, meeting, mark):
                state_date(report, meeting, claim, mark)
        elif not only_day and how == "in" and not rest & set(_PLACES) and "place" not in claim.values:
            if mark.kind in ("CAPITAL", "PLACE") or mark.kind == "NAME" and len(front) > 1:
                state_place(report, meeting, claim, mark)


_NO_CLAUSE = (
    r"(?!.*\b(?:to|about|over|on|regarding|that|who|which|whose|when|after|before|since|until|against|following|amid|despite|where|while"
    r"|as|than|whether|if|during|ahead|prior|because|will|would|has|have|had)\b)(?!.*, (?:and|but|then) )"
)
_SAME_CLAUSE = re.compile(_NO_CLAUSE + r"[^,;:.()“”\"–—]{0,60}")  # where it was
_SAME_SENTENCE = re.compile(_NO_CLAUSE + r"[^;:.“”\"–—]{0,120}")  # when it was: between stands what else somebody is called


_ITS_OWN = re.compile(  # "a group of growers, formed in 1983"
    r"\b(?!held|hosted|organi[sz]ed|convened|scheduled|planned|chaired)(?:\w{2,14}ed|born|built|begun|made) (?:in|on) (?:late |early )?$"
)
_ASIDE = re.compile(  # "… (“NSC”)", "… during an official ceremony held"
    r" ?\([“\"]?[A-Z][\w/-]{1,12}[”\"]?\)| (?:during|at) (?:an?|the) (?:[a-z-]+ ){0,3}(?:ceremony|banquet|reception|luncheon|lunch|dinner|gala)(?: held)?\b"
)
_APPOSED = re.compile(_NO_CLAUSE + r"(?:, [^,;:.()“”\"–—]{3,80})?, in (?:the )?")  # "…, president of the board, in Oslo"
# "Today (3) at the port in …".
_AT_IN = re.compile(r"(?: \(\d{1,2}(?:st|nd|rd|th)?\))?,?(?: at (?:the |an? )?[^,;:.()“”]{2,50})? in (?:the )?")
_DESCRIBING = ("NAME", "NATION", "DEMONYM", "BODY", "BODYNAME", "REGION", "PREFIX", "OFFICE", "OFFICES", "POST", "DELEGATION")
_BEFORE_DAY = re.compile(r"(?:\b(?:on|last|late|early|earlier|this|in|from|between) )+$")
# Of something else than the stay.
_VERB = re.compile(r"\b(?:(?!scheduled|planned|slated)[a-z]{3,}ed|met|held|said|told|paid|made|gave|laid|took)\b")


def _of_stay(between: str, mark: Mark) -> bool:
    """Is the day behind the words for a stay that stay's, and not of what somebody does or says ("…, a spokesman Thursday")?"""
    joined = not between.strip(" ,") or _BEFORE_DAY.search(between) is not None or "rel" in mark.attrs["date"]
    return joined and _VERB.search(between) is None


def _may_be(report: Report, f: Found, meeting: Meeting, mark: Mark) -> bool:
    """Can an encounter told before have this day? "Her last visit was in 2005" is another one."""
    read = report.when(mark) if meeting.first < f.line.start else None
    return read is None or may_be(meeting, read[0].edtf, report)


def state_behind(
    report: Report, f: Found, meeting: Meeting, claim: Claim, only_day: bool = False, open_end: str | None = None
) -> None:
    """ "Met the head of a local group of growers in Oslo on Monday": time and place further behind in the same clause, where no other
    person, verb of encounter or clause stands between."""
    since: int | None = None  # where a day ends that was taken
    for mark in f.line.marks():
        if mark.start < f.end or mark.kind == "QUOTE" and report.text[mark.start - 1] == "(":
            continue
        between = _ASIDE.sub("", report.words(f.end, mark.start))
        if mark.kind not in ("DATE", "CAPITAL", "PLACE") and (mark.kind not in _DESCRIBING or len(between) > 120):
            return
        if mark.kind == "DATE" and _SAME_SENTENCE.fullmatch(_BEFORE_DAY.sub("", between)) and not _ITS_OWN.search(between):
            if not _may_be(report, f, meeting, mark) or only_day and not _of_stay(between, mark):
                return
            state_date(report, meeting, claim, mark, open_end)
            since = mark.end
        elif mark.kind in ("CAPITAL", "PLACE") and "place" not in claim.values and re.search(r"\bin (?:the )?$", between):
            behind_day = since is not None and _AT_IN.fullmatch(report.words(since, mark.start))
            if not only_day and (behind_day or _SAME_CLAUSE.fullmatch(between) or _APPOSED.fullmatch(between)):
                state_place(report, meeting, claim, mark)
