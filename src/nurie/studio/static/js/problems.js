// What the studio refuses or notes: its own sentence in English, and in Japanese the one that has its code.

import { current } from "./i18n.js";

const ja = {
  "picture-unreadable": "nurie で読み込めない画像です。PNG・JPEG・WebP・TIFF・PSD で保存してください。",
  "picture-empty": "ファイルが空です。線画を保存し直してください。",
  "picture-damaged": "画像が壊れているか、途中で切れています。保存またはダウンロードし直してください。",
  "picture-too-small": "画像が {width} x {height} px です。一辺 {least} px 以上のものを使ってください。",
  "picture-too-long": "画像が {width} x {height} px で横に長すぎます。幅が高さの {most} 倍以内になるように分けてください。",
  "picture-too-high": "画像が {width} x {height} px で縦に長すぎます。高さが幅の {most} 倍以内になるように分けてください。",
  "picture-too-large": "画像が {megapixels} メガピクセルで、上限の {limit} を超えています。小さくするか、「nurie studio --max-megapixels {megapixels}」で起動してください。",
  memory: "メモリーが足りません。画像を小さくしてください。",
  "several-frames": "複数のフレームがあるため、最初のフレームを使いました。",
  "light-lines": "透明な地に明るい線だったので、白地に暗い線に直しました。",
  "dark-paper": "暗い紙に明るい線だったので、明暗を反転しました。",
  "uneven-light": "写真のように明るさにむらがあったので、均一にしました。",
  "blank-page": "全面が同じ明るさで、線が見つかりません。",
  "colored-already": "すでに色が付いた画像です。色は線の濃淡として扱われます。",
  "blue-pencil": "ペン入れのほかに青鉛筆の線があります。「nurie color --drop-blue」で取り除けます。",
  "project-wrong": "プロジェクトファイルの内容に誤りか不足があります。保存し直してください。",
  "project-damaged": "プロジェクトファイルが壊れているか、途中で切れています。保存し直してください。",
  "project-version": "新しい版のプロジェクトファイルです。nurie を更新してください。",
  "project-too-large": "プロジェクトファイルの中身が {megabytes} MB を超えています。線画を小さくしてください。",
  "project-without-sketch": "プロジェクトファイルに線画がありません。保存し直してください。",
  "too-much": "上限（256 色、ヒント 2000 個、名前 120 文字）を超えるファイルです。",
  "palette-wrong": "パレットを読み込めません。.json・.gpl・.ase・.aco・.kpl・.cls・.swatches で保存し直してください。",
  "palette-empty": "パレットに色がありません。色を追加してから保存してください。",
  "sheet-wrong": "キャラクターシートを作れません。シートか、キャラクターのできるだけ大きなカラー画像を使ってください。",
  "sheet-empty": "キャラクターシートに色がありません。素材に色を付けてから保存してください。",
  "material-wrong": "このモデルは素材を区別しません。付属のモデルなど、区別するものを使ってください。",
  "hints-wrong": "誤ったヒントがあります。最後の操作を元に戻してください。",
  "borders-wrong": "領域を分ける線かつなぐ線に誤りがあります。最後の操作を元に戻してください。",
  "mix-wrong": "誤った領域があります。最後の操作を元に戻してください。",
  "light-wrong": "光の設定に誤りがあります。設定し直してください。",
  "schemes-wrong": "その配色はありません。最初の9案に戻してください。",
  "option-wrong": "設定に誤りがあります。最後の操作を元に戻してください。",
  "model-failed": "モデルを使えないか、処理に失敗しました。nurie studio を動かしている端末を確認してください。",
  "coloring-failed": "原因不明の理由で着色に失敗しました。nurie studio を動かしている端末を確認してください。",
  "extra-missing": "nurie の一部がインストールされていません。実行してください：pip install 'nurie[studio,psd]'",
  "book-too-large": "1つのファイルにするにはページが多すぎます。分けて保存してください。",
  "too-large-for-format": "{width} x {height} px のページです。{format} は一辺 {most} px までなので、{instead} で保存してください。",
  "not-written": "ファイルを書き込めません。空き容量とフォルダーの権限を確認してください。",
  "disk-full": "ディスクがいっぱいです。空きを作ってからもう一度お試しください。",
  unsaved: "保存できません。ディスクがいっぱいか、フォルダーに書き込めません。空きを作ってください。",
  "unknown-page": "このページはもうこのコンピューターにありません。線画を開き直してください。",
  "sketch-gone": "スタジオに控えた線画がなくなりました。線画を開き直してください。",
  changed: "別のウィンドウがこのページを変更しました。もう一度お試しください。",
  "too-many-windows": "このページを開いているウィンドウが多すぎます。いくつか閉じてください。",
  busy: "混み合っています。{seconds} 秒後にもう一度お試しください。",
  host: "このアドレスでは開けません。nurie studio が表示したアドレスを開いてください。",
  foreign: "スタジオ以外のページからの要求です。スタジオを直接開いてください。",
  token: "トークンが必要です。nurie studio が表示したアドレスを開いてください。",
  "slow-upload": "送信に時間がかかりすぎました。もう一度お試しください。",
  "broken-upload": "送信が途切れました。もう一度お試しください。",
  "upload-too-large": "ファイルが {megabytes} MB を超えています。小さいものにしてください。",
  malformed: "要求を理解できませんでした。ページを再読み込みしてください。",
};

const words = { ja };

// `form` is what the studio sent: {error, code, values}.
export function said({ error, code, values }) {
  const sentence = words[current()]?.[code];
  if (!sentence) return error[0].toUpperCase() + error.slice(1);
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
