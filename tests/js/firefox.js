// The main path in Firefox, over WebDriver BiDi: node tests/js/firefox.js ADDRESS SKETCH PROGRAM. Prints what it saw as JSON.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address, sketch, program] = process.argv.slice(2);
const downloads = await mkdtemp(join(tmpdir(), "nurie-firefox-"));
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: program,
  headless: true,
  extraPrefsFirefox: {
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.download.useDownloadDir": true,
    "browser.helperApps.neverAsk.saveToDisk": "image/vnd.adobe.photoshop,application/octet-stream",
    "intl.accept_languages": "en-US",
  },
});
const errors = [];
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(address);

  const ready = () => page.waitForFunction(() =>
    document.querySelectorAll("#nine img").length === 9 && document.getElementById("status").dataset.kind === "good");
  const opening = await page.waitForSelector("#files");
  await opening.uploadFile(sketch);
  await ready();

  await page.keyboard.press("4");
  await page.waitForSelector(".thumb[data-number='4'][aria-checked='true']");
  await page.evaluate(() => {
    const hex = document.getElementById("hex");
    hex.value = "#d02040";
    hex.dispatchEvent(new Event("change"));
  });
  await page.click("[data-tool=dot]");
  const box = await (await page.$("#canvas")).boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() => !document.getElementById("undo").disabled);
  await ready();

  await page.click("[data-format=psd]");
  let file;
  for (const end = Date.now() + 60_000; !file && Date.now() < end; ) {
    await new Promise((done) => setTimeout(done, 100));
    file = (await readdir(downloads)).find((name) => name.endsWith(".psd"));
  }
  await ready();
  const head = file ? (await readFile(join(downloads, file))).subarray(0, 4).toString() : "";
  const id = await page.evaluate(() => JSON.parse(localStorage.nurie).active);

  await page.reload();
  await ready();
  const picked = await page.$eval(".thumb[aria-checked='true']", (thumb) => thumb.dataset.number);
  console.log(JSON.stringify({ id, file, head, picked, errors }));
} finally {
  await browser.close();
  await rm(downloads, { recursive: true, force: true });
}
