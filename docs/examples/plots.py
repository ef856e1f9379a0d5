"""Two pictures of the tables: when the meetings took place, and who met whom. Needs matplotlib.

    pip install matplotlib          (or the extra plots)
    python docs/examples/plots.py   writes meetings.png and who-met-whom.png into docs/; another folder: plots.py FOLDER

Everything is asked of the tables in SQL; nothing is known here of any meeting or person.
"""

from __future__ import annotations

import sys
import textwrap
from datetime import timedelta
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # draws into files, on machines without a screen too
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
from matplotlib.lines import Line2D

import baghdad_tehran as bt

INK, SOFT, FAINT = "#1f2933", "#7b8794", "#dfe4ea"
HUES = ("#2a6f97", "#bc6c25", "#5f8a3a", "#8e5ea2", "#b23a48", "#1b998b", "#8a6d3b", "#5c677d")
plt.rcParams |= {"font.size": 10, "font.family": "DejaVu Sans", "text.color": INK, "axes.labelcolor": INK, "figure.dpi": 160}

MEETINGS = """
    SELECT meetings.name, coalesce(meetings.place, 'place not stated') AS place, meetings.date_from, meetings.date_to,
           (SELECT count(DISTINCT source_id) FROM provenance WHERE row_id = meetings.meeting_id) AS reports
    FROM meetings
    ORDER BY meetings.date_from IS NULL, meetings.date_from, meetings.kind IN ('bilateral', 'call'), meetings.place, meetings.name
"""
# Two who sat at one meeting on different sides, one of them for Iraq or a part of it; and how many reports have both there.
ENCOUNTERS = """
    WITH present AS (
        SELECT meeting_id, participant_id, side, side = 'IRQ' OR side LIKE 'IQ-%' AS for_iraq,
               coalesce(people.name, organizations.name, description, meeting_participants.country) AS who,
               coalesce(people.country, organizations.country, meeting_participants.country, side) AS state,
               person_id IS NOT NULL AS named
        FROM meeting_participants
        LEFT JOIN people USING (person_id)
        LEFT JOIN organizations USING (organization_id)
        JOIN meetings USING (meeting_id)
        WHERE meetings.kind NOT IN ('visit', 'forum') AND status = 'held'
    ),
    telling AS (SELECT DISTINCT row_id AS participant_id, source_id FROM provenance WHERE table_name = 'meeting_participants')
    SELECT ours.who, ours.named, theirs.who, theirs.state, theirs.named, count(DISTINCT told.source_id) AS reports
    FROM present AS ours
    JOIN present AS theirs ON theirs.meeting_id = ours.meeting_id AND ours.for_iraq AND NOT theirs.for_iraq
    JOIN telling AS told ON told.participant_id = ours.participant_id
    JOIN telling AS too ON too.participant_id = theirs.participant_id AND too.source_id = told.source_id
    GROUP BY ALL
    ORDER BY ALL
"""


def shortened(text: str, most: int = 52) -> str:
    """A label of one line."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(",") + " …"


def told_by(reports: int) -> str:
    """For the legend."""
    return f"told by {reports} report{'' if reports == 1 else 's'}"


def timeline(path: Path) -> None:
    """A line for each meeting: a dot on its day, a bar where the date is less precise, and a column for those without a date."""
    con = bt.connect()
    meetings = con.sql(MEETINGS).fetchall()
    published = [
        day for (day,) in con.sql("SELECT DISTINCT published_from FROM sources WHERE published_from IS NOT NULL").fetchall()
    ]
    hues = dict(zip(dict.fromkeys(row[1] for row in meetings), HUES * len(meetings), strict=False))

    figure, (when, never) = plt.subplots(
        1, 2, sharey=True, width_ratios=[5, 1], figsize=(10, 1.6 + 0.36 * len(meetings)), layout="constrained"
    )
    days = [day for row in meetings for day in row[2:4] if day] + published
    first, last = min(days), max(days)
    margin = timedelta(days=max(4, (last - first).days // 8))
    for line, (_, place, start, end, reports) in enumerate(meetings):
        hue, size = hues[place], 40 + 45 * reports
        for axes in (when, never):
            axes.axhline(line, color=FAINT, linewidth=0.8, zorder=0)
        if start is None and end is None:
            never.scatter([0], [line], s=size, facecolor="white", edgecolor=hue, linewidth=1.8)
            continue
        begin, finish = start or first - margin, end or last + margin
        if begin != finish:  # less than a day is known: from here on, up to here, or in between
            when.plot([begin, finish], [line, line], color=hue, linewidth=3, alpha=0.35, solid_capstyle="butt")
        ends = [day for day in dict.fromkeys((start, end)) if day]
        when.scatter(ends, [line] * len(ends), s=size, color=hue)
    for day in published:
        when.axvline(day, color=SOFT, linewidth=0.9, linestyle=(0, (2, 3)), zorder=0)
        when.annotate(
            f"report of\n{day:%d %b}",
            (mdates.date2num(day), -0.75),
            ha="left",
            va="bottom",
            fontsize=8,
            color=SOFT,
            xytext=(3, 0),
            textcoords="offset points",
            annotation_clip=False,
        )
    when.set_yticks(range(len(meetings)), [shortened(row[0]) for row in meetings])
    when.set_ylim(len(meetings) - 0.4, -0.9)
    when.set_xlim(first - margin, last + margin)
    when.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    when.xaxis.set_major_formatter(mdates.DateFormatter("%d %b\n%Y"))
    never.set_xlim(-1, 1)
    never.set_xticks([0], ["no date\nstated"])
    for axes in (when, never):
        axes.tick_params(length=0)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(FAINT)
    places = [Line2D([], [], marker="o", linestyle="", color=hue, markersize=8, label=place) for place, hue in hues.items()]
    sizes = [
        Line2D([], [], marker="o", linestyle="", color=SOFT, markersize=(40 + 45 * n) ** 0.5, label=told_by(n))
        for n in sorted({row[4] for row in meetings})
    ]
    if any(start != end for _, _, start, end, _ in meetings):
        sizes.append(Line2D([], [], color=SOFT, linewidth=3, alpha=0.35, label="a range, or open at one end"))
    figure.legend(
        handles=[*places, *sizes], loc="outside lower center", ncols=len(places) + len(sizes), frameon=False, fontsize=9
    )
    figure.suptitle(
        "Meetings between and around Iran and Iraq, as five reports of 2025 tell of them",
        x=0.01,
        ha="left",
        fontsize=12,
        fontweight="bold",
    )
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def who_met_whom(path: Path) -> None:
    """Whom the people who acted for Iraq met: two columns of names, and a line for each pair, as thick as reports tell of it."""
    pairs = bt.connect().sql(ENCOUNTERS).fetchall()
    theirs = sorted({row[2:5] for row in pairs}, key=lambda one: (not one[2], one[1] or "~", one[0]))
    # Each of ours stands about where those stand whom they met, so that few lines cross.
    places = {who: [theirs.index(row[2:5]) for row in pairs if row[:2] == who] for who in dict.fromkeys(row[:2] for row in pairs)}
    ours = sorted(places, key=lambda who: sum(places[who]) / len(places[who]))
    hues = dict(zip(dict.fromkeys(one[1] for one in theirs), HUES * len(theirs), strict=False))
    height = max(len(ours), len(theirs))

    def spread(names: list[Any]) -> dict[Any, float]:
        return {name: (place + 0.5) * height / len(names) for place, name in enumerate(names)}

    left, right = spread(ours), spread(theirs)
    figure, axes = plt.subplots(figsize=(10, 1.5 + 0.42 * height), layout="constrained")
    for *who, whom, state, named, reports in pairs:
        y = (left[tuple(who)], right[whom, state, named])
        axes.plot([0, 1], y, color=hues[state], linewidth=1.4 * reports, alpha=0.75 if named else 0.45, zorder=1)
    for (who, named), y in left.items():
        axes.scatter([0], [y], s=60, color=INK if named else "white", edgecolor=INK, linewidth=1.6, zorder=2)
        weight, hue = ("bold", INK) if named else ("normal", SOFT)
        label = who if named else textwrap.fill(who, 36)
        axes.annotate(
            label, (0, y), xytext=(-10, 0), textcoords="offset points", ha="right", va="center", fontweight=weight, color=hue
        )
    for (whom, state, named), y in right.items():
        axes.scatter([1], [y], s=60, color=hues[state] if named else "white", edgecolor=hues[state], linewidth=1.6, zorder=2)
        label = f"{whom}  ({state})" if state else whom
        axes.annotate(label, (1, y), xytext=(10, 0), textcoords="offset points", va="center", color=INK if named else SOFT)
    axes.set_xlim(-0.75, 1.95)
    axes.set_ylim(height, 0)
    axes.axis("off")
    thick = [Line2D([], [], color=SOFT, linewidth=1.4 * n, label=told_by(n)) for n in sorted({row[5] for row in pairs})]
    kinds = [
        Line2D([], [], marker="o", linestyle="", color=SOFT, markerfacecolor=face, label=label)
        for face, label in ((SOFT, "named"), ("white", "office without a name"))
    ]
    figure.legend(handles=[*thick, *kinds], loc="outside lower center", ncols=len(thick) + 2, frameon=False, fontsize=9)
    figure.suptitle(
        "Whom those who acted for Iraq met, as five reports of 2025 tell of it", x=0.01, ha="left", fontsize=12, fontweight="bold"
    )
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]
    timeline(folder / "meetings.png")
    who_met_whom(folder / "who-met-whom.png")
