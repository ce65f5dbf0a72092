"""The shape of the house: which way imports go, and how large things may be."""

import ast
from functools import cache
from pathlib import Path

import pytest

from .sources import ROOT, Import, application, imports, parsed, python_files

# Each app may import those before it, and `ui`.
APPS = (
    "matcap.accounts",
    "matcap.trusts",
    "frameworks",
    "matcap.assessments",
    "matcap.workshops",
    "matcap.planning",
    "matcap.moderation",
    "matcap.insights",
    "matcap.reports",
    "matcap.demo",
)
UI = "matcap.ui"
LAYERS = ("models", "actions", "forms", "views")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def app_of(module: str) -> str | None:
    """The app that a module belongs to; None for the site's own modules and for packages."""
    return next((app for app in (*APPS, UI) if f"{module}.".startswith(f"{app}.")), None)


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def upward(found: list[Import]) -> list[str]:
    """A sentence for each import that goes from an app to a later one, or from `ui` to any."""
    faults = []
    for one in found:
        source, target = app_of(module_of(one.path)), app_of(one.module)
        if source is None:
            continue
        if target is None:
            if one.is_of("matcap"):
                faults.append(f"{one}: an app knows nothing of the site above it")
        elif source == UI:
            if target != UI:
                faults.append(f"{one}: ui imports nothing of ours")
        elif target not in (source, UI) and APPS.index(target) > APPS.index(source):
            faults.append(f"{one}: {target} comes after {source}")
    return faults


def upside_down(found: list[Import]) -> list[str]:
    """A sentence for each module of a lower layer that reaches a higher one of the same app.

    Whether it does so itself or through others of the app's modules.
    """
    reached: dict[str, set[str]] = {}
    modules = {module_of(one.path) for one in found}
    for one in found:
        source = module_of(one.path)
        target = next((name for name in (one.module, parent(one.module)) if name in modules), "")
        if target and app_of(source) == app_of(target):
            reached.setdefault(source, set()).add(target)
    return [
        f"{module} reaches {other}: inside an app views → forms → actions → models"
        for module in sorted(reached)
        for other in sorted(below(module, reached))
        if layer(module) is not None and layer(other) is not None and layer(other) > layer(module)
    ]


def parent(module: str) -> str:
    return module.rpartition(".")[0]


def layer(module: str) -> int | None:
    """The place of a module in LAYERS; None for one that is of no layer by name."""
    names = module.removeprefix(f"{app_of(module)}.").split(".")
    return LAYERS.index(names[0]) if names[0] in LAYERS else None


def below(module: str, reached: dict[str, set[str]]) -> set[str]:
    found, waiting = set(), [module]
    while waiting:
        for other in reached.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return found


@cache
def every_import() -> list[Import]:
    return [one for path in application() for one in imports(path)]


def test_the_files_are_found():
    paths = {str(path) for path in application()}
    assert {"frameworks/tree.py", "matcap/settings.py", "matcap/reports/pdf.py"} <= paths
    assert {app_of(module_of(path)) for path in application()} == {*APPS, UI, None}
    assert len(every_import()) > 300


def test_imports_go_one_way():
    faults = upward(every_import())
    assert not faults, "\n".join(faults)


def test_inside_an_app_imports_go_one_way():
    faults = upside_down(every_import())
    assert not faults, "\n".join(faults)


def test_only_the_pdf_door_imports_weasyprint():
    found = [one for one in every_import() if one.is_of("weasyprint")]
    assert {str(one.path) for one in found} == {"matcap/reports/pdf.py"}


def test_the_application_imports_nothing_of_its_tests():
    faults = [str(one) for one in every_import() if one.is_of("tests") or one.is_of("fixtures")]
    tools = ("pytest", "playwright", "pikepdf", "pypdfium2", "zeal")
    faults += [str(one) for one in every_import() if any(map(one.is_of, tools))]
    assert not faults, "\n".join(faults)


def test_no_file_is_too_long():
    sizes = {path: len((ROOT / path).read_text().splitlines()) for path in python_files()}
    assert len(sizes) > 80
    assert {str(path): size for path, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_too_long():
    sizes = {
        f"{path}: {node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(sizes) > 400
    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}


def test_most_functions_of_the_application_are_short():
    sizes = [
        node.end_lineno - node.lineno + 1
        for path in application()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
    ]
    assert sorted(sizes)[len(sizes) // 2] <= 10


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("matcap/trusts/x.py", "import matcap.planning.models", "matcap.planning comes after"),
        ("matcap/trusts/x.py", "from ..planning import models", "matcap.planning comes after"),
        ("matcap/trusts/x.py", "from .. import planning", "matcap.planning comes after"),
        ("frameworks/x.py", "def f():\n    from matcap.insights.a import b", ":2 imports"),
        ("frameworks/x.py", "import_module('matcap.assessments.a')", "assessments comes after"),
        ("matcap/ui/x.py", "from frameworks.tree import tree_of", "ui imports nothing of ours"),
        ("matcap/demo/x.py", "from matcap.settings import DEBUG", "nothing of the site above it"),
    ],
)
def test_an_import_against_the_order_is_found(tmp_path, path, source, said):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(source)
    (fault,) = upward(imports(Path(path), tmp_path))
    assert fault.startswith(path)
    assert said in fault


def test_an_import_along_the_order_is_none_of_those(tmp_path):
    file = tmp_path / "matcap/planning/x.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "from . import models\nfrom ..ui import packaged\nfrom matcap.accounts import models\n"
        "from frameworks.tree import tree_of\nfrom django.conf import settings\n"
    )
    assert len(imports(Path("matcap/planning/x.py"), tmp_path)) == 5
    assert upward(imports(Path("matcap/planning/x.py"), tmp_path)) == []


def test_a_layer_that_reaches_up_through_another_module_is_found(tmp_path):
    folder = tmp_path / "matcap/planning"
    folder.mkdir(parents=True)
    (folder / "actions.py").write_text("from . import table")
    (folder / "table.py").write_text("def f():\n    from .views import plan")
    (folder / "views.py").write_text("from .actions import act")
    found = [one for path in application(tmp_path) for one in imports(path, tmp_path)]
    assert upside_down(found) == [
        "matcap.planning.actions reaches matcap.planning.views: "
        "inside an app views → forms → actions → models"
    ]
