"""Names of materials are understood in two languages, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurie.schemes import Part, name_of, part_named


@pytest.mark.parametrize(
    ("names", "part"),
    [
        ("ground background BG 背景 空 壁", Part.GROUND),
        ("skin face 肌 肌色 はだ 皮膚", Part.SKIN),
        ("hair bangs 髪 髪の毛 前髪 ヘアー", Part.HAIR),
        ("eye_white sclera 白目 目の白", Part.EYE_WHITE),
        ("eyes eye iris pupil 目 瞳 虹彩 眼", Part.IRIS),
        ("clothes dress coat 服 洋服 上着 着物 ドレス 服1", Part.CLOTHES),
        ("second-clothes skirt collar clothes2 服2 スカート 襟 シャツ", Part.CLOTHES_2),
        ("accessory ribbon hat アクセサリー アクセ リボン 帽子", Part.ACCESSORY),
        ("mouth tongue 口 口内 舌", Part.MOUTH),
        ("prop sword 小物 剣 鞄", Part.PROP),
        ("scenery trees 景色 風景 雲", Part.SCENERY),
        ("paper bubble 紙 吹き出し フキダシ", Part.BUBBLE),
    ],
)
def test_many_names_mean_one_part(names: str, part: Part) -> None:
    assert [part_named(name) for name in names.split()] == [part] * len(names.split())


@given(st.sampled_from(list(Part)), st.sampled_from(["en", "ja"]))
def test_the_usual_name_means_the_part(part: Part, language: str) -> None:
    assert part_named(name_of(part, language)) is part  # type: ignore[arg-type]


def test_usual_names_are_all_different() -> None:
    for language in ("en", "ja"):
        assert len({name_of(part, language) for part in Part}) == len(Part)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["Hair", " hair ", "\uff28\uff21\uff29\uff32", "HAIR", "ha ir", "髪", " 髪\u3000"]
)
def test_case_width_and_spaces_do_not_matter(text: str) -> None:
    assert part_named(text) is Part.HAIR


@pytest.mark.parametrize("text", ["ｱｸｾｻﾘｰ", "アクセサリー", "服\uff12", "服 2", "Clothes\u3000\uff12"])
def test_half_width_kana_and_full_width_digits(text: str) -> None:
    assert part_named(text) in (Part.ACCESSORY, Part.CLOTHES_2)


@pytest.mark.parametrize("text", ["", " ", "hero", "color 1", "blue 2", "hair2", "hairy", "髪2", "紺"])
def test_other_words_are_no_parts(text: str) -> None:
    assert part_named(text) is None


@given(st.text(max_size=20))
def test_any_text_is_answered(text: str) -> None:
    assert part_named(text) is None or part_named(text.upper()) is part_named(text)
