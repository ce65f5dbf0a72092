"""A trust's own frameworks: published, drafts, what was brought in from a document, its words."""

from frameworks.actions import change_draft, share, start_draft, throw_away
from frameworks.actions import publish as publish_draft
from frameworks.editing import elements_of
from frameworks.models import Draft, Framework
from matcap.assessments.wordings import use_words
from matcap.trusts.models import Trust

from .frameworks.instruments import small


def words_of(trust: Trust) -> str:
    """Words that are one trust's own."""
    return f"What only {trust.slug} knows"


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


def frameworks_of(trust, framework, network, lead) -> dict:
    """A framework of the trust's own, published and shared; drafts of more."""
    words = words_of(trust)
    draft = start_draft(trust=trust, by=lead, copied_from=framework)
    content = draft.content | {"title": f"{words}: framework", "summary": f"{words}: summary"}
    draft = change_draft(draft=draft, version=1, by=lead, content=content)
    own = publish_draft(draft=draft, version=draft.version, number="1.0", by=lead)
    share(framework=own, network=network, by=lead)
    copied = start_draft(trust=trust, by=lead, copied_from=own)
    content = copied.content | {"title": f"{words}: draft"}
    thrown = start_draft(trust=trust, by=lead, source_name=f"{words}: thrown.docx")
    return {
        "own": own,
        "copied": change_draft(draft=copied, version=1, by=lead, content=content, change="Named"),
        "brought": brought(trust, lead, words),
        "thrown_away": throw_away(draft=thrown, by=lead),
    }
