"""Small helps for templates. Knows nothing of what the application is about."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import salted_hmac

register = template.Library()


@register.filter
def at(mapping, key):
    """The value of `key` in a mapping, or None."""
    return mapping.get(key)


@register.filter
def share(part: int, whole: int) -> int:
    """A part as hundredths of the whole, in steps of 5 and never none: for a class of a bar."""
    return max(5, round(20 * part / whole) * 5)


@register.filter
def as_json(value) -> str:
    """A value as JSON, for a data attribute that a script reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def opaque(key) -> str:
    """A name for a primary key that stays the same and says nothing, for a browser to keep."""
    return salted_hmac("matcap.opaque", str(key)).hexdigest()[:20]
