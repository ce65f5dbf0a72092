"""How an action says no."""


class Refused(Exception):
    """Something that may not be done; its text says why, and what to do instead."""
