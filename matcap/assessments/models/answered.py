"""When a rating is answered, for the database; `FrameworkTree.sign` says the same of one in memory.

It has a level; or, where the framework has no levels, its evidence holds the example.
"""

from django.db.models import Case, Q, When

from frameworks.models import Framework


def answered(*, rating: str = "", assessment: str = "response__assessment__") -> Q:
    """What is true of answered ratings; `rating` and `assessment` lead to them from the model."""
    by_example = Q(**{f"{assessment}framework__scale": Framework.Scale.EXAMPLES})
    return Q(**{f"{rating}level__isnull": False}) | by_example & Q(**{f"{rating}evidence__gt": ""})


IS_ANSWERED = Case(When(answered(), then=True), default=False)
