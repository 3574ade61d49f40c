"""Model files: exact, self-describing, never half-written, and wary of strangers."""

import dataclasses
import io
import json
import pickle
import struct
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from safetensors import safe_open  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

from nurie.errors import DiskFullError, ModelError, OutputError  # noqa: E402
from nurie.network import checkpoint  # noqa: E402
from nurie.network.checkpoint import ModelInfo  # noqa: E402
from nurie.network.sgru import SGRU, SGRUConfig  # noqa: E402

CONFIG = SGRUConfig(width=2, inputs=5, norm="position", upsampling="bilinear", normalize=True)
INFO = ModelInfo("a name, 塗り絵", 320, 1234)


@pytest.fixture(scope="module")
def model() -> SGRU:
    torch.manual_seed(0)
    return SGRU(CONFIG)


@pytest.fixture
def path(tmp_path: Path, model: SGRU) -> Path:
    path = tmp_path / "model.safetensors"
    checkpoint.save(model, path, INFO)
    return path


def test_a_model_comes_back_exactly(path: Path, model: SGRU) -> None:
    loaded, info = checkpoint.load(path)
    assert info == INFO
    assert loaded.config == CONFIG
    ours, theirs = model.state_dict(), loaded.state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    assert all(p.device.type == "cpu" and p.requires_grad for p in loaded.parameters())
    x = torch.rand(1, 5, 32, 64) * 255
    with torch.no_grad():
        assert torch.equal(model(x), loaded(x))


def test_the_file_describes_itself(path: Path) -> None:
    with safe_open(path, "pt") as file:
        about = file.metadata()
    assert about["nurie.format"] == "1"
    assert about["nurie.name"] == INFO.name
    assert (about["nurie.working_size"], about["nurie.steps"]) == ("320", "1234")
    config = json.loads(about["nurie.config"])
    assert config == dataclasses.asdict(CONFIG)
    assert (config["width"], config["norm"], config["slope"], config["kind"]) == (2, "position", 0.2, "sgru")


def test_half_precision_is_half_the_size_and_as_near_as_float16_can_be(
    tmp_path: Path, path: Path, model: SGRU
) -> None:
    small = tmp_path / "half.safetensors"
    checkpoint.save(model, small, INFO, half=True)
    with safe_open(small, "pt") as file:
        assert {file.get_tensor(name).dtype for name in file.keys()} == {torch.float16}  # noqa: SIM118
    count = sum(p.numel() for p in model.parameters())
    assert path.stat().st_size - small.stat().st_size == pytest.approx(2 * count, abs=1000)
    loaded, _ = checkpoint.load(small)
    for name, tensor in model.state_dict().items():
        found = loaded.state_dict()[name]
        assert found.dtype == torch.float32
        # Half of the distance between two neighbors in float16: 11 bits, and 2^-25 near 0.
        assert ((found - tensor).abs() <= tensor.abs() * 2.0**-11 + 2.0**-25).all(), name


def hostile(folder: Path, whole: bytes) -> dict[str, Path]:
    """Files that are no model, by name."""
    header = struct.unpack("<Q", whole[:8])[0]
    files = {
        "empty": b"",
        "text": b"this is a letter, not a model\n" * 20,
        "short": whole[:4],
        "header": whole[: 8 + header // 2],
        "truncated": whole[:-100],
        "long_header": struct.pack("<Q", 2**60) + whole[8:],
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    }
    paths = {}
    for name, content in files.items():
        paths[name] = folder / f"{name}.safetensors"
        paths[name].write_bytes(content)
    return paths


NAMES = ["empty", "text", "short", "header", "truncated", "long_header", "picture"]


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_file_is_refused_in_one_sentence(tmp_path: Path, path: Path, name: str) -> None:
    file = hostile(tmp_path, path.read_bytes())[name]
    with pytest.raises(ModelError, match="cannot be read as a safetensors model") as caught:
        checkpoint.load(file)
    assert str(caught.value).startswith(str(file))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.safetensors", tmp_path):
        with pytest.raises(ModelError, match="cannot be read"):
            checkpoint.load(path)


GOOD = {
    "nurie.format": "1",
    "nurie.config": json.dumps({"width": 2, "inputs": 5}),
    "nurie.name": "x",
    "nurie.working_size": "64",
    "nurie.steps": "1",
}


@pytest.mark.parametrize(
    "change",
    [
        None,
        {"nurie.config": "{"},
        {"nurie.config": "[]"},
        {"nurie.config": '{"width": 3, "inputs": 5}'},
        {"nurie.config": '{"width": 2, "inputs": 5, "depth": 3}'},
        {"nurie.config": '{"width": "two"}'},
        {"nurie.config": '{"width": 2, "inputs": 5, "kind": "unet"}'},
        {"nurie.config": '{"width": 2, "inputs": 5, "kind": "transformer"}'},
        {"nurie.config": '{"width": 0}'},
        {"nurie.config": '{"width": -3}'},
        {"nurie.config": '{"width": Infinity}'},
        {"nurie.config": '{"width": 1000000}'},
        {"nurie.working_size": "large"},
        {"nurie.steps": ""},
    ],
)
def test_a_foreign_or_altered_file_is_refused(
    tmp_path: Path, model: SGRU, change: dict[str, str] | None
) -> None:
    """Without allocating what it claims to hold: the network of width 1000000 has 10^16 weights."""
    plain = SGRU(SGRUConfig(width=2, inputs=5))
    about = {} if change is None else GOOD | change
    file = tmp_path / "foreign.safetensors"
    save_file(plain.state_dict(), file, about)
    with pytest.raises(ModelError, match="holds no nurie model of this version"):
        checkpoint.load(file)


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "later.safetensors"
    save_file(SGRU(SGRUConfig(width=2, inputs=5)).state_dict(), file, GOOD | {"nurie.format": "2"})
    with pytest.raises(ModelError) as caught:
        checkpoint.load(file)
    assert str(caught.value) == f"{file} has model format '2' but this nurie reads 1: update nurie."


def saved(value: object) -> bytes:
    """The bytes that PyTorch writes for a value."""
    file = io.BytesIO()
    torch.save(value, file)
    return file.getvalue()


def test_a_pickle_is_refused_unread(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (tmp_path / "sprung",)

    for name, content in (("bare", pickle.dumps(Trap())), ("torch", saved(Trap()))):
        file = tmp_path / f"{name}.safetensors"
        file.write_bytes(content)
        with pytest.raises(ModelError, match="cannot be read as a safetensors model"):
            checkpoint.load(file)
    assert not (tmp_path / "sprung").exists()


def test_a_tuned_model_names_its_parent(tmp_path: Path, model: SGRU) -> None:
    path, info = tmp_path / "tuned.safetensors", ModelInfo("mine", 64, 10, "nurie-1, tuned on 4 pages")
    checkpoint.save(model, path, info)
    assert checkpoint.load(path)[1] == info
    with safe_open(path, "pt") as file:
        assert file.metadata()["nurie.parent"] == "nurie-1, tuned on 4 pages"


def test_the_same_file_unaltered_is_accepted(tmp_path: Path) -> None:
    save_file(SGRU(SGRUConfig(width=2, inputs=5)).state_dict(), tmp_path / "good.safetensors", GOOD)
    assert checkpoint.load(tmp_path / "good.safetensors")[1] == ModelInfo("x", 64, 1)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    save_file({"conv.weight": torch.zeros(3, 3)}, tmp_path / "other.safetensors", GOOD)
    with pytest.raises(ModelError, match="holds no nurie model"):
        checkpoint.load(tmp_path / "other.safetensors")


def test_a_full_disk_keeps_the_old_file_and_leaves_nothing(
    path: Path, model: SGRU, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFullError, match="the disk is full") as caught:
        checkpoint.save(model, path, INFO)
    assert str(caught.value).startswith(f"{path} cannot be written")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_the_same_model_gives_the_same_bytes_that_safetensors_reads(tmp_path: Path, model: SGRU) -> None:
    info = ModelInfo("塗り絵", 64, 7, "another")
    written = set()
    for number in range(8):  # safetensors shuffles what a file says of itself
        checkpoint.save(model, tmp_path / f"{number}.safetensors", info)
        written.add((tmp_path / f"{number}.safetensors").read_bytes())
    assert len(written) == 1
    with safe_open(tmp_path / "0.safetensors", "pt") as file:
        assert file.metadata() == checkpoint.metadata(model, info)
        for name, tensor in model.state_dict().items():
            assert torch.equal(file.get_tensor(name), tensor)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused(tmp_path: Path, model: SGRU, value: float) -> None:
    tensors = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    name, last = list(tensors.items())[-1]
    last.view(-1)[-1] = value
    save_file(tensors, tmp_path / "broken.safetensors", checkpoint.metadata(model, INFO))
    with pytest.raises(ModelError, match=f"no finite numbers .*{name}"):
        checkpoint.load(tmp_path / "broken.safetensors")


def test_a_place_that_cannot_be_written(tmp_path: Path, model: SGRU) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "model.safetensors", tmp_path / "folder"):
        with pytest.raises(OutputError, match=r"cannot be written|is a folder"):
            checkpoint.save(model, path, INFO)
    assert (tmp_path / "file").read_text() == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_folders_on_the_way_are_made(tmp_path: Path, model: SGRU) -> None:
    checkpoint.save(model, tmp_path / "a" / "b" / "model.safetensors", INFO)
    assert checkpoint.load(tmp_path / "a" / "b" / "model.safetensors")[1] == INFO
