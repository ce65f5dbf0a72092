"""Our own source files, and what each of them imports."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Import:
    """`module` is what is imported, in full; a name out of a module counts as one below it."""

    path: Path
    line: int
    module: str

    def __str__(self):
        return f"{self.path}:{self.line} imports {self.module}"

    def is_of(self, package: str) -> bool:
        """Whether it is of `package` or of something below it."""
        return f"{self.module}.".startswith(f"{package}.")


def python_files(root: Path = ROOT) -> list[Path]:
    """Every Python file that we wrote: the application, its tests and manage.py."""
    return [
        path.relative_to(root)
        for path in sorted(root.rglob("*.py"))
        if not any(part.startswith(".") or part == "var" for part in path.relative_to(root).parts)
    ]


def application(root: Path = ROOT) -> list[Path]:
    """The files of the application itself, without migrations, which Django writes."""
    return [
        path
        for path in python_files(root)
        if path.parts[0] in ("frameworks", "matcap") and "migrations" not in path.parts
    ]


def parsed(path: Path, root: Path = ROOT) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse((root / path).read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path, root: Path = ROOT) -> list[Import]:
    """What a file imports anywhere in it, inside functions too, relative names made whole."""
    package = list(path.parent.parts)
    found = []
    for node in ast.walk(parsed(path, root)):
        if isinstance(node, ast.Import):
            found += [Import(path, node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            found += [Import(path, node.lineno, f"{base}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.Call) and _imports_by_name(node):
            found.append(Import(path, node.lineno, _first_text(node)))
    return found


def _imports_by_name(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name in ("import_module", "import_string", "__import__")


def _first_text(call: ast.Call) -> str:
    return str(call.args[0].value) if isinstance(call.args[0], ast.Constant) else "an unknown name"
