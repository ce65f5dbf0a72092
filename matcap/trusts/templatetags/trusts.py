"""Lets a template ask what the person in front of it may do."""

from django import template

from ..models import Membership
from ..roles import Permission

register = template.Library()


@register.filter
def may(membership: Membership, permission: str) -> bool:
    """Whether `membership` carries the permission so named; an unknown name is an error."""
    return membership.allows(Permission(permission))
