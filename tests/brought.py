"""What a trust has brought in from documents: a draft to look over, and words of its own."""

from frameworks.actions import start_draft
from frameworks.editing import elements_of
from frameworks.models import Draft, Framework
from matcap.assessments.wordings import use_words

from .frameworks.instruments import small


def brought(trust, lead, words: str) -> Draft:
    """A draft that was read from a document, filled in, with something that was not understood.

    Its framework is "small"; for another, "met", the trust has words of its own.
    """
    met = Framework.objects.get(slug="met", wording_of=None)
    worded = start_draft(trust=trust, by=lead, content=_said(words), source_name="met.docx")
    use_words(draft=worded, framework=met, version=worded.version, by=lead)
    return start_draft(
        trust=trust,
        by=lead,
        content=_said(words),
        source_name=f"{words}: ours.docx",
        unread=[{"place": "row 4", "text": f"{words}: left", "why": "It is odd.", "after": "1A"}],
        filled=[{"element": "1A", "level": "G", "evidence": f"{words}: seen"}],
    )


def _said(words: str) -> dict:
    content = small({"title": f"{words}: brought", "examples": []})
    for element in elements_of(content):
        element["name"] = f"{words}: {element['code']}"
    return content
