// Supervision: from the wall to the case, a card put, answered, appealed and set aside over two machines, the wall's own screen,
// rules by document, and reports that are taken away and opened.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { inflateRawSync } from "node:zlib";
import { startDemo, until, userOf } from "./demo.js";
import { by, openBrowser, phone, rows, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let district;
let town;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("supervision");
  district = demo.district;
  town = demo.node("雁洋");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const number = async (locator) => Number((await locator.innerText()).match(/\d+/)[0]);

async function signedIn(open, node, role, options) {
  const page = await open(options);
  await signIn(page, node, userOf(node, role));
  return page;
}

/** The files of a zip: name -> text. */
function unzipped(bytes) {
  const files = {};
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== 0x06054b50) end -= 1;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, nameLength] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString();
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    files[name] = (method === 0 ? packed : inflateRawSync(packed)).toString();
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** Name -> rows of a spreadsheet, each cell as text. */
function sheets(bytes) {
  const files = unzipped(bytes);
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const shared = [...files["xl/sharedStrings.xml"].matchAll(/<si>.*?<t[^>]*>(.*?)<\/t>.*?<\/si>/gs)].map((found) => plain(found[1]));
  const names = [...files["xl/workbook.xml"].matchAll(/<sheet name="([^"]*)"/g)].map((found) => plain(found[1]));
  return Object.fromEntries(names.map((name, no) => {
    const lines = [...files[`xl/worksheets/sheet${no + 1}.xml`].matchAll(/<row [^>]*>(.*?)<\/row>/gs)];
    const cells = (line) => [...line.matchAll(/<c ([^>]*)><v>(.*?)<\/v><\/c>/gs)].map(([, kind, value]) => (kind.includes('t="s"') ? shared[Number(value)] : value));
    return [name, lines.map((line) => cells(line[1]))];
  }));
}

story("from a light of the wall to its list and to the case in two presses", () => browser, async (open) => {
  const page = await signedIn(open, district, "supervisor");
  await by(page, "nav-wall").click();
  const tile = page.locator('[data-test="wall-tile"][data-place="雁洋镇"]');
  const lamp = tile.locator('[data-test="lamp-red"]').first();
  await lamp.waitFor();
  await shoot(page, "wall");
  const count = await number(lamp.locator("strong"));
  assert.ok(count > 0, "the demo has late cases");
  assert.match(await by(page, "complete").innerText(), /截至 \d{4}-\d\d-\d\d \d\d:\d\d/);
  await lamp.click();
  await by(page, "case-row").first().waitFor();
  assert.equal(await rows(page, "case-row"), count, "the list is as long as the light says");
  // The place's name is read beside the list.
  await until("the chips name place and light", async () => {
    const chips = await by(page, "day-chip").allInnerTexts();
    return chips.some((chip) => chip.includes("雁洋镇")) && chips.some((chip) => chip.includes("红灯"));
  });
  await by(page, "open-case").first().click();
  await by(page, "case-alarms").waitFor();
  assert.match(await by(page, "case-alarms").innerText(), /期限 \d{4}-\d\d-\d\d/);

  await visit(page, district, "/wall?by=tree");
  const row = (place) => page.locator(`[data-test="wall-row"][data-place="${place}"]`);
  await row("长教村委会").waitFor();
  await row("雁洋镇").locator('[data-test="wall-fold"]').click();
  await row("长教村委会").waitFor({ state: "detached" });
  const cells = row("雁洋镇").locator('[data-test="wall-cell"]');
  for (let no = 0; no < (await cells.count()); no += 1) {
    const n = await number(cells.nth(no));
    await cells.nth(no).click();
    await by(page, "case-row").first().waitFor();
    assert.equal(await rows(page, "case-row"), n, "a folded branch counts as its list does");
    await page.goBack();
    await cells.first().waitFor();
  }
});

story("a card is put, reaches the town, is answered and appealed, and set aside with a reason", () => browser, async (open) => {
  const supervisor = await signedIn(open, district, "supervisor");
  const head = await signedIn(open, town, "head");
  await visit(supervisor, district, "/alarms?rule=promise_passed&open=1");
  const alarm = by(supervisor, "alarm").filter({ hasText: "雁洋镇" }).filter({ hasText: "李文婷" }).first();
  await alarm.waitFor();
  const caseNumber = await alarm.getAttribute("data-number");
  await shoot(supervisor, "alarms");
  await alarm.locator('[data-test="put-card"]').click();
  await alarm.locator('[data-test="put-words"]').fill("请说明逾期原因");
  await alarm.locator('[data-test="put-send"]').click();
  await alarm.locator('[data-test="see-card"]').waitFor();

  await by(head, "nav-cards").waitFor();
  await until("the town sees one card waiting", async () => (await by(head, "cards-waiting").count()) === 1);
  await by(head, "nav-cards").click();
  const row = head.locator(`[data-test="card-row"][data-number="${caseNumber}"]`);
  await row.locator('[data-test="open-card"]').click();
  await by(head, "card-facts").waitFor();
  assert.match(await by(head, "card").innerText(), /请说明逾期原因/);
  assert.match(await by(head, "card-facts").innerText(), /答复期限\s*\d{4}-\d\d-\d\d/);
  await shoot(head, "card");
  await by(head, "card-answer").click();
  await by(head, "card-send").click();
  await by(head, "refusal").waitFor();
  await by(head, "card-result").selectOption("explained");
  await by(head, "card-words").fill("医保系统停机两天，当日已补办");
  await by(head, "card-send").click();
  const stands = (page, word) => until(`the card is ${word}`, async () => (await by(page, "card-stand").first().innerText()).includes(word));
  await stands(head, "已答复");
  await by(head, "card-appeal").click();
  await by(head, "card-ground").selectOption("late_data");
  await by(head, "card-words").fill("请撤销");
  await by(head, "card-send").click();
  await stands(head, "已申诉");

  await until("the supervisor sees that an appeal waits", async () => (await by(supervisor, "cards-waiting").count()) === 1);
  await alarm.locator('[data-test="see-card"]').click();
  await stands(supervisor, "已申诉");
  await by(supervisor, "card-rule").click();
  await by(supervisor, "card-ruling").selectOption("cancelled");
  await by(supervisor, "card-words").fill("属实，予以撤销");
  await by(supervisor, "card-send").click();
  await by(supervisor, "refusal").waitFor();
  await by(supervisor, "card-ground").selectOption("late_data");
  await by(supervisor, "card-send").click();
  await stands(supervisor, "已撤销");
  await shoot(supervisor, "card-cancelled");
  await stands(head, "已撤销");
  assert.equal(await by(head, "card-step").count(), 4, "put, answered, appealed, ruled on: nothing is deleted");
  assert.equal(await by(head, "card-answer").count(), 0, "nothing is left to answer");
  await supervisor.emulateMedia({ media: "print" });
  await by(supervisor, "card-sheet").waitFor();
  assert.match(await by(supervisor, "card-sheet").innerText(), new RegExp(`监 察 牌[\\s\\S]*${caseNumber}`));
  await shoot(supervisor, "card-sheet");
});

story("the wall's own screen fills it, turns by itself, and stops at a key", () => browser, async (open) => {
  const page = await signedIn(open, district, "supervisor");
  await page.clock.install();
  await visit(page, district, "/wall/screen");
  const place = () => by(page, "wall-town").getAttribute("data-place");
  await by(page, "wall-town").waitFor();
  const box = await by(page, "wall-screen").evaluate((main) => ({
    fills: main.clientWidth === innerWidth && main.clientHeight === innerHeight,
    over: main.scrollHeight > main.clientHeight || main.scrollWidth > main.clientWidth,
  }));
  assert.deepEqual(box, { fills: true, over: false });
  const seen = [await place()];
  const towns = await by(page, "wall-strip").locator("li").count();
  assert.ok(towns > 1);
  for (let turn = 1; turn <= towns + 1; turn += 1) {
    // Second by second, so that the page draws between them as it does on a wall.
    await until("the next picture", async () => {
      await page.clock.runFor(1_000);
      return (await place()) !== seen.at(-1);
    });
    seen.push(await place());
    if (turn === 1) await shoot(page, "wall-screen");
    if (seen.at(-1) === "trend") {
      await page.locator('[data-test="wall-town"] svg').first().waitFor();
      const over = await by(page, "wall-screen").evaluate((main) => main.scrollHeight > main.clientHeight);
      assert.equal(over, false, "the weeks fit the screen too");
      await shoot(page, "wall-screen-trend");
    }
  }
  assert.equal(new Set(seen).size, towns + 1, `every town once, and the weeks: ${seen}`);
  assert.equal(seen.at(-1), seen[0], "and then from the beginning");
  await page.keyboard.press("p");
  await page.locator('[data-test="wall-screen"][data-paused="true"]').waitFor();
  const stopped = await place();
  for (let second = 0; second < 30; second += 1) await page.clock.runFor(1_000);
  assert.equal(await place(), stopped, "it stays");
  await page.keyboard.press("p");
  await page.locator('[data-test="wall-screen"][data-paused="false"]').waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/wall$/);
});

story("a report is taken away as a spreadsheet and as CSV, and both say what the page says", () => browser, async (open) => {
  const page = await signedIn(open, district, "supervisor");
  await visit(page, district, "/reports");
  await by(page, "report").waitFor();
  for (const kind of ["day", "week", "month", "half_year"]) {
    await by(page, `report-${kind}`).click();
    await page.waitForURL(new RegExp(`kind=${kind}`));
    await page.locator(`[data-test="report-${kind}"][aria-pressed="true"]`).waitFor();
    await until("the report of this kind", async () => (await by(page, "report-title").innerText()).includes({ day: "日报", week: "周小结", month: "月度简报", half_year: "半年工作情况" }[kind]));
  }
  await by(page, "report-month").click();
  await until("the monthly brief", async () => (await by(page, "report-title").innerText()).includes("月度简报"));
  await shoot(page, "report-month");
  const shown = {};
  for (const row of await by(page, "report-measure").all()) {
    shown[await row.locator("th").innerText()] = (await row.locator("td").allInnerTexts()).map(Number);
  }
  assert.ok(shown["受理"][0] > 0 && shown["办结"][0] > 0, "the demo has work of this month");
  const sentences = await by(page, "report-sentence").allInnerTexts();
  assert.ok(sentences.some((sentence) => sentence.startsWith(`本期受理 ${shown["受理"][0]} 件`)), sentences[0]);
  const take = async (ending) => {
    const [file] = await Promise.all([page.waitForEvent("download"), by(page, `download-${ending}`).click()]);
    assert.match(file.suggestedFilename(), new RegExp(`^梅县区政务服务月度简报-\\d{4}-\\d\\d-01\\.${ending}$`));
    return readFileSync(await file.path());
  };
  const book = sheets(await take("xlsx"));
  const counts = Object.fromEntries(book["总体情况"].map(([name, ...values]) => [name, values.map(Number)]));
  const lines = (await take("csv")).toString().split("\r\n");
  for (const [name, values] of Object.entries(shown)) {
    assert.deepEqual(counts[name], values, `${name} in the spreadsheet`);
    assert.ok(lines.includes(`${name},${values.join(",")}`), `${name} in the CSV`);
  }
  for (const sentence of sentences) {
    assert.ok(book["月度简报"].some(([text]) => text === sentence), sentence);
    assert.ok(lines.some((line) => line.includes(sentence)), sentence);
  }
  const accepted = page.locator('[data-measure="accepted"] [data-test="figure"]').first();
  await accepted.click();
  await by(page, "case-row").first().waitFor();
  assert.equal(await rows(page, "case-row"), shown["受理"][0], "a number of the report opens its list");
});

story("the district's administrator changes a rule by a document, others only read", () => browser, async (open) => {
  const admin = await signedIn(open, district, "admin");
  await visit(admin, district, "/watch-rules");
  const rule = (page) => page.locator('[data-test="rule"][data-rule="days_left"]');
  await rule(admin).locator('[data-test="rule-edit"]').click();
  await by(admin, "rule-needs").waitFor();
  assert.equal(await by(admin, "rule-save").isDisabled(), true, "no change without a document");
  await by(admin, "rule-threshold").fill("1.5");
  await by(admin, "rule-document").fill("梅区府办〔2026〕12号");
  await by(admin, "rule-save").click();
  await by(admin, "rule-saved").waitFor();
  // The list is read again once the rule is saved.
  await until("the list has it", async () => /1\.5 个工作日/.test(await rule(admin).locator('[data-test="rule-from"]').innerText()));
  await shoot(admin, "rules");
  const reader = await signedIn(open, town, "supervisor");
  await visit(reader, town, "/watch-rules");
  await until("the rule has come down", async () => (await rule(reader).innerText()).includes("梅区府办〔2026〕12号"));
  assert.equal(await by(reader, "rule-edit").count(), 0);
});

story("a lay supervisor begins at the wall, and is shown nothing that is not for him", () => browser, async (open) => {
  const page = await open();
  const refused = [];
  page.on("response", (answer) => answer.status() === 403 && refused.push(answer.url()));
  await signIn(page, district, userOf(district, "lay-supervisor"));
  await by(page, "wall-totals").waitFor();
  assert.equal(new URL(page.url()).pathname, "/wall");
  for (const entry of ["nav-home", "nav-tasks", "nav-cards"]) assert.equal(await by(page, entry).count(), 0, entry);
  await shoot(page, "lay-wall");
  await by(page, "nav-cases").click();
  await by(page, "case-row").first().waitFor();
  await by(page, "case-row").first().locator("a").first().click();
  await by(page, "form-hidden").waitFor();
  assert.equal(await by(page, "edit-form").count(), 0);
  await shoot(page, "lay-case");
  assert.deepEqual(refused, [], "no page asks for what he may not see");
});

story("the pages of supervision fit a phone", () => browser, async (open) => {
  const page = await signedIn(open, district, "supervisor", { viewport: phone });
  for (const [where, there] of [
    ["/wall", "wall-tiles"],
    ["/wall?by=tree", "wall-tree"],
    ["/alarms", "alarms"],
    ["/cards", "title"],
    ["/reports", "report"],
    ["/watch-rules", "rules"],
    ["/overview/figures", "figures"],
    ["/wall/screen", "wall-town"],
  ]) {
    await visit(page, district, where);
    await by(page, there).first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${where} is ${wide} px wider than the screen`);
    await shoot(page, `phone-supervision-${there}`);
  }
});
