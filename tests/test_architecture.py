"""The house: imports point down, colors need no PyTorch, files stay short."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import nurie

SOURCE = Path(nurie.__file__).parent

COLORING = [
    "cli",
    "studio",
    "batch",
    "colorize",
    "artwork",
    "export",
    "lineart",
    "schemes",
    "color",
    "images",
    "packed",
    "arrays",
    "tiles",
    "threads",
    "memory",
    "workers",
    "errors",
    "models",
]
"""What colors sketches; each may import what stands after it. Colorings save themselves with export."""
TRAINING = ["evaluation", "training", "data", "losses", "perceptual", "network"]
"""What needs PyTorch; each may import what stands after it, and the tools below."""
TOOLS = COLORING[COLORING.index("export") :]
HEAVY = {
    "torch",
    "lightning_fabric",
    "safetensors",
    "webdataset",
    "torchmetrics",
    "tensorboard",
    "onnx",
    "onnxscript",
}


def files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def room(module: str) -> str:
    """nurie.data.pairs -> data; nurie -> the empty string."""
    return [*module.split("."), ""][1]


def module_of(path: Path) -> str:
    parts = ["nurie", *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.AST, always: bool = True) -> Iterator[str]:
    """The modules that are imported; without `always`, only those imported when the file is."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they point"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif always or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.If):
            yield from imports(node, always)


def may_import(ours: str, theirs: str) -> bool:
    if theirs in ("", "__version__", "NurieError") or ours == theirs:
        return True
    if ours in COLORING:
        lower = COLORING[COLORING.index(ours) + 1 :]
        return theirs in lower + (TRAINING if ours == "cli" else [])
    lower = TRAINING[TRAINING.index(ours) + 1 :]
    return theirs in lower + TOOLS + (["colorize"] if ours == "evaluation" else [])


def test_every_file_has_a_place_in_the_house() -> None:
    rooms = {room(module_of(path)) for path in files()}
    assert rooms - {"", "__main__"} <= {*COLORING, *TRAINING}
    assert {"cli", "colorize", "training", "network"} <= rooms


@pytest.mark.parametrize("path", files(), ids=lambda path: module_of(path))
def test_imports_point_down(path: Path) -> None:
    ours = room(module_of(path))
    if ours in ("", "__main__"):
        return
    ours_only = [
        name for name in imports(ast.parse(path.read_text("utf-8"))) if name.split(".")[0] == "nurie"
    ]
    assert [name for name in ours_only if not may_import(ours, room(name))] == []


def test_the_check_sees_an_import_that_points_up() -> None:
    found = [room(name) for name in imports(ast.parse("def f():\n    from nurie.data.drawn import draw\n"))]
    assert found == ["data"]
    assert not may_import("network", "data")
    assert not may_import("colorize", "training")
    assert not may_import("lineart", "colorize")
    assert may_import("data", "network")


@pytest.mark.parametrize("path", [p for p in files() if room(module_of(p)) in COLORING], ids=module_of)
def test_coloring_imports_nothing_heavy(path: Path) -> None:
    """Commands may, when they run; nothing else does at all."""
    command = room(module_of(path)) == "cli"
    found = imports(ast.parse(path.read_text("utf-8")), always=not command)
    assert {name.split(".")[0] for name in found} & HEAVY == set()


def test_coloring_runs_where_there_is_no_pytorch(model: Path, sketch: Path) -> None:
    program = f"""
import sys
for name in {sorted(HEAVY)!r}:
    sys.modules[name] = None
import nurie, nurie.cli
result = nurie.Colorizer({str(model)!r}).color({str(sketch)!r})
assert len(result.images) == 9
"""
    done = run_python(program)
    assert done.returncode == 0, done.stderr


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    path = f"import sys; sys.path.insert(0, {str(SOURCE.parent)!r})\n"
    return subprocess.run([sys.executable, "-c", path + program], capture_output=True, text=True, timeout=60)


def types(tree: ast.Module) -> Iterator[str]:
    """The public classes of a file, and its names for types."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            is_variable = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "TypeVar"
            if isinstance(target, ast.Name) and target.id != target.id.upper() and not is_variable:
                yield target.id


def test_a_name_is_one_thing() -> None:
    homes: dict[str, list[str]] = {}
    for path in files():
        for name in types(ast.parse(path.read_text("utf-8"))):
            if name[0].isupper():
                homes.setdefault(name, []).append(module_of(path))
    assert len(homes) > 200
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


@pytest.mark.parametrize("path", files(), ids=module_of)
def test_a_file_past_400_lines_wants_splitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def statements(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body: the options and the help of a command are no part of it."""
    said = ast.get_docstring(function, clean=False) is not None
    body = function.body[1:] if said else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", files(), ids=module_of)
def test_a_function_past_60_lines_wants_splitting(path: Path) -> None:
    found = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert {node.name for node in found if statements(node) > 60} == set()
