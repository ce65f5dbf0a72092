"""Each shipped instrument has its source's numbers, order, levels and short names."""

from pathlib import Path

import pytest

from frameworks.loader import load
from frameworks.models import Framework
from frameworks.tokens import TOKENS
from frameworks.tree import tree_of

from .instruments import EVERY_SHIPPED

pytestmark = pytest.mark.django_db

TITLES = {
    "commissioner-expectations": "What regional commissioners look for",
    "improvement-checklist": "School improvement framework checklist",
    "leadership-elements": "23 elements of outstanding trust leadership",
    "mat-capacity": "MAT Improvement Capacity Framework",
    "standardise-align-autonomy": "Standardise, align, autonomy",
    "trust-characteristics": "Characteristics of a successful trust",
}
RED_TO_GREEN = ["R Red", "AR Amber Red", "AG Amber Green", "G Green"]
LEVELS = {
    "commissioner-expectations": RED_TO_GREEN,
    "improvement-checklist": ["N Not yet", "S To some extent", "L Largely", "F Fully"],
    "leadership-elements": [],
    "mat-capacity": RED_TO_GREEN,
    "standardise-align-autonomy": ["S Standardise", "AL Align", "AU Autonomy"],
    "trust-characteristics": ["B Beginning", "D Developing", "E Embedding", "L Leading"],
}
CHARACTERISTICS = """
Overall Outcomes for young people
1 Vision and plan
5 School improvement strategy
7 Risk indicators
9 Networks beyond the trust
"""
# Names of up to seven words are the source's, to the letter ("who leads" too).
LEADERSHIP = """
1 Clear strategic vision, communicated effectively
2 Passion for providing world class education
3 Inspirational leaders who lead by example
4 Vision based on shared values
5 Trust between leaders and stakeholders
6 Ability to bring out people's best
7 Power and accountability shared among members of the trust's leadership team
8 Ability to foster discussion and debate
9 High expectation of all staff and pupils in the trust
10 An open culture of learning that celebrates excellence in every aspect of achievement
11 Fosters collaboration, partnerships and shared decision making
12 Staff and governors/directors/members all develop and own the values and vision
13 Empowers others to achieve ambitious targets
14 Sets ambitious targets, with a focus on both financial and educational goals
15 Meticulous monitoring of pupil outcomes throughout the trust
16 Reconciles opposing views and sums up for leadership teams what was agreed
17 Takes difficult decisions and tells those affected about them honestly
18 Acts decisively where individual schools or staff teams perform poorly
19 Makes the most of talent in the trust's team and deploys it effectively throughout
20 Balances financial constraints with aspirational educational ambitions
21 Engages the local community in shaping a shared vision for the area's education
22 Develops approaches to improve education that are entrepreneurial and innovative
23 Develops an aspirational culture in both school and local community
"""
PRACTICES = """
1 The format of individual school improvement plans · S
2 Setting targets and key performance indicators · S
3 Collecting and presenting assessment data: systems and timetables · S
4 Quality assurance arrangements for teaching and leadership · S
5 Using common exam boards · S
6 Performance appraisal systems for staff · S
7 Key elements of behaviour management · S
8 Safeguarding procedures · S
9 Reports to parents · S
10 Recruiting senior leaders · S
11 Agreeing age-related expectations · AL
12 Common models for lesson planning · AL
13 Agreeing a Key Stage (KS) 3 curriculum · AL
14 Developing core ways to teach phonics, maths or other subjects · AL
15 Moderating judgements on progress · AL
16 Arranging observations of classroom practice · AL
17 Models for staff coaching and development · AL
18 Strategies for meeting the needs of groups of pupils who share challenges · AL
19 Implementing the school improvement plan · AU
20 Adapting curriculum and behaviour management to the school's context · AU
21 Arranging the support for improvement that is needed from across the trust · AU
22 Identifying particular groups of pupils with particular needs, and designing interventions · AU
23 Monitoring the day-to-day quality of teaching · AU
24 Developing staff and holding them to account · AU
25 Starting interventions that meet an individual school's needs and challenges · AU
"""
QUESTIONS = """
1 Mission and values
2 Mission and values in practice
3 Standardisation, alignment and autonomy
4 Innovation and its impact
5 Learning shared across the trust
6 A model of support for schools
"""
EXPECTATIONS = """
1A Understanding of excellent teaching
1B Vision for education
1C Capacity to deliver
1D Holding leaders to account
1E Needs of different groups
1F Information about progress
1G Communication with parents
2A Plans for development
2B Model of school improvement
2C Needs of every school
2D Due diligence
2E Part in the wider system
"""


@pytest.fixture
def trees():
    """The tree of every shipped instrument, by slug."""
    return {loaded.framework.slug: tree_of(loaded.framework) for loaded in load(EVERY_SHIPPED)}


def elements(tree) -> list[str]:
    """Every element in a line: its code and name, and where a guide would put it."""
    return [
        f"{element.code} {element.name}" + (f" · {element.guide.code}" if element.guide else "")
        for element in tree.elements
    ]


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_six_are_shipped_each_in_a_file_of_its_name(trees):
    assert {slug: tree.title for slug, tree in trees.items()} == TITLES
    assert [Path(path).stem for path in EVERY_SHIPPED] == list(TITLES)


def test_levels(trees):
    assert {
        slug: [f"{level.code} {level.name}" for level in tree.levels]
        for slug, tree in trees.items()
    } == LEVELS
    for tree in trees.values():
        colours = [level.colour for level in tree.levels]
        assert len(set(colours)) == len(colours)
        assert set(colours) <= set(TOKENS)


def test_kinds(trees):
    kinds = {slug: tree.scale for slug, tree in trees.items()}
    assert kinds.pop("standardise-align-autonomy") == Framework.Scale.CHOICES
    assert kinds.pop("leadership-elements") == Framework.Scale.EXAMPLES
    assert set(kinds.values()) == {Framework.Scale.ORDERED}


def test_only_the_characteristics_ask_for_a_target(trees):
    assert [slug for slug, tree in trees.items() if tree.asks_target] == ["trust-characteristics"]
    tree = trees["trust-characteristics"]
    assert (tree.now, tree.target) == ("Where we are now", "Where we need to be")


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("trust-characteristics", CHARACTERISTICS),
        ("leadership-elements", LEADERSHIP),
        ("standardise-align-autonomy", PRACTICES),
        ("improvement-checklist", QUESTIONS),
        ("commissioner-expectations", EXPECTATIONS),
    ],
)
def test_elements(slug, expected, trees):
    assert elements(trees[slug]) == lines(expected)


def test_areas(trees):
    areas = {
        slug: [(area.code, len(area.elements)) for area in tree.areas]
        for slug, tree in trees.items()
        if slug != "mat-capacity"
    }
    assert areas.pop("commissioner-expectations") == [("1", 7), ("2", 5)]
    assert areas == {
        "improvement-checklist": [("All", 6)],
        "leadership-elements": [("All", 23)],
        "standardise-align-autonomy": [("All", 25)],
        "trust-characteristics": [("All", 5)],
    }


def test_strands(trees):
    each = {
        slug: {len(element.strands) for element in tree.elements} for slug, tree in trees.items()
    }
    del each["mat-capacity"]
    assert each == {
        "commissioner-expectations": {1},
        "improvement-checklist": {1},
        "leadership-elements": {0},
        "standardise-align-autonomy": {0},
        "trust-characteristics": {1},
    }


def test_described_levels(trees):
    described = {
        slug: {
            tuple(level.code for level, _ in strand.descriptors)
            for element in tree.elements
            for strand in element.strands
        }
        for slug, tree in trees.items()
    }
    assert described == {
        "commissioner-expectations": {()},
        "improvement-checklist": {()},
        "leadership-elements": set(),
        "mat-capacity": {("R", "G")},
        "standardise-align-autonomy": set(),
        "trust-characteristics": {("D", "E")},
    }


def test_questions_for_trustees(trees):
    """A board has a question to ask on every element; a practice is itself one."""
    without = {
        slug
        for slug, tree in trees.items()
        if not all(element.trustee_question for element in tree.elements)
    }
    assert without == {"standardise-align-autonomy"}


def test_each_says_where_it_comes_from_what_it_is_for_and_how_to_use_it(trees):
    for tree in trees.values():
        assert tree.source
        assert tree.summary
        assert len(tree.guidance) >= 5
