"""What judging is called with each kind of scale: the words that pages and sentences fit to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The words of one kind of scale.

    `unanswered` is said of an element; `answered` follows a number of them, and `complete` says
    that none is left. `rating` is what is given, `to_rate` giving it, `evidence` what is written,
    `map` the picture of them all: where a menu or a file's name leads to it.
    """

    unanswered: str
    answered: str
    complete: str
    rating: str
    to_rate: str
    evidence: str
    map: str


WORDS = {
    "ordered": Words(
        unanswered="Not rated",
        answered="rated",
        complete="every element is rated",
        rating="rating",
        to_rate="rate",
        evidence="Key evidence",
        map="heat map",
    ),
    "choices": Words(
        unanswered="Not chosen",
        answered="chosen",
        complete="a choice is made for every element",
        rating="choice",
        to_rate="choose",
        evidence="Key evidence",
        map="choices",
    ),
    "examples": Words(
        unanswered="No example yet",
        answered="answered",
        complete="every element has an example",
        rating="example",
        to_rate="answer",
        evidence="Example",
        map="register",
    ),
}
