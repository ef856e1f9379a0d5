"""The gate's look at the source documents, where they are at hand: hashes, lengths, and the characters of every span."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from .findings import Finding, finding
from .loaded import Loaded

_SPAN = ("source_id", "start_char", "end_char")
# Segments that are the article itself: headlines and bodies, not bylines, dates and furniture.
ARTICLE_KINDS = frozenset({"headline", "standfirst", "caption", "subhead", "pull_quote", "paragraph"})
_ROUNDING = 0.00006  # shares are published to four places


def check_sources(data: Loaded, folder: Path) -> Iterator[Finding]:
    """Every document, span and verbatim text against the documents in `folder`."""
    if not data.has("sources", "source_id", "path", "sha256", "characters"):
        return
    texts: dict[str, str] = {}
    for source, path, sha256, characters in data.rows("SELECT source_id, path, sha256, characters FROM sources"):
        # Only the name counts: the folder may lie anywhere, and no path in the data leads out of it.
        file = folder / Path(str(path).replace("\\", "/")).name
        where = {"table": "sources", "key": source}
        try:
            if not file.is_file():
                raise FileNotFoundError(file)
            raw = file.read_bytes()
            text = raw.decode("utf-8")
        except (OSError, UnicodeDecodeError, ValueError):
            yield finding("source-missing", column="path", value=path, **where)
            continue
        found = hashlib.sha256(raw).hexdigest()
        if found != sha256:
            yield finding("source-hash", f"the file's is {found}", column="sha256", value=sha256, **where)
            continue
        if len(text) != characters:
            yield finding("source-length", f"the file has {len(text)}", column="characters", value=characters, **where)
        texts[source] = text
    for table, column in (("provenance", "exact"), ("agreement_mentions", "text")):
        if data.has(table, *_SPAN, column):
            query = f"SELECT {data.key(table)}, t.source_id, t.start_char, t.end_char, t.{column} FROM {table} t"
            for key, source, start, end, exact in data.rows(query):
                if source in texts and None not in (start, end) and (start < 0 or texts[source][start:end] != exact):
                    found_text = texts[source][max(start, 0) : max(end, 0)][:60]
                    message = f"the source has {found_text!r} there"
                    yield finding("exact", message, table=table, key=key, column=column, value=exact)
    yield from _shares(data, texts)


def _shares(data: Loaded, texts: Mapping[str, str]) -> Iterator[Finding]:
    """How much of an article the excerpts give away is what the release says of it."""
    if not (data.has("sources", "excerpted_share") and data.has("segments", *_SPAN, "kind") and data.has("provenance", *_SPAN)):
        return
    shown = {source: bytearray(len(text)) for source, text in texts.items()}
    for source, start, end in data.rows(f"SELECT DISTINCT {', '.join(_SPAN)} FROM provenance"):
        if source in shown and None not in (start, end) and 0 <= start < end <= len(shown[source]):
            shown[source][start:end] = b"\x01" * (end - start)
    characters, excerpted = dict.fromkeys(texts, 0), dict.fromkeys(texts, 0)
    for source, start, end, kind in data.rows(f"SELECT {', '.join(_SPAN)}, kind FROM segments"):
        if source in texts and kind in ARTICLE_KINDS and None not in (start, end) and 0 <= start <= end:
            article = [place for place, char in enumerate(texts[source][start:end], start) if not char.isspace()]
            characters[source] += len(article)
            excerpted[source] += sum(shown[source][place] for place in article)
    for source, share in data.rows("SELECT source_id, excerpted_share FROM sources"):
        if source in texts and share is not None:
            due = excerpted[source] / characters[source] if characters[source] else 0.0
            if not abs(share - due) <= _ROUNDING:
                message = f"the evidence covers {due:.4f} of the article"
                yield finding("share", message, table="sources", key=source, column="excerpted_share", value=share)
