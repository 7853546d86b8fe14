// Inspections and appraisal over two machines: a visit is entered, its problems are put right and closed; a scheme by document,
// a month settled, a sheet appealed and decided.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { startDemo, until, userOf } from "./demo.js";
import { by, openBrowser, phone, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let district;
let town;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("appraisal");
  district = demo.district;
  town = demo.node("雁洋");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function signedIn(open, node, role, options) {
  const page = await open(options);
  await signIn(page, node, userOf(node, role));
  return page;
}

/** A day so many days from now, as a date field takes it, in Beijing. */
const day = (ahead) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);

/** The first day of the month before this one. */
function lastMonth() {
  const [year, month] = day(0).split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}

const optionOf = (page, test, text) =>
  by(page, test).locator("option").filter({ hasText: text }).first().getAttribute("value");

const stands = (page, no, word) =>
  until(`problem ${no} is ${word}`, async () =>
    (await page.locator(`[data-test="finding"][data-no="${no}"] [data-test="finding-stand"]`).innerText()).includes(word));

story("a visit is entered, its place puts the problems right, and they are looked at again and closed", () => browser, async (open) => {
  const supervisor = await signedIn(open, district, "supervisor");
  const head = await signedIn(open, town, "head");
  await visit(supervisor, district, "/inspections");
  await by(supervisor, "new-inspection").click();
  await by(supervisor, "inspection-form").waitFor();
  await by(supervisor, "inspection-send").click();
  await by(supervisor, "error-way").waitFor();
  await by(supervisor, "inspection-way").selectOption("mystery");
  await by(supervisor, "inspection-to").selectOption(await optionOf(supervisor, "inspection-to", "雁洋镇"));
  const problem = (no) => by(supervisor, "new-finding").nth(no);
  await problem(0).locator('[data-test="inspection-code"]').selectOption("absent");
  await problem(0).locator('[data-test="inspection-words"]').fill("上午 9 点社保窗口无人，也没有告示");
  await problem(0).locator('[data-test="inspection-points"]').fill("5");
  await by(supervisor, "add-finding").click();
  await problem(1).locator('[data-test="inspection-code"]').selectOption("disclosure");
  await by(supervisor, "inspection-send").click();
  await by(supervisor, "error-f1-words").waitFor();
  await problem(1).locator('[data-test="inspection-words"]').fill("办事指南没有公开承诺时限");
  await problem(1).locator('[data-test="inspection-until"]').fill(day(3));
  await shoot(supervisor, "inspection-new");
  // The tab is closed by mistake: everything that was typed stands there again.
  await supervisor.reload();
  await by(supervisor, "inspection-draft").waitFor();
  assert.equal(await problem(0).locator('[data-test="inspection-words"]').inputValue(), "上午 9 点社保窗口无人，也没有告示");
  assert.equal(await problem(1).locator('[data-test="inspection-until"]').inputValue(), day(3));
  assert.equal(await by(supervisor, "inspection-way").inputValue(), "mystery");
  await by(supervisor, "inspection-send").click();
  await by(supervisor, "inspection").waitFor();
  assert.equal(await by(supervisor, "finding").count(), 2);
  await visit(supervisor, district, "/inspections/new");
  await by(supervisor, "inspection-form").waitFor();
  assert.equal(await by(supervisor, "inspection-draft").count(), 0, "what was sent does not come back");
  await supervisor.goBack();
  await by(supervisor, "inspection").waitFor();
  assert.match(await by(supervisor, "findings").innerText(), /上午 9 点社保窗口无人/);

  await until("the town's first page says so", async () => {
    await visit(head, town, "/");
    return (await by(head, "home-papers").count()) > 0;
  });
  assert.match(await by(head, "cards-wait").innerText(), /2 个问题待整改/);
  await by(head, "home-papers").first().click();
  await by(head, "open-inspection").first().click();
  await by(head, "inspection").waitFor();
  const first = (page) => page.locator('[data-test="finding"][data-no="1"]');
  assert.equal(await first(head).locator('[data-test="finding-rule"]').count(), 0, "nobody closes his own problem");
  await first(head).locator('[data-test="finding-answer"]').click();
  await first(head).locator('[data-test="finding-result"]').selectOption("mended");
  await first(head).locator('[data-test="finding-words"]').fill("已排好替班，附签到表");
  await head.reload();
  await first(head).locator('[data-test="finding-draft"]').waitFor();
  assert.equal(await first(head).locator('[data-test="finding-words"]').inputValue(), "已排好替班，附签到表");
  await first(head).locator('[data-test="finding-send"]').click();
  await stands(head, 1, "待复核");
  await shoot(head, "inspection-answered");

  await stands(supervisor, 1, "待复核");
  const rule = async (ruling, words, until) => {
    await first(supervisor).locator('[data-test="finding-rule"]').click();
    await first(supervisor).locator('[data-test="finding-ruling"]').selectOption(ruling);
    if (until) await first(supervisor).locator('[data-test="finding-until"]').fill(until);
    await first(supervisor).locator('[data-test="finding-words"]').fill(words);
    await first(supervisor).locator('[data-test="finding-send"]').click();
  };
  await rule("back", "签到表看不清，请补照片", day(5));
  await stands(supervisor, 1, "待整改");
  const sentBack = await first(supervisor).innerText();
  assert.ok(sentBack.includes("退回 1 次") && sentBack.includes(day(5)), sentBack);
  await stands(head, 1, "待整改");
  await first(head).locator('[data-test="finding-answer"]').click();
  await first(head).locator('[data-test="finding-result"]').selectOption("mended");
  await first(head).locator('[data-test="finding-words"]').fill("已补照片");
  await first(head).locator('[data-test="finding-send"]').click();
  await stands(supervisor, 1, "待复核");
  await rule("closed", "属实");
  await stands(supervisor, 1, "已销号");
  await stands(head, 1, "已销号");
  assert.equal(await by(head, "card-step").count(), 5, "put, answered, sent back, answered, closed: nothing is deleted");
  await supervisor.emulateMedia({ media: "print" });
  assert.match(await by(supervisor, "inspection-sheet").innerText(), /检查情况通报[\s\S]*暗访/);
  await shoot(supervisor, "inspection-sheet");
});

story("a scheme by document, a month settled, a sheet appealed and decided, the table taken away", () => browser, async (open) => {
  const admin = await signedIn(open, district, "admin");
  await visit(admin, district, "/appraisal");
  await by(admin, "empty").waitFor();
  await by(admin, "to-schemes").click();
  await by(admin, "new-scheme").click();
  await by(admin, "scheme-name").fill("站点月度考核");
  await by(admin, "scheme-cycle").selectOption("month");
  await by(admin, "scheme-from").fill(lastMonth());
  await by(admin, "scheme-min").fill("0");
  assert.equal(await by(admin, "scheme-save").isDisabled(), true, "no scheme without a document");
  await by(admin, "scheme-document").fill("梅区政数〔2026〕8号");
  await by(admin, "weight-on_time").fill("34");
  assert.match(await by(admin, "scheme-weights").innerText(), /99/);
  assert.equal(await by(admin, "scheme-save").isDisabled(), true, "weights are a hundred");
  await by(admin, "weight-on_time").fill("35");
  await shoot(admin, "scheme-form");
  await by(admin, "scheme-save").click();
  await by(admin, "scheme-saved").waitFor();
  assert.match(await by(admin, "scheme").innerText(), /站点月度考核[\s\S]*梅区政数〔2026〕8号[\s\S]*按期办结率/);

  const supervisor = await signedIn(open, district, "supervisor");
  await visit(supervisor, district, "/appraisal");
  await by(supervisor, "appraisal-table").waitFor();
  assert.match(await by(supervisor, "appraisal-span").innerText(), new RegExp(lastMonth()));
  assert.match(await by(supervisor, "appraisal-state").innerText(), /试算/);
  const places = await by(supervisor, "appraisal-row").count();
  assert.equal(places, demo.nodes.length, "every place with a machine has a row");
  await by(supervisor, "settle").click();
  await shoot(supervisor, "appraisal");
  await by(supervisor, "settle-send").click();
  await until("all are settled", async () => (await by(supervisor, "settled").innerText()).includes(`${places} 份`));
  await until("the page says so", async () => (await by(supervisor, "appraisal-state").innerText()).includes("全部定稿"));
  const [file] = await Promise.all([supervisor.waitForEvent("download"), by(supervisor, "download-csv").click()]);
  const lines = readFileSync(await file.path()).toString().split("\r\n");
  const row = supervisor.locator('[data-test="appraisal-row"][data-name="雁洋镇"]');
  const points = await row.getAttribute("data-total");
  assert.ok(lines.some((line) => line.includes("雁洋镇") && line.includes(points)), "the file says what the page says");

  const head = await signedIn(open, town, "head");
  await until("the sheet has come down", async () => {
    await visit(head, town, "/sheets");
    return (await by(head, "sheet-row").count()) > 0;
  });
  await by(head, "sheet-row").filter({ hasText: "雁洋镇" }).locator('[data-test="open-sheet"]').click();
  await by(head, "sheet").waitFor();
  assert.equal(await by(head, "sheet-total").innerText(), points);
  assert.ok((await by(head, "score-line").count()) >= 7, "every line explains itself");
  await shoot(head, "score-sheet");
  await by(head, "sheet-appeal").click();
  await by(head, "sheet-indicator").selectOption("treated");
  await by(head, "sheet-ground").selectOption("late_data");
  await by(head, "sheet-words").fill("当月线路中断两天");
  await by(head, "sheet-send").click();
  const stand = (page, word) => until(`the sheet is ${word}`, async () => (await by(page, "sheet-stand").first().innerText()).includes(word));
  await stand(head, "已申诉");

  await until("the district's first page says so", async () => {
    await visit(supervisor, district, "/");
    return (await by(supervisor, "home-papers").filter({ hasText: "评分表" }).count()) > 0;
  });
  await by(supervisor, "home-papers").filter({ hasText: "评分表" }).click();
  await by(supervisor, "sheet-row").first().locator('[data-test="open-sheet"]').click();
  await stand(supervisor, "已申诉");
  await by(supervisor, "sheet-rule").click();
  await by(supervisor, "sheet-verdict").selectOption("adjusted");
  await by(supervisor, "sheet-words").fill("属实");
  await by(supervisor, "sheet-send").click();
  await by(supervisor, "error-sheet-tenths").waitFor();
  await by(supervisor, "sheet-tenths").fill("-1.5");
  await by(supervisor, "sheet-send").click();
  await stand(supervisor, "已裁定");
  const after = (Number(points) - 1.5).toFixed(1);
  assert.match(await by(supervisor, "sheet-total").innerText(), new RegExp(`^${after.replace(".", "\\.")} .*-1\\.5`));
  await stand(head, "已裁定");
  assert.equal(await by(head, "card-step").count(), 3, "settled, appealed, decided: nothing is deleted");
});

story("inspections and appraisal fit a phone, and a clerk sees those of his own place alone", () => browser, async (open) => {
  const page = await signedIn(open, district, "supervisor", { viewport: phone });
  for (const [where, there] of [
    ["/inspections", "inspections"],
    ["/inspections/new", "inspection-form"],
    ["/appraisal", "appraisal"],
    ["/appraisal/schemes", "scheme"],
    ["/sheets", "sheet-row"],
  ]) {
    await visit(page, district, where);
    await by(page, there).first().waitFor();
    await shoot(page, `phone-appraisal-${there}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${where} is ${wide} px wider than the screen`);
  }
  const clerk = await signedIn(open, town, "clerk");
  await visit(clerk, town, "/inspections");
  await by(clerk, "inspection-row").first().waitFor();
  assert.equal(await by(clerk, "new-inspection").count(), 0);
  const places = await by(clerk, "inspection-row").evaluateAll((rows) => rows.map((row) => row.dataset.place));
  assert.deepEqual([...new Set(places)], ["雁洋镇"]);
  await by(clerk, "watch-appraisal").click();
  await by(clerk, "sheet-row").first().waitFor();
});
