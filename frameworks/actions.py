"""What changes a trust's own frameworks: its drafts, what is published of them, who shares it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from matcap.trusts.activity import note
from matcap.trusts.models import Network, Trust
from matcap.ui.refusal import Refused

from . import loader
from .checking import check
from .editing import blank, copy_of, settled
from .faults import Faulty
from .models import KEPT, Draft, Framework
from .slugs import slug_for
from .tree import tree_of
from .wordings import fits, words_for


class Stale(Refused):
    """The page was read before somebody else's change; `draft` is how it stands now."""

    def __init__(self, draft: Draft):
        who = draft.changed_by or "Somebody"
        super().__init__(f"{who} changed this draft while you had it open. Nothing was saved.")
        self.draft = draft


@transaction.atomic
def start_draft(
    *,
    trust: Trust,
    by,
    content: dict | None = None,
    copied_from: Framework | None = None,
    source_name: str = "",
    unread: Iterable[dict] = (),
    unpaired: Iterable = (),
    filled: Iterable = (),
    dated_on: date | None = None,
    dated_by: str = "",
) -> Draft:
    """Begin a framework of a trust's own, and return its draft.

    It holds `content`; without that, a copy of `copied_from` in the words that the trust reads it
    in; without either, next to nothing.
    What is published of it follows `copied_from`. Raises Refused when the trust may not use that.
    """
    if copied_from and not Framework.objects.used_by(trust).filter(pk=copied_from.pk).exists():
        raise Refused(f"{copied_from} is not shared with {trust} any more.")
    if content is None:
        content = _copied(copied_from, trust) if copied_from else blank()
    draft = Draft.objects.create(
        trust=trust,
        content=content,
        copied_from=copied_from,
        source_name=source_name,
        unread=list(unread),
        unpaired=list(unpaired),
        filled=list(filled),
        dated_on=dated_on,
        dated_by=dated_by,
        started_by=by,
        changed_by=by,
    )
    begun = source_name or copied_from or "nothing"
    note(trust=trust, by=by, sentence=f"Started a draft framework, {draft}, from {begun}.")
    return draft


@transaction.atomic
def change_draft(*, draft: Draft, version: int, by, content: dict, change: str = "") -> Draft:
    """Save a draft's content, and return the draft as it stands; it may be faulty.

    `version` is the one that the person read. `change` says what was done, for `undo_change` to
    offer. Raises Stale when somebody else saved since, Refused when it is no longer in work.
    """
    draft = _held(draft)
    if loader.tidy(draft.content) == loader.tidy(content):
        return draft
    _check_version(draft, version)
    draft.before, draft.content, draft.change = draft.content, content, change
    return _saved(draft, by)


@transaction.atomic
def undo_change(*, draft: Draft, version: int, by) -> Draft:
    """Take the last save back. Raises Stale as `change_draft`, Refused when there is none."""
    draft = _held(draft)
    _check_version(draft, version)
    if draft.before is None:
        raise Refused("There is nothing to undo.")
    draft.content, draft.before, draft.change = draft.before, None, ""
    return _saved(draft, by)


@transaction.atomic
def throw_away(*, draft: Draft, by) -> Draft:
    """Put a draft aside: for 30 days `restore` brings it back, and after that it is gone."""
    draft = _held(draft)
    trust = draft.trust
    trust.framework_drafts.filter(removed_at__lte=timezone.now() - KEPT).delete()
    draft.removed_at = timezone.now()
    draft.save()
    note(trust=trust, by=by, sentence=f"Threw away the draft framework {draft}.")
    return draft


@transaction.atomic
def restore(*, draft: Draft, by) -> Draft:
    """Bring back a draft that was thrown away."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("trust").get(pk=draft.pk)
    if draft.removed_at:
        draft.removed_at = None
        draft.save()
        note(trust=draft.trust, by=by, sentence=f"Put back the draft framework {draft}.")
    return draft


@transaction.atomic
def publish(*, draft: Draft, version: int, number: str, by) -> Framework:
    """Publish a draft as the trust's own framework, as version `number` of it. It is final.

    `version` is the draft's as the person read it. Raises Stale; Refused when anything in it is
    wrong, or when the trust has published a version with this number.
    """
    draft = _held(draft)
    _check_version(draft, version)
    trust, slug = Trust.objects.select_for_update().get(pk=draft.trust_id), slug_for(draft)
    if trust.frameworks.filter(slug=slug, version=number).exists():
        raise Refused(f"Version {number} of it is published already. Choose another number.")
    content = settled(draft.content) | {"slug": slug, "version": number}
    faults = check(content)
    if faults:
        raise Refused(f"This is to be put right first: {'; '.join(faults[:3])}.")
    try:
        framework = loader.publish(content, owner=trust, follows=draft.copied_from)
    except Faulty as error:  # published by somebody else in this moment
        raise Refused(str(error)) from error
    draft.published_as = framework
    draft.save()
    note(trust=trust, by=by, sentence=f"Published the framework {framework}.")
    return framework


@transaction.atomic
def publish_words(*, draft: Draft, framework: Framework, version: int, by) -> Framework:
    """Make a draft the trust's own words for a framework, in the place of those it had.

    `version` is the draft's as the person read it. Raises Stale; Refused when the trust may not use
    the framework, the draft does not fit it, or anything in it is wrong.
    """
    draft = _held(draft)
    _check_version(draft, version)
    trust, tree = draft.trust, tree_of(framework)
    if not Framework.objects.used_by(trust).filter(pk=framework.pk).exists():
        raise Refused(f"{framework} is not shared with {trust} any more.")
    if not fits(draft.content, tree):
        raise Refused(f"These are no words for {framework}: its elements and strands are others.")
    slug = f"{framework.slug[:40]}-{trust.pk}-words"  # no own framework's slug ends so
    put_words_aside(trust=trust, framework=framework)
    count = trust.frameworks.filter(slug=slug).count()
    content = words_for(draft.content, tree) | {"slug": slug, "version": str(count + 1)}
    faults = check(content)
    if faults:
        raise Refused(f"This is to be put right first: {'; '.join(faults[:3])}.")
    words = loader.publish(content, owner=trust, wording_of=framework)
    draft.published_as = words
    draft.save()
    note(trust=trust, by=by, sentence=f"Took {draft} as the trust's own words for {framework}.")
    return words


@transaction.atomic
def put_words_aside(*, trust: Trust, framework: Framework) -> bool:
    """Use a trust's own words for a framework no longer; whether there were any."""
    Trust.objects.select_for_update().get(pk=trust.pk)
    words = Framework.objects.words_of(trust).filter(wording_of=framework)
    return bool(words.update(put_aside_at=timezone.now()))


@transaction.atomic
def share(*, framework: Framework, network: Network, by) -> None:
    """Let the trusts of a network use a trust's own framework."""
    framework.shared_with.add(network)
    framework.was_shared_with.remove(network)
    note(trust=framework.owner, by=by, sentence=f"Shared {framework} with the network {network}.")


@transaction.atomic
def take_back(*, framework: Framework, network: Network, by) -> None:
    """Share it with a network no longer. Who uses it keeps that, and can start nothing new."""
    framework.shared_with.remove(network)
    framework.was_shared_with.add(network)
    sentence = f"Took back {framework} from the network {network}."
    note(trust=framework.owner, by=by, sentence=sentence)


def _copied(framework: Framework, trust: Trust) -> dict:
    return copy_of(framework, Framework.objects.own_words(trust, framework))


def _held(draft: Draft) -> Draft:
    """Lock the draft, and read it again. Raises Refused when it is no longer in work."""
    related = Draft.objects.select_related("trust", "copied_from__owner", "changed_by")
    draft = related.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.closed:
        raise Refused(draft.closed)
    return draft


def _check_version(draft: Draft, version: int) -> None:
    if draft.version != version:
        raise Stale(draft)


def _saved(draft: Draft, by) -> Draft:
    draft.version += 1
    draft.changed_at, draft.changed_by = timezone.now(), by
    draft.save()
    return draft
