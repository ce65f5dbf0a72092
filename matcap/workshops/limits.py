"""How many wrong codes are tried before nobody new is let in for a while.

django-allauth counts them, as it counts tries to sign in. Looking whether there were too many
writes nothing and waits for nobody, so that a hall behind one address can come in at once.
"""

import time

from allauth.core.internal.ratelimit import apply_rate, consume, get_cache_key, get_rates
from django.core.cache import cache

ACTION, EVERYBODY = "wrong_code", "everybody"
# An address (a hall may be behind one), and all of them together: see ADR 11.
CONFIG = {ACTION: "60/5m/ip,1000/5m/key"}
COUNT = {"app": "matcap.workshops", "action": ACTION, "key": EVERYBODY}


def too_many(request) -> bool:
    """Whether too many wrong codes came from this address, or from everybody, of late."""
    rates = get_rates(app=COUNT["app"], action=ACTION, config=CONFIG)
    keys = {rate: get_cache_key(request, rate=rate, **COUNT) for rate in rates}
    tries, now = cache.get_many(keys.values()), time.time()
    return not all(
        apply_rate(list(tries.get(key, ())), now, rate, dry_run=True)[0]
        for rate, key in keys.items()
    )


def count_wrong_code(request) -> None:
    """Note a wrong code."""
    consume(request, config=CONFIG, limit_get=True, **COUNT)
