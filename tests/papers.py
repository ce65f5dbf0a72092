"""Papers as the HTML that they are laid out from, for tests that look for words in them.

Laying a paper out takes a second, and then its words are packed away. Here its HTML is put where
the application finds what it made before; the key is all that the paper is made of, so once any of
that changes, another is made, and that is a PDF.
"""

from django.core.cache import caches
from django.utils import timezone

from frameworks.models import Framework
from matcap.assessments.models import Assessment
from matcap.reports import documents

KINDS = (
    documents.filled_rubric,
    documents.heat_map,
    documents.priorities,
    documents.board_pack,
)


def keep_as_html(*assessments: Assessment) -> None:
    """Answer for the papers of these assessments and of their frameworks with HTML, from now on."""
    today = timezone.localdate()
    for pk in {assessment.pk for assessment in assessments}:
        read = Assessment.objects.select_related("framework", "previous", "trust").get(pk=pk)
        trust, framework = read.trust, read.framework
        words = Framework.objects.words_of(trust).filter(wording_of=framework).first()
        for document in (
            *(kind(trust, read, on=today) for kind in KINDS),
            documents.blank_rubric(trust, framework, on=today, wording=words),
        ):
            caches["documents"].set(document.fingerprint, document.html.encode())
