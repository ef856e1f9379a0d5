"""Seeds, rules and vocabularies that do not build."""

from __future__ import annotations

import re

from changing import LEDGER, SEED, Case, append, new_rule, remove, replace, rule, write

BAD_SEEDS_AND_RULES = [
    # seeds
    Case(
        "seed that is not UTF-8",
        write(SEED, b"Iraq and Iran \xe9 met.\n"),
        (SEED, "is not UTF-8", "byte 14", "e9", "save the article as UTF-8"),
    ),
    Case("seed that is empty", write(SEED, b""), (SEED, "is empty", "put the article's text in it")),
    Case("seed of white space", write(SEED, "\u00a0 \n\t".encode()), (SEED, "is empty")),
    Case(
        "seed changed since it was checked",
        replace(SEED, "Tuesday", "Monday"),
        (SEED, "has changed since it was checked", "verdicts", LEDGER, "void", "restore the file"),
        lambda root: f"all {len((root / LEDGER).read_text(encoding='utf-8').splitlines())} verdicts",
    ),
    Case("seed without a record", write("seeds/005.txt", b"A report.\n"), ("seeds/005.txt", "has no record", "sources.toml")),
    Case("record without its seed", remove(SEED), (SEED, "not there", "restore the file")),
    Case(
        "records that are no TOML",
        append("seeds/sources.toml", "[[source]\n"),
        ("seeds/sources.toml", "is not valid TOML", "line"),
    ),
    Case(
        "unknown supplied value",
        append("seeds/sources.toml", '[[source]]\nfile = "x.txt"\nsha256 = "0"\nsupplied = { mood = "good" }\n'),
        ("sources.toml", "x.txt", "mood", "known keys", "publisher"),
    ),
    Case(
        "supplied day that is none",
        replace("seeds/sources.toml", 'language = "en"', 'language = "en", published = "June"'),
        ("sources.toml", "June", "2025-10-21"),
    ),
    Case(
        "supplied value that is no text",
        replace("seeds/sources.toml", 'language = "en"', "language = 5"),
        ("sources.toml", "000_60f840387c32c4de.txt", "language is no text", "5", "write language"),
    ),
    Case(
        "record with an unknown key",
        append("seeds/sources.toml", '[[source]]\nfile = "x.txt"\nsha256 = "0"\nsuplied = { language = "en" }\n'),
        ("sources.toml", "[[source]]", "unknown key", "suplied", "known keys"),
    ),
    # rules
    Case(
        "rule file that is no TOML",
        append("build/rules/zz_new.toml", "[[rule]]\nid = waved\n"),
        ("build/rules/zz_new.toml", "is not valid TOML", "line 2"),
    ),
    Case(
        "rule with an unknown kind of slot",
        new_rule("{PARSON:who} waved"),
        ("zz_new.toml", "waved", "unknown slot", "PARSON", "PERSON"),
    ),
    Case(
        "rule with an unknown part",
        new_rule("{PERSON:who} {sitting}"),
        ("zz_new.toml", "waved", "unknown slot", "sitting", "known"),
    ),
    Case(
        "rule with an unknown frame",
        new_rule(frame="wave"),
        ("zz_new.toml", "waved", "unknown frame", "'wave'", "known frames", "presence"),
    ),
    Case(
        "rule with an unknown stage",
        new_rule(stage="page"),
        ("zz_new.toml", "waved", "unknown stage", "'page'", "known stages", "sentence"),
    ),
    Case("rule with an unknown key", new_rule(sayz="x"), ("zz_new.toml", "waved", "unknown key", "sayz", "known keys")),
    Case(
        "rule without its pattern",
        append("build/rules/zz_new.toml", rule().split("pattern")[0]),
        ("zz_new.toml", "waved", "pattern", "add"),
    ),
    Case(
        "rule that does not parse",
        new_rule("{PERSON:who} (waved"),
        ("zz_new.toml", "waved", "does not parse", "(waved", "mend the pattern"),
    ),
    Case(
        "rule that matches nothing at all",
        new_rule("(?:{PERSON:who})? ?(?:waved)?"),
        ("zz_new.toml", "waved", "matches the empty string", "at least one"),
    ),
    Case(
        "text with a backslash too few",
        new_rule(says="Somebody waved\\b."),
        ("zz_new.toml", "Somebody waved", "control character", "in a pattern write"),
    ),
    Case(
        "rule that repeats without bound",
        new_rule("{PERSON:who} [a-z]+ waved"),
        ("zz_new.toml", "waved", "repeats without bound", "[a-z]+", "{0,40}"),
    ),
    Case(
        "rule that repeats a group without bound",
        new_rule("{PERSON:who}(?: very)* waved"),
        ("zz_new.toml", "waved", "repeats without bound", "{0,40}"),
    ),
    Case(
        "rule with a lower bound only",
        new_rule("{PERSON:who}(?: very){1,} waved"),
        ("zz_new.toml", "waved", "repeats without bound", "{0,40}"),
    ),
    Case(
        "rule that fails its example",
        append(
            "build/rules/zz_new.toml",
            rule() + 'examples = [{ text = "Ana Silva waved from Lima.", gives = [{ table = "meetings", place = "Quito" }] }]\n',
        ),
        ("zz_new.toml", "waved", "Ana Silva waved from Lima."),
    ),
    Case(
        "two rules with one id", append("build/rules/zz_new.toml", rule() + rule()), ("zz_new.toml", "waved", "id is used twice")
    ),
    Case(
        "segment rule that does not parse",
        append("build/rules/segments.toml", "[[segment]]\nid = 'odd'\nsays = 'x'\npattern = '(?P<furniture>(odd'\n"),
        ("segments.toml", "odd", "does not parse"),
    ),
    Case(
        "segment rule of no known kind",
        append("build/rules/segments.toml", "[[segment]]\nid = 'odd'\nsays = 'x'\npattern = '(?P<oddity>odd)'\n"),
        ("segments.toml", "odd", "oddity", "known kinds", "furniture"),
    ),
    Case(
        "segment rule that says nothing",
        append("build/rules/segments.toml", "[[segment]]\nid = 'odd'\npattern = '(?P<furniture>odd)'\n"),
        ("segments.toml", "odd", "says"),
    ),
    Case(
        "rule that repeats a repetition",
        new_rule("{PERSON:who} (?:[a-z ]{1,40}){1,40}zq"),
        ("zz_new.toml", "waved", "repeats a repetition", "nothing to set the rounds apart", "begin or end each round"),
    ),
    Case(
        "rule that repeats a repetition with an end that it can take",
        new_rule("{PERSON:who} (?:[a-z ]{1,40}e){1,40}zq"),
        ("zz_new.toml", "waved", "repeats a repetition"),
    ),
    Case(
        "rule that repeats a choice of repetitions",
        new_rule("{PERSON:who} (?:x|(?:[a-z]{1,40}|b) ?){1,40}zq"),
        ("zz_new.toml", "waved", "repeats a repetition"),
    ),
    Case(
        "rule that claims an unknown table",
        append("build/rules/zz_new.toml", rule() + 'claims = ["meeting"]\n'),
        ("zz_new.toml", "waved, claims", "unknown table", "'meeting'", "known", "meetings"),
    ),
    Case(
        "claims that are no list",
        append("build/rules/zz_new.toml", rule() + 'claims = "meetings"\n'),
        ("zz_new.toml", "waved", "claims is no list", "'meetings'", "list of texts"),
    ),
    Case(
        "rule for an unknown segment",
        append("build/rules/zz_new.toml", rule() + 'where = ["footer"]\n'),
        ("zz_new.toml", "waved", "unknown segment", "footer", "headline"),
    ),
    Case(
        "rule file with an unknown key",
        append("build/rules/zz_new.toml", "foo = 1\n" + rule()),
        ("zz_new.toml", "unknown key", "foo", "known keys: rule"),
    ),
    Case(
        "part with an unknown key",
        append("build/rules/parts.toml", '\n[part.odd]\npatern = "x"\n'),
        ("parts.toml", "odd", "unknown key", "patern", "pattern"),
    ),
    Case(
        "part without its pattern",
        append("build/rules/parts.toml", '\n[part.odd]\nsays = "x"\n'),
        ("parts.toml", "odd", "pattern is no text", "write pattern"),
    ),
    Case(
        "pattern that is a number",
        append("build/rules/zz_new.toml", rule().split("pattern")[0] + "pattern = 5\n"),
        ("zz_new.toml", "waved", "pattern is no text", "5", "write pattern"),
    ),
    Case(
        "examples that are no list",
        append("build/rules/zz_new.toml", rule() + 'examples = "x"\n'),
        ("zz_new.toml", "waved", "examples is no list", "'x'", "write examples"),
    ),
    Case(
        "example on no day",
        append("build/rules/zz_new.toml", rule() + 'examples = [{ text = "x", published = "June" }]\n'),
        ("zz_new.toml", "waved", "published is no day", "June"),
    ),
    Case(
        "rule in one bracket",
        append("build/rules/zz_new.toml", rule().replace("[[rule]]", "[rule]")),
        ("zz_new.toml", "[rule]", "[[rule]]"),
    ),
    Case(
        "example that gives an unknown column",
        append(
            "build/rules/zz_new.toml",
            rule() + 'examples = [{ text = "Ana Silva waved.", gives = [{ table = "meetings", plaze = "Quito" }] }]\n',
        ),
        ("zz_new.toml", "waved, gives", "unknown column of meetings", "plaze", "known", "place"),
    ),
    Case(
        "example that gives an unknown table",
        append(
            "build/rules/zz_new.toml", rule() + 'examples = [{ text = "Ana Silva waved.", gives = [{ table = "meeting" }] }]\n'
        ),
        ("zz_new.toml", "waved, gives", "unknown table", "'meeting'", "meetings"),
    ),
    Case(
        "unknown setting",
        append("build/rules/zz_new.toml", rule() + "set = { hosts = true }\n"),
        ("zz_new.toml", "waved, set", "unknown key", "hosts", "known keys", "host"),
    ),
    Case(
        "setting that is neither true nor false",
        append("build/rules/zz_new.toml", rule() + 'set = { host = "yes" }\n'),
        ("zz_new.toml", "waved", "host is neither true nor false", "'yes'", "host = true"),
    ),
    *(
        Case(
            f"bad value of {key}",
            append("build/rules/zz_new.toml", rule() + f'set = {{ {key} = "zzz" }}\n'),
            ("zz_new.toml", "waved", f"unknown {words}", "'zzz'", "known", known),
        )
        for key, words, known in (
            ("status", "status value", "planned"),
            ("kind", "kind value", "bilateral"),
            ("capacity", "capacity value", "principal"),
            ("makes", "value of makes", "MET"),
            ("of", "value of of", "offices"),
            ("speaker", "value of speaker", "subject"),
        )
    ),
    Case(
        "words that are no table of lists",
        append("build/rules/zz_new.toml", rule() + 'set = { words = { anchor = "met" } }\n'),
        ("zz_new.toml", "waved, words", "anchor is no list", "'met'"),
    ),
    Case(
        "two rules of two files with one id",
        lambda root: (
            (append("build/rules/zz_new.toml", rule())(root), append("build/rules/zy_new.toml", "\n" + rule())(root)) and None
        ),
        ("zz_new.toml", "waved", "id is used twice", "zy_new.toml line 3", "zz_new.toml line 2", "another id"),
    ),
    Case(
        "rule file that is not UTF-8",
        write("build/rules/zz_new.toml", b"# caf\xe9\n"),
        ("zz_new.toml", "is not UTF-8", "byte 5", "e9", "save it as UTF-8"),
    ),
    Case(
        "segment rule whose examples are no list",
        append(
            "build/rules/segments.toml", "[[segment]]\nid = 'odd'\nsays = 'x'\npattern = '(?P<furniture>odd)'\nexamples = 5\n"
        ),
        ("segments.toml", "odd", "examples is no list", "5"),
    ),
    # vocabulary
    Case(
        "vocabulary without a key that is needed",
        lambda root: (
            (p := root / "build/vocabulary/words.toml").write_text(
                re.sub(r"(?ms)^openers = \[.*?\]\n", "", p.read_text(encoding="utf-8")), encoding="utf-8"
            )
            and None
        ),
        ("words.toml", "openers"),
    ),
    Case(
        "instrument without forms",
        append("build/vocabulary/instruments.toml", '\n[[instrument]]\nkind = "treaty"\n'),
        ("instruments.toml", "forms"),
    ),
    Case("cue without verbs", append("build/vocabulary/cues.toml", '\n[[cue]]\ntakes = "clause"\n'), ("cues.toml", "verbs")),
    Case(
        "list that is not UTF-8",
        lambda root: (
            (root / "build/vocabulary/states.csv").write_bytes(
                b"code,name,names,demonyms,capital,metonyms,capital_names\nXXX,\xe9,,,,,\n"
            )
            and None
        ),
        ("states.csv", "UTF-8"),
    ),
    Case("row cut short", append("build/vocabulary/regions.csv", "QQ-ZZ\n"), ("regions.csv", "QQ-ZZ")),
    Case(
        "region of an unknown country",
        append("build/vocabulary/regions.csv", "QQ-ZZ,QQQ,Nowhere,,,\n"),
        ("regions.csv", "QQ-ZZ", "unknown country code", "QQQ", "states.csv"),
    ),
    Case(
        "unknown kind of instrument",
        append("build/vocabulary/instruments.toml", '\n[[instrument]]\nkind = "handshake"\nforms = ["handshake"]\n'),
        ("instruments.toml", "unknown kind of instrument", "handshake", "known kinds", "memorandum_of_understanding"),
    ),
    Case(
        "unknown word for what a cue takes",
        append("build/vocabulary/cues.toml", '\n[[cue]]\ntakes = "everything"\nverbs = ["yodel"]\n'),
        ("cues.toml", "everything", "known", "clause"),
    ),
    Case(
        "unknown key in a vocabulary",
        lambda root: (
            (p := root / "build/vocabulary/words.toml").write_text(
                'hats = ["fez"]\n' + p.read_text(encoding="utf-8"), encoding="utf-8"
            )
            and None
        ),
        ("words.toml", "unknown key", "hats", "known keys"),
    ),
    Case(
        "list without a column",
        replace("build/vocabulary/states.csv", "demonyms", "people_of"),
        ("states.csv", "lacks a column", "demonyms", "columns:"),
    ),
    Case("list that is gone", remove("build/vocabulary/cues.toml"), ("cues.toml", "cannot be read", "restore")),
    Case(
        "text where a list is wanted",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = "finance"'),
        ("offices.toml", "portfolios", "Finance is no list", "'finance'", "list of texts"),
    ),
    Case(
        "number where a list is wanted",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = 5'),
        ("offices.toml", "portfolios", "Finance is no list", "5", "list of texts"),
    ),
    Case(
        "number in a list",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = [5]'),
        ("offices.toml", "portfolios", "Finance holds what is no text", "5", "quotation marks"),
    ),
    Case(
        "months that are no list",
        write("build/vocabulary/calendar.toml", b'months = 5\nweekdays = ["Monday"]\n'),
        ("calendar.toml", "months is no list", "5"),
    ),
    Case(
        "months that are not twelve",
        write("build/vocabulary/calendar.toml", b'months = ["May"]\nweekdays = ["Monday"]\n'),
        ("calendar.toml", "months are not 12", "1", "restore"),
    ),
    Case(
        "form of two portfolios",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = ["finance", "oil"]'),
        ("offices.toml", "Finance and Oil", "two portfolios", "'oil'", "keep it with one"),
    ),
    Case(
        "country in two lines",
        append("build/vocabulary/states.csv", "AFG,Nowhere,,,,,\n"),
        ("states.csv", "lines 3 and", "two lines", "AFG", "keep one line"),
    ),
    Case(
        "country cut short",
        append("build/vocabulary/states.csv", "QQQ,Nowhere\n"),
        ("states.csv", "line ", "cut short", "QQQ,Nowhere", "demonyms"),
    ),
    Case(
        "country with too many cells",
        append("build/vocabulary/states.csv", "QQQ,Nowhere,,,,,,,\n"),
        ("states.csv", "line ", "more cells than columns", "QQQ,Nowhere"),
    ),
    Case(
        "demonym of two countries",
        append("build/vocabulary/states.csv", "QQQ,Nowhere,,Afghan,,,\n"),
        ("states.csv", "AFG and QQQ", "two states", "'Afghan'", "keep it with one"),
    ),
    Case(
        "instrument with an unknown key",
        append("build/vocabulary/instruments.toml", '\n[[instrument]]\nkind = "treaty"\nforms = ["zz"]\nform = "z"\n'),
        ("instruments.toml", "[[instrument]]", "unknown key", "'form'", "known keys"),
    ),
    Case(
        "word list that is not UTF-8",
        write("build/vocabulary/words.toml", b"# caf\xe9\n"),
        ("words.toml", "is not UTF-8", "byte 5", "save it as UTF-8"),
    ),
]
