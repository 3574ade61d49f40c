"""What artists call the parts, in English and in Japanese."""

import re
import unicodedata
from typing import Literal

from nurie.schemes.parts import Part

Language = Literal["en", "ja"]

_NAMES: dict[Part, tuple[str, str]] = {
    Part.GROUND: ("ground", "背景"),
    Part.SKIN: ("skin", "肌"),
    Part.HAIR: ("hair", "髪"),
    Part.EYE_WHITE: ("eye white", "白目"),
    Part.IRIS: ("eyes", "目"),
    Part.CLOTHES: ("clothes", "服"),
    Part.CLOTHES_2: ("second clothes", "服2"),
    Part.ACCESSORY: ("accessory", "アクセサリー"),
    Part.MOUTH: ("mouth", "口"),
    Part.PROP: ("prop", "小物"),
    Part.SCENERY: ("scenery", "景色"),
    Part.BUBBLE: ("paper", "紙"),
}
"""The name that nurie writes, in English and in Japanese."""

_SYNONYMS: dict[Part, str] = {
    Part.GROUND: """
        background, back, backdrop, bg, sky, wall,
        背景色, 地, 地色, 空, 壁, 下地, バック, バックグラウンド, はいけい
    """,
    Part.SKIN: """
        face, body, flesh, skin tone, skin color,
        肌色, 皮膚, 顔, 体, 身体, はだ, スキン
    """,
    Part.HAIR: """
        hairs, hair color, fur, bangs, eyebrows,
        髪の毛, 毛, 毛髪, 頭髪, 髪色, 前髪, 後ろ髪, かみ, ヘア, ヘアー
    """,
    Part.EYE_WHITE: """
        white of the eye, white of the eyes, whites of the eyes, eye whites, whites, sclera, teeth,
        目の白, 目白, しろめ, 強膜, 歯
    """,
    Part.IRIS: """
        eye, iris, irises, irides, pupil, pupils, eye color,
        瞳, 虹彩, 眼, 黒目, 瞳孔, 瞳の色, 目の色, ひとみ, め, アイ
    """,
    Part.CLOTHES: """
        cloth, clothing, clothes 1, garment, main clothes, main garment, first clothes, dress, coat,
        jacket, uniform, kimono, outfit, costume, robe, suit, armor, armour, sweater, hoodie,
        服1, 洋服, 衣服, 衣装, 衣類, 上着, 着物, 制服, 学生服, ドレス, ワンピース, コート, ジャケット,
        スーツ, 鎧, セーター, パーカー, ふく, 主な服
    """,
    Part.CLOTHES_2: """
        clothes 2, clothing 2, cloth 2, second garment, second cloth, second clothing,
        secondary clothes, skirt, pants, trousers, shorts, jeans, shirt, blouse, collar, cuffs, trim,
        stockings, socks, tights, lining,
        二番目の服, 第二の服, もう一つの服, 別の服, スカート, ズボン, パンツ, ショートパンツ, シャツ,
        ブラウス, 襟, えり, 袖口, 裏地, 靴下, タイツ, ストッキング, 下衣, ボトムス
    """,
    Part.ACCESSORY: """
        accessories, accent, ribbon, ribbons, bow, hat, cap, glasses, headphones, jewelry, jewellery,
        necklace, earrings, tie, necktie, scarf, hairpin, hair clip, belt,
        アクセ, アクセサリ, 装飾, 飾り, 装飾品, 髪飾り, リボン, 帽子, 眼鏡, メガネ, めがね, ヘッドホン,
        ネックレス, イヤリング, ネクタイ, マフラー, スカーフ, ベルト, 宝石
    """,
    Part.MOUTH: """
        mouth inside, inside of the mouth, tongue, lips,
        口内, 口の中, 舌, 唇, くち
    """,
    Part.PROP: """
        props, thing, things, item, items, object, objects, weapon, sword, book, bag,
        道具, 持ち物, 物, もの, 武器, 剣, 本, 鞄, かばん, カバン, バッグ, こもの, プロップ
    """,
    Part.SCENERY: """
        scene, landscape, furniture, building, buildings, tree, trees, leaves, cloud, clouds,
        風景, 景観, 情景, 家具, 建物, 木, 葉, 雲, けしき, ふうけい, 背景の物, 背景の小物
    """,
    Part.BUBBLE: """
        bubble, bubbles, speech bubble, speech bubbles, balloon, gutter, gutters, margin, margins,
        white paper,
        紙の色, 用紙, ペーパー, 吹き出し, ふきだし, フキダシ, 余白, コマの間, 台詞, セリフ
    """,
}
"""Other names that are understood, with commas between them."""


def name_of(part: Part, language: Language = "en") -> str:
    """The usual name of a part: "hair", or 髪 in Japanese."""
    english, japanese = _NAMES[part]
    return japanese if language == "ja" else english


def part_named(text: str) -> Part | None:
    """The part of a name, in English or Japanese; None for an unknown name.

    Names of clothing mean the main garment where they usually are it ("dress", 上着) and the second one where
    they usually go with another ("skirt", 襟). Case, width, spaces, hyphens and underscores do not matter.
    """
    return _PARTS.get(_plain(text))


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-・]+", "", unicodedata.normalize("NFKC", text).casefold())


def _table() -> dict[str, Part]:
    """Every name, plain, with its part."""
    parts: dict[str, Part] = {}
    for part in Part:
        for name in (*_NAMES[part], part.name, *_SYNONYMS[part].split(",")):
            owner = parts.setdefault(_plain(name), part)
            if owner is not part:
                raise ValueError(f"{name.strip()!r} would name both {owner.name} and {part.name}")
    return parts


_PARTS = _table()
