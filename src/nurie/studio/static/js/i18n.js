// Words in English and Japanese.

import { nameClosing } from "./dom.js";
import { recall, remember } from "./memory.js";

const en = {
  skip: "Skip to the picture", canvas: "Picture", panel: "Colors", pages: "Pages", open: "Open sketches (Ctrl+O)",
  theme: "Light or dark", help: "Keys (?)", tools: "Tools", view: "View",
  hand: "Move", dot: "Dot of color", brush: "Brush of color", eraser: "Erase hints and borders",
  dropper: "Pick a color from the picture", region: "Next of the nine", current: "Color",
  undo: "Undo (Ctrl+Z)", redo: "Redo (Ctrl+Shift+Z)", canvasLabel: "The page {name}",
  canvasHelp: "Arrow keys move the cursor, Enter uses the tool, 1 to 9 pick a coloring, question mark shows all keys.",
  size: "Size", fill: "Fill with the color", lock: "Lock",
  same: "All of the same palette color", resetRegions: "Reset regions",
  zoomOut: "Smaller (−)", zoomIn: "Larger (+)", zoomFull: "100 % (Shift+0)", fit: "Fit (0)",
  compare: "Before and after (C)", compareSlider: "Before and after", lines: "Hold to see only the lines (L)",
  showHints: "Show hints (H)",
  welcome: "Drop a sketch to color it", welcomeMore: "Or paste it. PNG, JPEG, WebP, TIFF, PSD, several pages at once, or a saved project.",
  openFile: "Open a sketch…", example: "or try one of these", privacy: "Everything stays on this computer.", dropHere: "Drop to open",
  nine: "Nine colorings", coloring: "Coloring {number}", color: "Color", shade: "Lightness and strength", hue: "Hue", hex: "Color as hex",
  recent: "Recent colors", reference: "Reference…", referencePick: "Reference picture: click to pick a color", closeReference: "Close the reference",
  materials: "Materials", paintMaterial: "{name}: give it the current color", releaseMaterial: "{name}: back to the scheme", toCheck: "{count} to check",
  material: "What a region is", materialMenu: "What is this?", sayWhat: "Click a region to say what it is",
  ninePrevious: "The nine before (Shift+N)", nineOthers: "Nine others (N)", usualNine: "first", otherNine: "others {number}",
  character: "Character", characterLoad: "Load a sheet…", characterSave: "Save the sheet", characterEverywhere: "Use on all open pages", characterClear: "Back to the scheme",
  everywhereDone: "On all {count} pages", kOthers: "Nine others, the nine before",
  light: "Light", finishCel: "Cel", finishSoft: "Soft", finishFlat: "Flat", finishNetwork: "Network", sun: "The sun: drag it to where the light comes from", lightStrength: "Strength", lightFrom: "From the {direction}, {degrees}°",
  palette: "Palette", paletteAdd: "Add color", paletteSuggest: "From picture", paletteLoad: "Load…", paletteSave: "Save as",
  snap: "Use only these colors", colorName: "Name of the color", removeColor: "Remove this color", paletteEmpty: "Named colors of a character or a chapter.", useColor: "Use {color}",
  export: "Save", exportNine: "All nine", exportHints: "Hints", exportNurie: "Project",
  keys: "Keys", close: "Close", api: "For programmers: the HTTP API", closePage: "Close {name}", example1: "portrait", example2: "figure", example3: "panel",
  offline: "The studio does not answer. Start it again with “nurie studio”; your strokes are kept here.",
  token: "The studio asks for its token: open the address that “nurie studio” printed, in this browser; your strokes are kept here.",
  tokenShort: "The studio asks for its token: open the address that “nurie studio” printed; your strokes are kept here.",
  failed: "That did not work (status {status}).", cannotOpen: "{name}: {message}",
 
  unsaved: "Not saved: the disk is full or cannot be written to; trying again…", reading: "Opening {name}…", waiting: "Waiting, {position} before this", next: "Waiting, next",
  working: "Coloring… {seconds} s", colored: "Colored in {seconds} s · saved", saving: "Saving…", saved: "Saved",
  exporting: "Making {format}…", exported: "{name} saved", retry: "Try again", notFound: "A page that was open here is gone from this computer.",
  closed: "{name} closed.", bringBack: "Bring it back", delete: "Delete for good",
  closedWorks: "Closed works", deleteAll: "Delete all", deleteWork: "Delete {name} for good", deleteSure: "Delete {name} for good? It cannot be brought back.",
  deleteAllSure: "Delete all {count} closed works for good? They cannot be brought back.", lockedRegion: "This region is locked.",
  notPicture: "This is not a picture that the browser can show.", offlineShort: "The studio does not answer; trying again…",
  regionNow: "Region: {what}", hintPlaced: "Hint {color} placed", hintErased: "Erased",
  fromColoring: "coloring {number}",
  kMove: "Move the page", kSize: "Size of the brush", kPick: "Pick a coloring", kZoom: "Zoom, fit, 100 %", kUndo: "Undo, redo",
  kLines: "Hold: only the lines", kCompare: "Before and after", kHints: "Show or hide hints", kOpen: "Open", kSave: "Save the project",
  kExport: "Save as PSD", kPages: "Next, previous page", kHelp: "This sheet", kCursor: "Cursor on the picture, use the tool", kDropper: "Hold: pick a color", kCycleBack: "Region: previous of the nine",
  space: "Space", drag: "drag", click: "click",
  select: "Select hints", scope: "How far a hint reaches (S)", scopeRegion: "This region", scopeFlow: "This figure", scopeEverywhere: "Everywhere", scopeFlowMore: "This material of this figure", scopeEverywhereMore: "This material everywhere", scopeNow: "Hints reach: {scope}",
  lasso: "Lasso", filledMany: "{count} regions: {color}", lockWhat: "What a click locks", lockRegion: "Region", lockMaterial: "Material", lockFigure: "Figure", allBut: "All but this",
  locks: "Locked", lockedNow: "Locked", unlockedNow: "Unlocked", unlockAll: "Unlock all", unlockThis: "Unlock {name}", regionsNamed: "Regions", protectMaterial: "{name}: lock it as it is", freeMaterial: "{name}: unlock it",
  split: "Split a region", join: "Join regions", borders: "Borders", aSplit: "Splits", aJoin: "Joins", deleteBorder: "Delete border {number}", splitDrawn: "Regions split", joinDrawn: "Regions joined",
  splitNothing: "This splits nothing: draw from line to line.", joinedNothing: "This joins nothing: draw across two regions.",
  hints: "Hints", aDot: "Dot", aStroke: "Stroke", deleteHint: "Delete hint {number}", hintNone: "Click a hint to select it", hintColor: "Use the color", hintDelete: "Delete",
  large: "The nine, large", favorites: "Favorites", favorite: "{number} of the {nine}", keepFavorite: "Keep coloring {number} as a favorite",
  tickPage: "Choose {name}", tickAll: "Choose all", characterTicked: "Give the chosen pages the character of {name}", characterGiven: "{count} pages have the same character",
  book: "All pages", bookSave: "Save all pages in this order:", moveEarlier: "Move {name} forward", moveLater: "Move {name} back",
  turn: "Turn the view (. and ,)", straighten: "Straighten the view", mirror: "Mirror the view (F)", degreesShort: "{degrees}°", kTurn: "Turn, mirror the view", kScope: "How far a hint reaches",
};

const ja = {
  skip: "絵へ移動", canvas: "絵", panel: "色", pages: "ページ", open: "線画を開く (Ctrl+O)",
  theme: "ライト／ダーク", help: "キー操作 (?)", tools: "ツール", view: "表示",
  hand: "移動", dot: "色の点", brush: "色のブラシ", eraser: "ヒントと境目を消す",
  dropper: "絵から色を取る", region: "9案を順に", current: "現在の色",
  undo: "元に戻す (Ctrl+Z)", redo: "やり直す (Ctrl+Shift+Z)", canvasLabel: "ページ {name}",
  canvasHelp: "矢印キーでカーソル移動、Enter でツールを使用、1～9 で配色を選択、? でキー一覧。",
  size: "太さ", fill: "色で塗る", lock: "ロック",
  same: "同じパレット色すべて", resetRegions: "領域をリセット",
  zoomOut: "縮小 (−)", zoomIn: "拡大 (+)", zoomFull: "100 % (Shift+0)", fit: "全体 (0)",
  compare: "前後を比較 (C)", compareSlider: "前後の境目", lines: "押している間は線だけ (L)",
  showHints: "ヒントを表示 (H)",
  welcome: "線画をここにドロップ", welcomeMore: "貼り付けもできます。PNG・JPEG・WebP・TIFF・PSD、複数ページ、保存したプロジェクト。",
  openFile: "線画を開く…", example: "または見本で試す", privacy: "データはこのコンピューターの外に出ません。", dropHere: "ドロップして開く",
  nine: "9つの配色", coloring: "配色 {number}", color: "色", shade: "明るさと鮮やかさ", hue: "色相", hex: "色（16進）",
  recent: "最近の色", reference: "参考画像…", referencePick: "参考画像：クリックで色を取る", closeReference: "参考画像を閉じる",
  materials: "素材", paintMaterial: "{name}：現在の色にする", releaseMaterial: "{name}：配色の色に戻す", toCheck: "確認 {count} 件",
  material: "領域が何か", materialMenu: "これは何ですか", sayWhat: "領域をクリックして素材を選ぶ",
  ninePrevious: "前の9案 (Shift+N)", nineOthers: "別の9案 (N)", usualNine: "最初", otherNine: "別案 {number}",
  character: "キャラクター", characterLoad: "シートを読み込む…", characterSave: "シートを保存", characterEverywhere: "開いている全ページに使う", characterClear: "配色の色に戻す",
  everywhereDone: "{count} ページすべてに適用しました", kOthers: "別の9案・前の9案",
  light: "光", finishCel: "アニメ", finishSoft: "やわらか", finishFlat: "フラット", finishNetwork: "AIの色", sun: "太陽：光の来る方向へドラッグ", lightStrength: "強さ", lightFrom: "{direction}から {degrees}°",
  palette: "パレット", paletteAdd: "色を追加", paletteSuggest: "絵から作る", paletteLoad: "読み込む…", paletteSave: "保存形式",
  snap: "この色だけを使う", colorName: "色の名前", removeColor: "この色を外す", paletteEmpty: "キャラクターや章で使う色に名前を付けます。", useColor: "{color} を使う",
  export: "保存", exportNine: "9枚すべて", exportHints: "ヒント", exportNurie: "プロジェクト",
  keys: "キー操作", close: "閉じる", api: "開発者向け：HTTP API", closePage: "{name} を閉じる", example1: "顔", example2: "全身", example3: "コマ",
  offline: "スタジオが応答しません。「nurie studio」で起動し直してください。描いたものはここに残っています。",
  token: "スタジオにトークンが必要です。「nurie studio」が表示したアドレスをこのブラウザーで開いてください。描いたものはここに残っています。",
  tokenShort: "トークンが必要です。「nurie studio」が表示したアドレスを開いてください。描いたものは残っています。",
  failed: "うまくいきませんでした（{status}）。", cannotOpen: "{name} を開けません（{message}）",
 
  unsaved: "保存できません（ディスクがいっぱいか、書き込めません）。再試行しています…", reading: "{name} を開いています…", waiting: "順番待ち：あと {position} 件", next: "まもなく開始",
  working: "着色中… {seconds} 秒", colored: "{seconds} 秒で着色・保存済み", saving: "保存中…", saved: "保存済み",
  exporting: "{format} を作成中…", exported: "{name} を保存しました", retry: "もう一度", notFound: "開いていたページがこのコンピューターに見つかりません。",
  closed: "{name} を閉じました。", bringBack: "戻す", delete: "完全に削除",
  closedWorks: "閉じた作品", deleteAll: "すべて削除", deleteWork: "{name} を完全に削除", deleteSure: "{name} を完全に削除しますか。元には戻せません。",
  deleteAllSure: "閉じた作品 {count} 件をすべて完全に削除しますか。元には戻せません。", lockedRegion: "この領域はロックされています。",
  notPicture: "ブラウザーで表示できない画像です。", offlineShort: "スタジオが応答しません。再接続しています…",
  regionNow: "領域：{what}", hintPlaced: "ヒント {color} を置きました", hintErased: "消しました",
  fromColoring: "配色 {number}",
  kMove: "ページを動かす", kSize: "ブラシの太さ", kPick: "配色を選ぶ", kZoom: "拡大・全体・100 %", kUndo: "元に戻す・やり直す",
  kLines: "押している間は線だけ", kCompare: "前後を比較", kHints: "ヒントの表示", kOpen: "開く", kSave: "プロジェクトを保存",
  kExport: "PSD で保存", kPages: "次・前のページ", kHelp: "この一覧", kCursor: "絵の上のカーソル、ツールを使用", kDropper: "押している間は色を取る", kCycleBack: "領域：9案を逆順に",
  space: "スペース", drag: "ドラッグ", click: "クリック",
  select: "ヒントを選択", scope: "ヒントの届く範囲 (S)", scopeRegion: "この領域", scopeFlow: "この人物", scopeEverywhere: "すべて", scopeFlowMore: "この人物の同じ素材", scopeEverywhereMore: "同じ素材すべて", scopeNow: "ヒントの範囲：{scope}",
  lasso: "投げなわ", filledMany: "{count} か所：{color}", lockWhat: "クリックでロックするもの", lockRegion: "領域", lockMaterial: "素材", lockFigure: "人物", allBut: "これ以外",
  locks: "ロック中", lockedNow: "ロックしました", unlockedNow: "ロックを外しました", unlockAll: "すべて外す", unlockThis: "{name} のロックを外す", regionsNamed: "領域", protectMaterial: "{name}：今の色でロック", freeMaterial: "{name}：ロックを外す",
  split: "領域を分ける", join: "領域をつなぐ", borders: "境目", aSplit: "分ける", aJoin: "つなぐ", deleteBorder: "境目 {number} を削除", splitDrawn: "領域を分けました", joinDrawn: "領域をつなぎました",
  splitNothing: "分かれませんでした。線から線まで引いてください。", joinedNothing: "つながりませんでした。2つの領域をまたいで引いてください。",
  hints: "ヒント", aDot: "点", aStroke: "線", deleteHint: "ヒント {number} を削除", hintNone: "ヒントをクリックして選択", hintColor: "現在の色にする", hintDelete: "削除",
  large: "9案を大きく表示", favorites: "お気に入り", favorite: "{nine} の {number}", keepFavorite: "配色 {number} をお気に入りに",
  tickPage: "{name} を選択", tickAll: "すべて選択", characterTicked: "{name} のキャラクターを選択したページに使う", characterGiven: "{count} ページに適用しました",
  book: "全ページ", bookSave: "この順で全ページを保存：", moveEarlier: "{name} を前へ", moveLater: "{name} を後ろへ",
  turn: "表示を回転 (. と ,)", straighten: "回転を戻す", mirror: "左右反転して表示 (F)", degreesShort: "{degrees}°", kTurn: "表示の回転・反転", kScope: "ヒントの届く範囲",
};

// What the studio calls colors, as colorize/color_names.py does.
const colorWords = {
  dark: "濃い", light: "薄い", black: "黒", white: "白", gray: "灰色", "skin tone": "肌色", red: "赤", orange: "オレンジ", yellow: "黄",
  green: "緑", teal: "青緑", blue: "青", purple: "紫", pink: "ピンク", brown: "茶",
};

// What the studio calls materials, as schemes/names.py does, in the order of the menu.
const materialWords = {
  hair: "髪", skin: "肌", eyes: "目", "eye white": "白目", mouth: "口", clothes: "服", "second clothes": "服2",
  accessory: "アクセサリー", prop: "小物", scenery: "景色", ground: "背景", paper: "紙",
};
export const MATERIALS = Object.keys(materialWords);

// Where light comes from, clockwise from the top, an eighth of a turn each.
const directionWords = {
  en: ["top", "upper right", "right", "lower right", "bottom", "lower left", "left", "upper left"],
  ja: ["上", "右上", "右", "右下", "下", "左下", "左", "左上"],
};

const words = { en, ja };
const usual = (navigator.languages || [navigator.language]).some((tag, index) => index === 0 && tag.startsWith("ja")) ? "ja" : "en";
let language = recall("language", usual);
const listeners = [];

export function t(key, values = {}) {
  return words[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// "dark red 2" in the user's language.
export function colorName(name) {
  if (language === "en") return name;
  return name.replace(/skin tone|[a-z]+/g, (word) => colorWords[word] || word).replace(/(\D) (?=\D)/g, "$1");
}

// A material in the user's language.
export const materialName = (name) => language === "ja" ? materialWords[name] : name[0].toUpperCase() + name.slice(1);

// The direction of an angle, degrees clockwise from the top.
export const directionName = (angle) => directionWords[language][Math.round(angle / 45) % 8];

export const current = () => language;

export function speak(wanted) {
  language = wanted;
  remember("language", wanted);
  translate();
}

// Put words into everything that asks for them: data-t, data-t-label, data-t-title, data-t-region.
export function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
    element.title = t(element.dataset.tLabel);
  }
  for (const element of document.querySelectorAll("[data-t-title]")) element.title = t(element.dataset.tTitle);
  for (const element of document.querySelectorAll("[data-t-region]")) {
    element.setAttribute("aria-label", t(element.dataset.tRegion));
  }
  for (const listener of listeners) listener();
}

nameClosing(() => t("close"));

export const onTranslate = (listener) => listeners.push(listener);
