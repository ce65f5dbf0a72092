"""How many wrong codes are tried before nobody new is let in for a while.

django-allauth counts them, as it counts tries to sign in. Looking whether there were too many
writes nothing and waits for nobody, so that a hall behind one address can come in at once.
"""

import time

from allauth.core.internal.ratelimit import Rate, apply_rate, consume, get_cache_key
from django.core.cache import cache

APP, ACTION, EVERYBODY = "matcap.workshops", "wrong_code", "everybody"
RATES = (Rate(60, 300, "ip"), Rate(1000, 300, "key"))


def too_many(request) -> bool:
    """Whether too many wrong codes came from this address, or from everybody, of late."""
    keys = {
        rate: get_cache_key(request, app=APP, action=ACTION, rate=rate, key=EVERYBODY)
        for rate in RATES
    }
    found, now = cache.get_many(keys.values()), time.time()
    return not all(
        apply_rate(list(found.get(key, ())), now, rate, dry_run=True)[0]
        for rate, key in keys.items()
    )


def count_wrong_code(request) -> None:
    """Note a wrong code."""
    config = {ACTION: ",".join(f"{rate.amount}/{rate.duration}s/{rate.per}" for rate in RATES)}
    consume(request, app=APP, action=ACTION, config=config, key=EVERYBODY, limit_get=True)
