#!/usr/bin/env python3
"""Score extracted quotes against a source-cue-content corpus in brat standoff (PolNeAR's format).

usage: score_attributions.py TEXT_DIR ANN_DIR CLAIMS.jsonl [--show N]

CLAIMS.jsonl is what `baghdad-tehran extract TEXT_DIR --json` prints: one object a line, of which this reads the lines
with "table": "quotes": {"source": path or stem, "spans": {"content": [[start, end], ...], "speaker_text": [[start, end]],
"cue": [[start, end]]}}. Offsets are code points, end-exclusive.

A gold attribution's type is read off its text: direct (content wholly in double quotation marks), mixed (some), indirect.
Matching is one to one, best overlap first. Two measures of the content span: exact (equal after trimming spaces, quotation
marks, commas, full stops and a leading "that") and overlap (intersection over union of non-space characters >= 0.5).
Extracted rows without a cue (words in quotation marks that nobody is said to say) are left out, as the corpus does.
Precision counts every other extracted quote, recall every gold attribution; the corpus also codes thoughts and wishes, which the
codebook leaves out, so recall over all types has a ceiling below 1: `speech` is recall over attributions whose cue has a
verb of communication. Speaker: of the overlapping matches with a gold source, the share whose source spans overlap.
"""

import argparse
import collections
import json
import os
import re

SPEECH = re.compile(
    r"\b(sa(y|ys|id|ying)|t(ell|ells|old|elling)|according to|wr(ite|ites|ote|iting)|not(e|es|ed|ing)|add(s|ed|ing)?|"
    r"announc\w+|warn\w*|claim\w*|assert\w*|stat(e|es|ed|ing)|declar\w+|report\w*|suggest\w*|argu\w+|ask\w*|urg\w+|"
    r"call(s|ed|ing)? (for|on|it|him|her|them|the)|respon\w+|repl(y|ies|ied|ying)|tweet\w*|continu\w+|explain\w*|insist\w*|"
    r"acknowledg\w+|admit\w*|den(y|ies|ied|ying)|accus\w+|promis\w+|pledg\w+|vow\w*|describ\w+|recall\w*|mention\w*|"
    r"emphasi\w+|stress\w*|reiterat\w+|affirm\w*|confirm\w*|caution\w*|quot\w+|remark\w*|comment\w*|testif\w+|complain\w*|"
    r"criticiz\w+|prais\w+|condemn\w*|demand\w*|propos\w+|reveal\w*|disclos\w+|contend\w*|maintain\w*|conced\w+|predict\w*|"
    r"question\w*|cit(e|es|ed|ing)|statement|highlight\w*|point(s|ed|ing)? (out|to)|refer\w* to|agree[ds]?|declin\w+|"
    r"express\w*|voic\w+)\b|^[:―–—-]$",
    re.I,
)
TRIM = " \t\n\r\u00a0\"“”'‘’,.;:―—–"


def gold(text_dir, ann_dir):
    for name in sorted(os.listdir(text_dir)):
        stem = name.removesuffix(".txt")
        with open(os.path.join(text_dir, name), encoding="utf-8", newline="") as f:
            text = f.read()
        anns = sorted(a for a in os.listdir(ann_dir) if a.startswith(stem))
        if not anns:
            continue
        spans, events = {}, []
        with open(os.path.join(ann_dir, anns[0]), encoding="utf-8", newline="\n") as f:
            for line in f:
                cell = line.rstrip("\n").split("\t")
                if re.fullmatch(r"T\d+", cell[0]):
                    kind, rest = cell[1].split(" ", 1)
                    spans[cell[0]] = [tuple(map(int, p.split())) for p in rest.split(";")]
                elif re.fullmatch(r"E\d+", cell[0]):
                    parts = collections.defaultdict(list)
                    for item in cell[1].split():
                        key, ref = item.split(":")
                        parts[re.sub(r"\d+$", "", key)] += spans.get(ref, [])
                    events.append(parts)
        rows = []
        for parts in events:
            if not parts.get("Content"):
                continue
            content = " ".join(text[a:b] for a, b in sorted(parts["Content"]))
            marks = re.search(r'[“”"]', content)
            kind = (
                "direct"
                if re.match(r'^\s*["“][^"“”]*["”]?(\s*["“][^"“”]*["”]?)*[.,]?\s*$', content, re.S)
                else "mixed"
                if marks
                else "indirect"
            )
            cue = " ".join(text[a:b] for a, b in sorted(parts.get("Cue", [])))
            rows.append(
                {
                    "content": parts["Content"],
                    "source": parts.get("Source", []),
                    "kind": kind,
                    "speech": bool(marks or SPEECH.search(cue)),
                    "cue": cue,
                }
            )
        yield stem, text, rows


def cells(text, spans):
    return {i for a, b in spans for i in range(a, b) if not text[i].isspace() and text[i] not in '"“”'}


def trimmed(text, spans):
    s = re.sub(r"\s+", " ", " ".join(text[a:b] for a, b in sorted(spans))).strip(TRIM)
    return re.sub(r"^that\s+", "", s).strip(TRIM)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("text_dir")
    ap.add_argument("ann_dir")
    ap.add_argument("claims")
    ap.add_argument("--show", type=int, default=0)
    a = ap.parse_args()
    got = collections.defaultdict(list)
    with open(a.claims, encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            if row.get("table") == "quotes" and row.get("spans", {}).get("content") and row["spans"].get("cue"):
                got[os.path.basename(row["source"]).removesuffix(".txt")].append(
                    {k: [tuple(s) for s in v] for k, v in row["spans"].items()}
                )
    n = collections.Counter()
    shown = []
    for stem, text, rows in gold(a.text_dir, a.ann_dir):
        mine = got.get(stem, [])
        G = [cells(text, r["content"]) for r in rows]
        P = [cells(text, p["content"]) for p in mine]
        pairs = sorted(((len(g & p) / len(g | p), i, j) for i, g in enumerate(G) for j, p in enumerate(P) if g & p), reverse=True)
        used_g, used_p = {}, set()
        for iou, i, j in pairs:
            if i not in used_g and j not in used_p:
                used_g[i] = (j, iou)
                used_p.add(j)
        n["predicted"] += len(mine)
        n["documents"] += 1
        for i, r in enumerate(rows):
            n["gold", r["kind"]] += 1
            n["gold"] += 1
            n["speech"] += r["speech"]
            j, iou = used_g.get(i, (None, 0))
            over = iou >= 0.5
            exact = j is not None and trimmed(text, r["content"]) == trimmed(text, mine[j]["content"])
            for key in ("overlap",) * over + ("exact",) * exact:
                n[key] += 1
                n[key, r["kind"]] += 1
                n[key, "speech"] += r["speech"]
            if over and r["source"]:
                n["with_source"] += 1
                n["speaker"] += bool(cells(text, r["source"]) & cells(text, mine[j].get("speaker_text", [])))
            if not over and r["speech"]:
                shown.append(("missed", stem, r["kind"], r["cue"], trimmed(text, r["content"])[:110]))
        shown += [("extra", stem, "", "", trimmed(text, p["content"])[:110]) for j, p in enumerate(mine) if j not in used_p]

    def f1(hit):
        p = hit / n["predicted"] if n["predicted"] else 0
        r = hit / n["gold"] if n["gold"] else 0
        return p, r, 2 * p * r / (p + r) if p + r else 0

    print(f"documents {n['documents']}  gold {n['gold']} (speech {n['speech']})  extracted {n['predicted']}")
    for m in ("exact", "overlap"):
        p, r, f = f1(n[m])
        print(
            f"{m:8} P {p:.3f} R {r:.3f} F1 {f:.3f}  speech-recall {n[m, 'speech'] / max(1, n['speech']):.3f}  "
            + "  ".join(f"{k} R {n[m, k] / max(1, n['gold', k]):.3f} (n={n['gold', k]})" for k in ("direct", "mixed", "indirect"))
        )
    print(f"speaker  {n['speaker'] / max(1, n['with_source']):.3f} (n={n['with_source']})")
    for row in shown[: a.show]:
        print("\t".join(row))


if __name__ == "__main__":
    main()
