"""The instrument that we ship has the published one's structure, codes and titles."""

import pytest

from frameworks.tree import tree_of

TITLES = {
    "1 Vision, culture and ethos": {
        "1A Clarity of purpose": 6,
        "1B Understanding of needs": 7,
        "1C Leading a culture of improvement": 6,
    },
    "2 People and partners": {
        "2A Building capacity for improvement": 6,
        "2B Recruiting, developing and retaining talent": 5,
    },
    "3 Teaching and learning": {
        "3A Approach to Pedagogy": 7,
        "3B Leadership of teaching": 4,
        "3C Evidence based professional learning models": 5,
    },
    "4 Curriculum and assessment": {
        "4A Curriculum structure and alignment": 6,
        "4B Intentional use of assessment": 5,
    },
    "5 Quality assurance and accountability": {
        "5A Knowing schools quantitatively": 10,
        "5B Knowing schools well qualitatively": 6,
    },
}
TOPICS = {
    "1A": "Vision for the MAT · Link to strategy · Roles and responsibilities",
    "1B": "Pupil/School Needs · Link to MAT priorities · "
    "Approach to school improvement for different schools",
    "1C": "Aspirations for pupils · Non-negotiables vs autonomy for schools · Staff engagement · "
    "Innovation",
    "2A": "Capacity for school improvement · Using the MAT's best leaders and teachers · "
    "External partners",
    "2B": "Recruiting to the MAT · Staff Progression · Talent Management",
    "3A": "Pedagogical principles · Sharing practice across the MAT · Evaluation/evidence",
    "3B": "Role/impact of school and middle leaders · Skills of leaders of teaching and learning · "
    "Other support for improving teaching",
    "3C": "Culture of learning · Models of professional learning · Involving pupils",
    "4A": "Age-related expectations · Curriculum design · Curriculum resources",
    "4B": "MAT approach to assessment · Assessment tools · Moderation",
    "5A": "Use of data across the MAT · Granularity of data · Performance conversations",
    "5B": "Reviewing progress · Parent/pupil feedback · Peer Review",
}


@pytest.fixture
def tree(framework):
    return tree_of(framework)


def test_areas_elements_and_strands(tree):
    assert {
        f"{area.code} {area.name}": {
            f"{element.code} {element.name}": len(element.strands) for element in area.elements
        }
        for area in tree.areas
    } == TITLES
    assert [area.code for area in tree.areas] == ["1", "2", "3", "4", "5"]
    assert [len(element.strands) for element in tree.elements] == [
        6, 7, 6, 6, 5, 7, 4, 5, 6, 5, 10, 6,
    ]  # fmt: skip
    assert sum(len(element.strands) for element in tree.elements) == 73


def test_topics(tree):
    assert {element.code: " · ".join(element.topics) for element in tree.elements} == TOPICS


def test_levels(tree):
    assert [(level.code, level.name, level.colour) for level in tree.levels] == [
        ("R", "Red", "red"),
        ("AR", "Amber Red", "amber-red"),
        ("AG", "Amber Green", "amber-green"),
        ("G", "Green", "green"),
    ]
    assert tree.describes_ends_only


def test_worked_examples(tree):
    assert [example["element"] for example in tree.examples] == ["1C", "2B", "3B", "3C"]
