"""A new instrument is one YAML file: nothing else is written for a shape that nobody has had."""

from django.core.management import call_command
from django.urls import reverse

from matcap.assessments.models import Assessment

from .pages import read
from .reports.conftest import Paper

TITLE = "How well we look after the pond"
SHAPE = """
slug: pond-watch
version: "1"
title: How well we look after the pond
scale: ordered
now: This spring
target: Next spring
levels:
  - {code: D, name: Dry, meaning: nothing lives in it, colour: stone}
  - {code: M, name: Muddy, meaning: a duck comes by, colour: violet}
  - {code: C, name: Clearing, meaning: newts were seen, colour: teal}
  - {code: L, name: Lively, meaning: frogs sing at night, colour: amber-green}
  - {code: F, name: Full, meaning: herons queue for it, colour: blue}
areas:
  - code: W
    name: Water
    elements:
      - code: W1
        name: Depth
        strands:
          - {numeral: i, question: Does it reach a wellington's top?}
          - {numeral: ii, question: Does it last until August?}
      - {code: W2, name: Clearness, trustee_question: When did we last see the bottom?}
  - code: B
    name: Banks
    elements:
      - {code: B1, name: Reeds}
"""
ANSWERS = {"W1": ("D", "F"), "W2": ("F", "F"), "B1": ("C", "L")}


def test_from_a_file_to_paper(sign_in, trust, lead, tmp_path):
    file = tmp_path / "pond-watch.yaml"
    file.write_text(SHAPE)
    call_command("load_framework", file)
    client = sign_in(lead)

    def get(name, *args):
        return client.get(reverse(name, args=[trust.slug, *args]))

    def send(name, *args, **data):
        return client.post(reverse(name, args=[trust.slug, *args]), data)

    offered = read(get("start")).one("select", name="framework").find("option")
    (pond,) = [one.attrs["value"] for one in offered if one.text == TITLE]
    send("start", framework=pond, title="Spring", opened_on="2026-03-02")
    pk = Assessment.objects.get(trust=trust).pk
    send("open_assessment", pk)
    for code, (level, target) in ANSWERS.items():
        send("rate", pk, code, version=1, level=level, target=target, evidence=f"We saw {code}.")
    send("agree", pk)

    shown = read(get("heat_map", pk)).one("table", class_="heat-map")
    assert [row.one("th").text for row in shown.find("tr")] == ["W Water", "B Banks"]
    assert [cell.text for cell in shown.find("td")] == [
        "W1 · D needs to be → F Depth 4 steps to go",
        "W2 · F needs to be → F Clearness ✓ on target",
        "B1 · C needs to be → L Reeds 1 step to go",
    ]
    sheet, pack = (Paper(get(name, pk).content).text for name in ("heat_map_pdf", "board_pack"))
    for paper in (sheet, pack):
        assert TITLE in paper
        assert "W1 · D needs to be → F Depth 4 steps to go" in paper
    assert "B1 C → L Reeds, 1 step to go" in pack
    assert "W2 When did we last see the bottom?" in pack
    assert "We saw B1." in pack
