"""Whatever a picture is stored as, it arrives as the same RGB bytes."""

import contextlib
import io
import struct
import types
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageCms, PngImagePlugin

from nurie import images
from nurie.errors import ImageError

SIZE = (24, 18)  # width, height


def ramp() -> np.ndarray:
    return np.linspace(0, 255, SIZE[0] * SIZE[1]).round().astype(np.uint8).reshape(SIZE[::-1])


def saved(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


gray_bytes = arrays.arrays(np.uint8, st.tuples(st.integers(16, 40), st.integers(16, 40)))


@settings(max_examples=25, deadline=None)
@given(gray_bytes)
def test_gray_modes_are_exact(gray: np.ndarray) -> None:
    expected = np.dstack([gray] * 3)
    deep = gray.astype(np.uint16) * 257
    alike = [
        gray,
        deep,
        gray.astype(np.float64) / 255,
        gray[..., None],
        np.dstack([gray, np.full_like(gray, 255)]),
        expected,
        Image.fromarray(gray),
        Image.fromarray(deep),
        saved(Image.fromarray(gray)),
        saved(Image.fromarray(deep)),
        saved(Image.fromarray(gray).convert("RGB")),
        saved(Image.fromarray(gray).convert("P")),
        saved(Image.fromarray(gray).convert("LA")),
        saved(Image.fromarray(gray).convert("RGBA"), "TIFF"),
    ]
    for number, source in enumerate(alike):
        assert np.array_equal(images.load(source).rgb, expected), f"source {number}"


@settings(max_examples=15, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(16, 30), st.integers(16, 30), st.just(4))))
def test_alpha_is_flattened_on_white(rgba: np.ndarray) -> None:
    alpha = rgba[..., 3:].astype(float) / 255
    expected = rgba[..., :3] * alpha + 255 * (1 - alpha)
    for source in (rgba, Image.fromarray(rgba), saved(Image.fromarray(rgba))):
        assert np.abs(images.load(source).rgb - expected).max() <= 1


def test_alpha_is_kept_where_there_is_any() -> None:
    rgba = np.full((20, 30, 4), 255, np.uint8)
    assert images.load(rgba).alpha is None
    rgba[3, 4, 3] = 100
    alpha = images.load(rgba).alpha
    assert alpha is not None
    assert np.array_equal(alpha, rgba[..., 3])
    assert images.load(rgba[..., :3]).alpha is None


def test_one_bit() -> None:
    gray = np.where(ramp() > 127, 255, 0).astype(np.uint8)
    one_bit = Image.fromarray(gray).convert("1", dither=Image.Dither.NONE)
    for source in (one_bit, saved(one_bit), gray > 0):
        assert np.array_equal(images.load(source).rgb[..., 0], gray)


def test_transparent_palette_entry_is_paper() -> None:
    indexed = Image.new("P", SIZE, 0)
    indexed.putpalette([200, 0, 0, 0, 0, 0])
    assert (images.load(saved(indexed, transparency=0)).rgb == 255).all()


def test_cmyk() -> None:
    page = Image.new("CMYK", SIZE, (0, 0, 0, 0))
    page.paste((0, 0, 0, 255), (0, 0, 8, 18))
    rgb = images.load(saved(page, "TIFF")).rgb
    assert (rgb[:, :8] == 0).all()
    assert (rgb[:, 8:] == 255).all()
    rgb = images.load(saved(page, "JPEG", quality=95)).rgb
    assert (rgb[:, :6] < 20).all()
    assert (rgb[:, 10:] > 235).all()


@pytest.mark.parametrize(("mode", "dtype"), [("I", np.int32), ("F", np.float32)])
def test_deep_pillow_modes_take_the_smallest_usual_range(mode: str, dtype: type) -> None:
    for scale in (1, 257):
        picture = Image.fromarray(ramp().astype(dtype) * dtype(scale))
        assert picture.mode == mode
        assert np.array_equal(images.load(picture).rgb[..., 0], ramp())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = ramp()
    turns = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: np.transpose,
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).T,
        8: lambda a: np.rot90(a, -1),
    }
    stored = Image.fromarray(np.ascontiguousarray(turns[orientation](upright)))
    assert np.array_equal(images.load(saved(stored, exif=exif)).rgb[..., 0], upright)


def test_damaged_exif_does_not_cost_the_picture() -> None:
    data = saved(Image.fromarray(ramp()), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert np.array_equal(images.load(data).rgb[..., 0], ramp())


def test_resolution_and_profile_are_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    rgb = Image.fromarray(ramp()).convert("RGB")
    picture = images.load(saved(rgb, dpi=(300, 300), icc_profile=profile))
    assert picture.icc == profile
    assert picture.dpi == pytest.approx((300, 300), abs=0.1)
    gray_profile = profile[:16] + b"GRAY" + profile[20:]
    assert images.load(saved(rgb, icc_profile=gray_profile)).icc is None


def gray_profile(gamma: float) -> bytes:
    """An ICC profile, version 2, of gray whose light is its value to the power of gamma."""
    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061),
        b"kTRC": b"curv\0\0\0\0" + struct.pack(">IH2x", 1, round(gamma * 256)),
    }
    place, entries, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        entries += name + struct.pack(">2I", place + len(body), len(data))
        body += data
    head = struct.pack(">4x4sI4s4s4s12x4s4x", b"none", 0x02100000, b"mntr", b"GRAY", b"XYZ ", b"acsp")
    head = (head + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)).ljust(128, b"\0")
    whole = head + struct.pack(">I", len(tags)) + entries + body
    return struct.pack(">I", len(whole)) + whole[4:]


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_gray_is_as_light_as_its_profile_says(mode: str) -> None:
    """Light of gamma 1: half the value is half the light, which sRGB calls 188."""
    gray = ramp()
    page = Image.fromarray(gray.astype(np.uint16) * 257 if mode == "I;16" else gray)
    page = page.convert("LA") if mode == "LA" else page
    picture = images.load(saved(page, icc_profile=gray_profile(1.0)))
    light = gray / 255
    srgb = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    difference = np.abs(picture.rgb[..., 0] - srgb)
    assert difference.max() <= 10  # Little CMS is coarse near black, where this gamma is steepest
    assert difference[gray >= 16].max() <= 2
    assert picture.icc is None


def test_a_damaged_gray_profile_does_not_cost_the_picture() -> None:
    data = saved(Image.fromarray(ramp()), icc_profile=gray_profile(1.0)[:140])
    assert np.array_equal(images.load(data).rgb[..., 0], ramp())


def test_a_file_without_resolution_has_none() -> None:
    """Pillow says 1 dpi of a TIFF file that names no resolution."""
    page = Image.fromarray(ramp())
    assert images.load(saved(page, "TIFF")).dpi is None
    assert images.load(saved(page, "TIFF", dpi=(72, 72))).dpi == pytest.approx((72, 72))


def test_a_picture_that_was_read_is_not_read_again() -> None:
    picture = images.load(ramp())
    assert images.load(picture) is picture


def test_animation_gives_its_first_frame_and_a_notice() -> None:
    frames = [Image.new("L", SIZE, shade) for shade in (10, 200)]
    picture = images.load(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert (picture.rgb == 10).all()
    assert picture.notices == ("the picture holds several frames; the first frame was used.",)


def test_name_is_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "page.webp"
    Image.fromarray(ramp()).save(path, lossless=True)
    for source in (path, str(path)):
        assert images.load(source).name == "page.webp"


@pytest.mark.parametrize(
    ("array", "word"),
    [
        (np.zeros((20, 20), np.int64), "int64"),
        (np.full((20, 20), 1.5), "0..1"),
        (np.full((20, 20), np.nan), "0..1"),
        (np.zeros((20, 20, 5), np.uint8), "shape"),
        (np.zeros(20, np.uint8), "shape"),
        (np.zeros((0, 20), np.uint8), "shape"),
    ],
)
def test_arrays_that_are_no_pictures(array: np.ndarray, word: str) -> None:
    with pytest.raises(ImageError, match=word):
        images.load(array)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 700), st.integers(1, 40))
def test_size_limits(width: int, height: int) -> None:
    small, large = sorted((width, height))
    page = Image.new("L", (width, height), 255)
    most = images.MAX_ASPECT if width > height else images.MAX_STRIP
    if small >= images.MIN_SIDE and large <= most * small:
        assert images.load(page).rgb.shape == (height, width, 3)
    else:
        with pytest.raises(ImageError, match=f"{width} x {height}"):
            images.load(page)


def test_megapixel_limit_can_be_raised_and_lowered() -> None:
    page = saved(Image.new("1", (1000, 1001)))
    assert images.load(page, max_pixels=1_001_000).rgb.shape == (1001, 1000, 3)
    with pytest.raises(ImageError, match="raise max_pixels"):
        images.load(page, max_pixels=1_000_999)


def test_pillows_own_limit_is_neither_heeded_nor_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    """It guards the rest of the program, whose threads may decode at the same time."""

    class Watched(types.ModuleType):
        def __setattr__(self, name: str, value: object) -> None:
            assert name != "MAX_IMAGE_PIXELS"
            super().__setattr__(name, value)

    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    page = Image.fromarray(ramp())
    with monkeypatch.context() as patch:
        patch.setattr(Image, "__class__", Watched)
        for format in ("PNG", "JPEG", "GIF", "BMP"):
            images.load(saved(page, format))
        for mode in ("RGBA", "1", "P"):
            images.load(saved(page.convert(mode)))
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(saved(page)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damaged_file_raises_anything_but_an_image_error(data: st.DataObject) -> None:
    format = data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"]))
    whole = bytearray(saved(Image.fromarray(ramp()), format))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    part = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with contextlib.suppress(ImageError):
        images.load(part, max_pixels=1_000_000)


def test_layers_keep_their_alpha() -> None:
    rgba = np.zeros((3, 5, 4), np.uint8)
    rgba[1, 2] = (10, 20, 30, 128)
    assert np.array_equal(images.load_rgba(saved(Image.fromarray(rgba))), rgba)


def test_a_png_with_a_long_text_is_a_picture(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("history", "x" * 2_000_000, zip=True)
    with Image.new("L", (32, 24), 200) as image:
        image.save(tmp_path / "long.png", pnginfo=notes)
    assert (images.load(tmp_path / "long.png").rgb == 200).all()


def test_want_of_memory_is_not_called_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("L", (32, 24), 200).save(tmp_path / "large.png")

    def refuse(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load_prepare", refuse)
    with pytest.raises(ImageError, match=r"large.png needs more memory than there is: make it smaller"):
        images.load(tmp_path / "large.png")
