"""Writes a published framework back in the structure of its file."""

import json
import re

import yaml

from .models import Framework
from .tree import AreaNode, ElementNode, StrandNode, tree_of

_WIDTH = 90  # PyYAML breaks a line at the first space after it
_FOLD_FROM = 80  # characters
_UNFOLDABLE = re.compile(r"\n[ \t]|[\u2028\u2029]")


def content_of(framework: Framework, wording: Framework | None = None) -> dict:
    """A framework's content, as `loader.publish` takes it; keys that would be empty are left out.

    Publishing it again is no change, unless it is in the words of a `wording`.
    """
    tree = tree_of(framework, wording)
    return _filled(
        slug=tree.slug,
        version=tree.version,
        title=tree.title,
        source=tree.source,
        summary=tree.summary,
        scale=tree.scale.value,
        now=tree.now,
        target=tree.target,
        levels=[
            _filled(code=level.code, name=level.name, meaning=level.meaning, colour=level.colour)
            for level in tree.levels
        ],
        guidance=[_filled(title=part["title"], text=part["text"]) for part in tree.guidance],
        areas=[_area(area) for area in tree.areas],
        examples=[_example(example) for example in tree.examples],
    )


def as_json(content: dict) -> str:
    """Content as JSON, indented, ending with a new line."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def as_yaml(content: dict) -> str:
    """Content as YAML in block style: long texts folded at about 100 columns."""
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def _filled(**values) -> dict:
    return {key: value for key, value in values.items() if value}


def _area(area: AreaNode) -> dict:
    elements = [_element(element) for element in area.elements]
    return _filled(code=area.code, name=area.name, elements=elements)


def _element(element: ElementNode) -> dict:
    return _filled(
        code=element.code,
        was=element.was,
        name=element.name,
        topics=list(element.topics),
        note=element.note,
        trustee_question=element.trustee_question,
        guide=element.guide.code if element.guide else "",
        strands=[_strand(strand) for strand in element.strands],
    )


def _strand(strand: StrandNode) -> dict:
    return _filled(
        numeral=strand.numeral,
        was=strand.was,
        question=strand.question,
        descriptors={level.code: text for level, text in strand.descriptors},
    )


def _example(example: dict) -> dict:
    issues = [{"strands": issue["strands"], "text": issue["text"]} for issue in example["issues"]]
    return {"element": example["element"], "issues": issues}


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, folds long texts, and never needs an alias."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def _represent_text(dumper: _Dumper, text: str):
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    if len(text) <= _FOLD_FROM and "\n" not in text:
        return None
    # PyYAML folds lines that start with white space, and then reads them back otherwise.
    return '"' if _UNFOLDABLE.search(text) else ">"


_Dumper.add_representer(str, _represent_text)
