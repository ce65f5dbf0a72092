"""The part of the rating form that a strand is."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from frameworks.tree import ElementNode, FrameworkTree, StrandNode

register = template.Library()


@register.simple_tag
def strand_fields(
    tree: FrameworkTree, element: ElementNode, strand: StrandNode, mark: str
) -> SafeString:
    """A strand's question, descriptors and marks, with the level whose code is `mark` chosen.

    The only strand of an element is asked by the rating itself, and has no marks of its own.
    Published frameworks never change, so each is drawn once a process and mark, not once a page.
    """
    return _drawn(_Key((tree.key, strand.pk, mark or ""), tree, element, strand))


class _Key:
    """Equal by `identity` alone, which is quick to hash; carries what is to be drawn."""

    def __init__(self, identity, tree, element, strand):
        self.identity, self.tree, self.element, self.strand = identity, tree, element, strand

    def __hash__(self):
        return hash(self.identity)

    def __eq__(self, other):
        return self.identity == other.identity


@lru_cache(maxsize=8192)
def _drawn(key: _Key) -> SafeString:
    context = {
        "tree": key.tree,
        "strand": key.strand,
        "mark": key.identity[-1],
        "is_marked": key.tree.has_levels and len(key.element.strands) > 1,
    }
    return render_to_string("assessments/_strand.html", context)
