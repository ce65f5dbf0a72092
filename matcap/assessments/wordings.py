"""A trust's own words for a framework, in all of its assessments: taken up, and put aside."""

from django.db import transaction

from frameworks import actions
from frameworks.models import Draft, Framework
from matcap.trusts.activity import note
from matcap.trusts.models import Trust
from matcap.ui.refusal import Refused


@transaction.atomic
def use_words(*, draft: Draft, framework: Framework, version: int, by) -> Framework:
    """Show a framework to a trust in the words of its draft. What is rated stays where it is.

    Returns the words, published. Raises what `frameworks.actions.publish_words` does.
    """
    words = actions.publish_words(draft=draft, framework=framework, version=version, by=by)
    draft.trust.assessments.filter(framework=framework).update(wording=words)
    return words


@transaction.atomic
def use_shipped_words(*, trust: Trust, framework: Framework, by) -> None:
    """Show a framework to a trust in its published words again. Raises Refused when it is so."""
    if not actions.put_words_aside(trust=trust, framework=framework):
        raise Refused(f"{framework} is shown in its published words already.")
    trust.assessments.filter(framework=framework).update(wording=None)
    note(trust=trust, by=by, sentence=f"Went back to the published words of {framework}.")
