"""Which agreements a report tells of: what is one, what is none, and which mentions mean the same."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]
EXTRACTOR = load_extractor(ROOT / "build")
CONTRACT = load_contract(ROOT / "schemas")


def mentions(text: str) -> list[list[str]]:
    """What is said of each agreement, by agreement, in the order of the text."""
    found: dict[str, list[str]] = {}
    rows: list[dict[str, Any]] = list(rows_of_document(EXTRACTOR, CONTRACT, document(text, "2021-11-20")))
    for row in sorted((r for r in rows if r["table"] == "agreement_mentions"), key=lambda r: r["values"]["start_char"]):
        if row["values"]["agreement_id"]:
            found.setdefault(row["values"]["agreement_id"], []).append(row["values"]["text"])
    return list(found.values())


@pytest.mark.parametrize(
    "text",
    [
        "The fleets still fish under a deal that nobody recalls.",
        "The long war ended in an armistice.",
        "What they brought included fish and a pact with the port.",
        "The rebels slept after reaching a deal with the fishermen.",
        "Chile acted under the General Agreement on Tariffs and Trade.",
        "Chile signed a three-year fisheries deal with Peru.",
    ],
)
def test_what_is_told_of_is_one(text: str) -> None:
    assert len(mentions(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Chilean Foreign Minister Ana Silva and Chilean Trade Minister Ben Okoro issued a joint statement.",
        "Senate Republican leaders released a joint statement on the bill.",
        "Foreign Minister Ana Silva and Trade Minister Ben Okoro said in a joint statement that the plan stands.",
        "Chilean President Rosa Vidal signed a ten-year plan to rebuild the ports.",
        "Chile and Peru have not reached agreement on cod.",
        "The club hired a cook on a long deal.",
        "They must rest at once and enter into an agreement with Peru.",
        "The singer sold the song in a deal, and slept.",
        "The striker signed a new three-year deal with the club.",
        "Chile denied that it had struck any cod deal with Peru.",
        "The minister said that the General Agreement on Tariffs and Trade (GATT) had slept for years.",
        "Chile and Peru are negotiating a free trade agreement.",
        "She will speak at the Republican National Convention.",
        "Few recall the 2012 convention in Denver.",
        "Chile and Peru reached an agreement in principle on cod.",
        "A cod deal between Chile and Peru remains a distant hope.",
        "Chile wants to replace the fence with a formal treaty.",
        "Chile denied striking a deal with Peru.",
        "The envoy said that a truce could be reached soon.",
        "Peru's offer of a truce was turned down.",
        "Republicans and Democrats struck a deal on the debt ceiling.",
        "The governor announced a deal with state lawmakers.",
        "The agreement between the two brothers was sealed with a smile.",
        "The trade deal talks between Chile and Peru resume on Monday.",
        "A memorandum issued by the cod board bans nets.",
        "It was the largest plan since the New Deal.",
        "The two sides signed a settlement out of court.",
        "The mediators tried to reach a ceasefire and a hostage deal.",
        "Chile and Peru are far apart on the terms of a cod agreement.",
        "What was said falls short of a formal accord.",
        "The governor signed a memorandum directing the boards to ban nets.",
        "They live by a tacit agreement that nobody fishes at night.",
        "The north sent envoys instead of issuing its expected declaration.",
        "Peru is a treaty ally.",
        "The schools read the Declaration of Independence aloud.",
        "The two should push forward talks on the Chile-Peru fish agreement, she said.",
        "They will begin talks with Peru on a broad fish pact.",
        "They spoke of concluding an ambitious and broad Lima agreement.",
        "Chile said that it would open its ports as part of a deal.",
        "The memorandum of understanding to be signed will cover cod.",
    ],
)
def test_what_is_no_agreement(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Chile and Peru signed a food-for-oil deal. The two states also have a border treaty.", 2),
        ("Chile and Peru signed seven MoUs on Thursday. The MoUs were signed in Lima.", 1),
        ("A truce between Chile and Peru took effect on Sunday. A truce agreed in January collapsed.", 2),
        ("Chile implements the Oslo Agreement. It praised the Peace Accord too.", 2),
        ("Chile and Peru issued a joint statement. They may sign the defense pact with Norway, which was agreed in May.", 2),
        ("Chile signed a memorandum with Peru. A second memorandum signed between the two ministers is about cod.", 2),
        ("Chile and Peru signed a pact in Lima. The pact is about cod.", 1),
        ("Chile and Peru signed a treaty on cod, a memorandum on rail and an agreement on visas.", 3),
        ("They exchanged papers: a Memorandum of Understanding on cod as well as an agreement on rail.", 2),
        ("The Chile-Peru pact was signed in Lima. It is like the Chile-Norway pact.", 2),
        ("Chile joined the Northern Cod Trade Accord in 2004. The NCTA has few friends.", 1),
        ("Agreements were exchanged in Lima. These included a memorandum on cod and an agreement on rail.", 2),
        ("Chile wants a new cod pact with Peru. The current pact expires in May.", 1),
        ("Norway praised the peace agreements with Chile.", 1),
        ("Chile and Peru signed a truce and a cod deal.", 2),
        ("The court may nullify a cod treaty with Peru.", 1),
    ],
)
def test_how_many_agreements(text: str, groups: int) -> None:
    assert len(mentions(text)) == groups, mentions(text)


@pytest.mark.parametrize(
    "text, name",
    [
        ("Chile acceded to the Northern Fish Treaty.", "Northern Fish Treaty"),
        ("Chile and Peru signed the Northern Cod Trade Accord. The Cod Trade Accord is old.", "Northern Cod Trade Accord"),
        ("Chile is bound by the Lima Convention on Diplomatic Relations.", "Lima Convention on Diplomatic Relations"),
        ("Chile and Peru signed the Treaty of Oslo in May 1990.", "Treaty of Oslo"),
        ("Chile and Peru signed the fishing treaty in May 1990.", "Chile–Peru treaty, May 1990"),
    ],
)
def test_an_instrument_goes_by_its_own_name(text: str, name: str) -> None:
    found = list(rows_of_document(EXTRACTOR, CONTRACT, document(text, "2021-11-20")))
    assert [r["values"]["name"] for r in found if r["table"] == "agreements"] == [name]


def test_work_grows_with_the_text() -> None:
    """Each of many agreements is looked for among those near it, not among all of the report. Calls are counted: a clock tells
    of other work on the machine too."""
    words = ["cod", "rail", "fish", "wool", "iron", "rice", "corn", "coal", "zinc", "silk"]

    def calls(count: int) -> int:
        text = " ".join(
            f"Chile and Peru signed the Alt{words[n % 10]}{words[n // 10 % 10]} {words[n % 7]} treaty in May {1900 + n % 120}."
            + ("\n\n" if n % 5 == 4 else "")
            for n in range(count)
        )
        counted = 0

        def count_call(_frame: object, event: str, _arg: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count_call)
        try:
            list(EXTRACTOR.extract(document(text, "2021-11-20")).hits)
        finally:
            sys.setprofile(before)
        return counted

    calls(60)  # what is compiled and noted once is no work of the text
    small, large = calls(60), calls(480)
    assert large < 8 * small * 1.3, (small, large)
