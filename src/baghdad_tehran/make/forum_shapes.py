"""What the name of a forum looks like: capitalised words and one of the words for it, with what it is on, for or of behind."""

from __future__ import annotations

import re
from collections.abc import Collection

# What a conference may be called for: "Conference to End Hunger".
_TO_DO = r"to (?:End|Combat|Counter|Fight|Eliminate|Eradicate|Prevent|Support|Protect|Promote|Stop|Address|Review|Advance|Accelerate|Save|Reduce|Halt)"
# A parliament, or what is held for reporters.
NO_FORUM = re.compile(r"(?<!General )(?<!Health )Assembly(?: of .*)?$|\b(?:Press|News|Media|Video) Conference")
DAYS = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b"


def forum_shape(upper: str, cap: str, capital: str, heads: Collection[str]) -> re.Pattern[str]:
    """The pattern of such names. `upper`: all capitals; `cap`, `capital`: patterns of a word with one; `heads`: the words for a forum."""
    joined = rf"(?:(?:and |for |of |on (?!{DAYS}))?(?:the )?)"
    any_head = "|".join(sorted(heads, key=len, reverse=True))
    return re.compile(
        rf"(?:(?<=\bthe )(?:{cap} (?:and )?|[{upper}]{{1,5}}-?\d{{1,2}}(?:\+\d)? ){{1,6}}|(?<![\w-])(?:{cap} |[{upper}]{{1,5}}-?\d{{1,2}}(?:\+\d)? |\d\+\d |\d{{1,3}}(?:st|nd|rd|th) ){{1,6}})"
        rf"(?:{any_head})(?![\w-])(?! (?:Hall|Cent(?:re|er)|Room|Complex|Building|Call|Board|Secretariat|Championships?)\b)(?: (?:for|on|of|against|{_TO_DO}) (?:the )?(?!{DAYS}){capital}(?: {joined}{capital}){{0,8}})?"
        rf"|(?<![\w-])(?:(?:Summit|Conference) (?:for|of)|(?:Summit|Conference|Forum|Congress|Symposium|Seminar|Workshop|Colloquium) (?:on|against|{_TO_DO})) (?:the )?(?!{DAYS}){capital}(?: {joined}{capital}){{0,8}}"
    )
