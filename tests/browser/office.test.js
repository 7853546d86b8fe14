// Those who answer for places: the map, figures over time and side by side, what they take away; the hall's screen without
// signing in; the year's calendar; the catalogue's versions and a new edition.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { startDemo, startNode, stopNode, userOf } from "./demo.js";
import { ask, by, counter, openBrowser, phone, rows, shoot, signIn, story, visit } from "./pages.js";

const catalogue = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../node/data/catalogue.json");

let demo;
let browser;
let district;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("office");
  district = demo.district;
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const number = async (locator) => Number((await locator.innerText()).match(/\d+/)[0]);

story("from the map to a case in two presses, and the list is as long as the tile says", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview/map");
  const tile = by(page, "map-tile").filter({ hasNotText: "在办 0 件" }).first();
  const count = await number(tile.locator(".map-open"));
  assert.ok(count > 0);
  await shoot(page, "office-map");
  await tile.click();
  assert.equal(await rows(page, "case-row"), count);
  await by(page, "open-case").first().click();
  await page.waitForURL(/\/cases\/\w+/);
});

story("figures over time open the lists that they count, by mouse and by keyboard", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview/trends");
  await by(page, "trend-row").first().waitFor();
  assert.equal(await by(page, "trend-row").count(), 12, "twelve weeks, empty ones too");
  await page.locator('[data-test="chart-flow"] .chart-plot').focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const said = await by(page, "chart-flow-says").innerText();
  assert.match(said, /\d{4}-\d\d-\d\d – \d{4}-\d\d-\d\d/);
  await shoot(page, "office-trends");
  const total = page.locator('[data-test="trends"] tfoot [data-test="figure"]');
  for (const place of [0, 1]) {
    const count = await number(total.nth(place));
    assert.ok(count > 0);
    await total.nth(place).click();
    await by(page, "day-chip").first().waitFor();
    assert.equal(await rows(page, "case-row"), count);
    await page.goBack();
    await total.first().waitFor();
  }
  await by(page, "span-3").click();
  await page.waitForFunction(() => document.querySelectorAll('[data-test="trend-row"]').length === 60);
});

story("two places stand side by side with rank and bar, also on a phone", () => browser, async (open) => {
  const page = await open({ viewport: phone });
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview/compare");
  await by(page, "comparison").waitFor();
  await by(page, "compare-own").click();
  await page.locator('[data-test="compare-add"]').selectOption({ label: "\u2003雁洋镇" });
  await page.locator('[data-test="compare-add"]').selectOption({ label: "\u2003松口镇" });
  await by(page, "compared").nth(1).waitFor();
  assert.equal(await by(page, "compared").count(), 2);
  await shoot(page, "office-compare-phone");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await by(page, "picked").first().click();
  await by(page, "empty").waitFor();
});

story("the way back and a reload find the overview as it was looked at", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview");
  await by(page, "place-search").fill("雁洋");
  await by(page, "only-open").check();
  const town = page.locator('[data-test="place-row"][data-place="雁洋镇"]');
  const fold = town.locator('[data-test="fold"]');
  assert.equal(await fold.getAttribute("aria-label"), "收起：雁洋镇", "the button says which branch");
  await fold.click();
  const isAsItWas = async () => {
    await town.locator('[data-test="fold"][aria-expanded="false"]').waitFor();
    assert.equal(await by(page, "place-search").inputValue(), "雁洋");
    assert.equal(await by(page, "only-open").isChecked(), true);
  };
  await isAsItWas();
  await town.locator("td a").first().click();
  await page.waitForURL(/\/cases\?/);
  await page.goBack();
  await isAsItWas();
  await page.reload();
  await isAsItWas();
  await page.goBack();
  await page.locator('[data-test="only-open"]:not(:checked)').waitFor();

  await visit(page, district, "/overview/trends");
  await by(page, "span-0").click();
  await page.waitForFunction(() => document.querySelectorAll('[data-test="trend-row"]').length === 30);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('[data-test="trend-row"]').length === 30);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll('[data-test="trend-row"]').length === 12);
});

story("a comparison says its time and its order, stays through a reload, and is taken away as it is shown", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview/compare");
  await by(page, "comparison").waitFor();
  assert.match(await by(page, "compare-period").innerText(), /收件、办结：近 30 天/);
  const sorted = (figure) => page.locator("th", { has: by(page, `sort-${figure}`) }).getAttribute("aria-sort");
  assert.equal(await sorted("filed"), "descending");
  await by(page, "sort-overdue").click();
  await page.locator('th[aria-sort="ascending"] [data-test="sort-overdue"]').waitFor();
  await by(page, "compare-own").click();
  await by(page, "empty").waitFor();
  assert.match(await by(page, "empty").innerText(), /两个以上/);
  assert.equal(await by(page, "download-csv").count(), 0, "nothing is shown, nothing is taken away");
  await page.locator('[data-test="compare-add"]').selectOption({ label: "\u2003松口镇" });
  await page.locator('[data-test="compare-add"]').selectOption({ label: "\u2003雁洋镇" });
  await by(page, "compared").nth(1).waitFor();
  await page.reload();
  await by(page, "compared").nth(1).waitFor();
  const names = await by(page, "compared").evaluateAll((rows) => rows.map((row) => row.dataset.place));
  const [file] = await Promise.all([page.waitForEvent("download"), by(page, "download-csv").click()]);
  const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n").slice(1);
  // Notes on the time and on what is complete stand below the places.
  const taken = lines.map((line) => names.find((name) => line.includes(name))).filter(Boolean);
  assert.deepEqual(taken, names, "the same places in the same order");
});

story("figures fit a phone as cards: nothing scrolls sideways, links are large enough", () => browser, async (open) => {
  const page = await open({ viewport: phone });
  await signIn(page, district, userOf(district, "supervisor"));
  const tables = [
    ["/overview", "places", "place-row"],
    ["/overview/trends", "trends", "trend-row"],
    ["/overview/map", "map-table", null],
  ];
  for (const [where, table] of tables) {
    await visit(page, district, where);
    if (table === "map-table") await by(page, "map-as-table").click();
    await by(page, table).waitFor();
    const seen = await by(page, table).evaluate((table) => ({
      page: document.documentElement.scrollWidth - innerWidth,
      table: table.parentElement.scrollWidth - table.parentElement.clientWidth,
      low: [...table.querySelectorAll("a, button")].filter((link) => link.getBoundingClientRect().height < 44).length,
      bare: [...table.querySelectorAll("tbody td:not(.fresh-cell):not([data-label])")].length,
    }));
    assert.deepEqual(seen, { page: 0, table: 0, low: 0, bare: 0 }, where);
    await shoot(page, `office-phone-${table}`);
  }
});

story("a download that fails says why and can be pressed again", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview");
  let isCut = true;
  await page.route("**/api/v1/overview.csv*", (route) => (isCut ? route.abort() : route.continue()));
  await by(page, "download-csv").click();
  await by(page, "download-failed").waitFor();
  assert.match(await by(page, "download-failed").innerText(), /再按一次/);
  isCut = false;
  const [file] = await Promise.all([page.waitForEvent("download"), by(page, "download-csv").click()]);
  assert.match(file.suggestedFilename(), /^梅县区-总览-.*\.csv$/);
  await by(page, "download-failed").waitFor({ state: "detached" });
  await page.unroute("**/api/v1/overview.csv*");
  await page.route("**/api/v1/overview.csv*", (route) => route.fulfill({ status: 500, body: "" }));
  await by(page, "download-csv").click();
  await by(page, "download-failed").waitFor();
  assert.match(await by(page, "download-failed").innerText(), /500/);
});

story("what is owed names the case, its item and the time left", () => browser, async (open) => {
  const page = await open();
  const town = demo.node("雁洋");
  await signIn(page, town, userOf(town, "clerk"));
  await visit(page, town, "/tasks");
  await by(page, "task").first().waitFor();
  const task = by(page, "task").first();
  assert.match(await task.locator('[data-test="task-applicant"]').innerText(), /\p{Script=Han}{2,}/u);
  assert.match(await task.locator('[data-test="task-item"]').innerText(), /\p{Script=Han}{2,}/u);
  assert.match(await by(page, "tasks").innerText(), /(还有|超期) ?\d+ 个工作日|今天/);
  await shoot(page, "office-tasks");
});

story("machines stand in the order of the places, people's buttons name them", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "admin"));
  await visit(page, district, "/overview");
  await by(page, "place-row").first().waitFor();
  const places = await by(page, "place-row").evaluateAll((rows) => rows.map((row) => row.dataset.place));
  await visit(page, district, "/nodes");
  await by(page, "below").waitFor();
  const machines = await by(page, "below").locator("tbody th").evaluateAll((cells) => cells.map((cell) => cell.firstChild.textContent));
  assert.deepEqual(machines, places.filter((place) => machines.includes(place)));
  await visit(page, district, "/people");
  await by(page, "edit-person").first().waitFor();
  const names = await by(page, "edit-person").evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")));
  assert.equal(new Set(names).size, names.length, "every button is another one");
});

story("tables are taken away under a Chinese name, the list of cases with its filter", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  const take = async (where, ending) => {
    await visit(page, district, where);
    const [file] = await Promise.all([page.waitForEvent("download"), by(page, `download-${ending}`).click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const overview = await take("/overview", "xlsx");
  assert.match(overview.name, /^梅县区-总览-\d{4}-\d\d-\d\d\.xlsx$/);
  assert.equal(overview.bytes.subarray(0, 2).toString(), "PK");
  await visit(page, district, "/cases?status=done");
  const count = await rows(page, "case-row");
  const cases = await take("/cases?status=done", "csv");
  assert.deepEqual([...cases.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "Excel and WPS read it as UTF-8");
  const lines = cases.bytes.toString().trim().split("\r\n");
  assert.equal(lines.length, count + 2, "one line a case between the header and as of when");
  assert.match(lines.at(-1), /统计时间/);
});

story("the hall's screen shows counts without signing in, and outlives its machine", () => browser, async (open) => {
  const admin = await open();
  const town = demo.node("雁洋");
  const hall = await open();
  await visit(hall, town, "/screen");
  await by(hall, "screen-off").waitFor();
  await signIn(admin, town, userOf(town, "admin"));
  await visit(admin, town, "/nodes");
  await by(admin, "screen-turn").click();
  await admin.locator('[data-test="screen-state"]', { hasText: "已开启" }).waitFor();
  for (const viewport of [counter, { width: 1920, height: 1080 }]) {
    const page = await open({ viewport });
    await visit(page, town, "/screen");
    await by(page, "screen").waitFor();
    assert.equal(await by(page, "screen-place").innerText(), "雁洋镇");
    const over = await page.evaluate(() => {
      const root = document.scrollingElement;
      return root.scrollHeight > innerHeight || root.scrollWidth > innerWidth;
    });
    assert.equal(over, false, "nothing to scroll");
    await shoot(page, `office-screen-${viewport.width}`);
    // The next page comes by itself; seen once, because it takes its time.
    if (viewport === counter) await page.locator('[data-test="screen-page"][data-page="1"]').waitFor({ timeout: 40_000 });
  }
  const last = await open();
  await visit(last, town, "/screen");
  await by(last, "screen").waitFor();
  await stopNode(town);
  await by(last, "screen-lost").waitFor({ timeout: 60_000 });
  assert.match(await by(last, "screen-lost").innerText(), /\d{4}-\d\d-\d\d \d\d:\d\d/);
  assert.equal(await by(last, "screen-place").innerText(), "雁洋镇", "the last figures stay");
  await startNode(town);
  await by(last, "screen-lost").waitFor({ state: "detached", timeout: 60_000 });
});

story("the year at a glance, and a year that nobody has published yet", () => browser, async (open) => {
  const page = await open();
  await signIn(page, demo.villages[0], userOf(demo.villages[0], "agent"));
  await visit(page, demo.villages[0], "/calendar/2026");
  await by(page, "months").waitFor();
  assert.equal(await by(page, "month").count(), 12);
  assert.equal(await page.locator("[data-day]").count(), 365);
  assert.match(await page.locator('[data-day="2026-10-01"]').innerText(), /休/);
  assert.match(await page.locator('[data-day="2026-10-10"]').innerText(), /班/);
  await shoot(page, "office-calendar");
  await by(page, "year-after").click();
  await by(page, "calendar-unpublished").waitFor();
  assert.match(await by(page, "calendar-unpublished").innerText(), /2027 年安排尚未公布/);
});

story("a place gets hours of its own, and its open cases end when it closes", () => browser, async (open) => {
  const [clerk, admin] = [await open(), await open()];
  await signIn(clerk, district, userOf(district, "clerk"));
  const applicant = { name: "丘测试", id_number: "441421199001010014", phone: "13800000001" };
  const form = { "company.name": "梅县测试有限公司" };
  const filed = await ask(clerk, "POST", "/cases", { item: "D02", applicant, form, materials: [], file_anyway: true });
  assert.equal(filed.status, 201, JSON.stringify(filed.json));
  const ends = async () => {
    const limits = (await ask(clerk, "GET", `/cases/${filed.json.id}`)).json.limits;
    return limits.find((one) => one.limit === "accept_by").explanation.at(-1);
  };
  assert.match(await ends(), /17:30/);

  await signIn(admin, district, userOf(district, "admin"));
  await visit(admin, district, "/calendar/2026");
  const own = (await ask(admin, "GET", "/sites")).json.items.find((site) => site.tier === "district");
  await by(admin, "hours-place").selectOption(String(own.id));
  assert.equal(await by(admin, "hours-closes").inputValue(), "17:30");
  await by(admin, "hours-closes").fill("08:00");
  await by(admin, "hours-save").click();
  await admin.locator("#error-hours-closes, [data-test='error-hours-closes']").first().waitFor();
  await by(admin, "hours-closes").fill("17:00");
  await by(admin, "hours-save").click();
  await by(admin, "hours-done").waitFor();
  await by(admin, "hours-others").waitFor();
  assert.match(await by(admin, "hours-others").innerText(), /梅县区 08:30–17:00/);
  await shoot(admin, "office-hours");
  assert.match(await ends(), /17:00/);
});

const file = (name, value) => ({ name, mimeType: "application/json", buffer: Buffer.from(value) });

story("a new edition is checked, published once, and stands in the versions", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "admin"));
  await visit(page, district, "/catalogue/import");
  await page.setInputFiles("#catalogue-file", file("items.csv", "department,main_item,name\n区经信局,未分类,备案\n"));
  await by(page, "errors").waitFor();
  assert.match(await by(page, "errors").innerText(), /JSON/);
  assert.equal(await by(page, "publish").count(), 0, "a wrong file offers no publishing");

  const items = JSON.parse(readFileSync(catalogue, "utf8"));
  const dirty = structuredClone(items);
  dirty[1].dept = 9999;
  dirty[2].zh = "";
  await page.setInputFiles("#catalogue-file", file("dirty.json", JSON.stringify(dirty)));
  await by(page, "fault").nth(1).waitFor();
  assert.match(await by(page, "errors").innerText(), /第 2 项[\s\S]*dept[\s\S]*第 3 项[\s\S]*zh/);

  items[0].visits += 2;
  items[0].materials.pop();
  items.push({ ...structuredClone(items[1]), code: "Z98", zh: "试点事项", en: "Pilot item" });
  await page.setInputFiles("#catalogue-file", file("edition.json", JSON.stringify(items)));
  await by(page, "publish").waitFor();
  assert.match(await by(page, "check-counts").innerText(), /错误 0 处[\s\S]*新增 1 项[\s\S]*有改动 1 项/);
  assert.equal(await by(page, "diff-row").count(), 2);
  await shoot(page, "office-import");
  const asked = [];
  page.on("request", (request) => request.url().includes("/catalogue/publish") && asked.push(request.url()));
  await by(page, "publish").dblclick();
  await by(page, "published").waitFor();
  assert.match(await by(page, "published").innerText(), /已发布 2 项/);
  assert.equal(asked.length, 1, "a double click publishes once");

  await visit(page, district, "/catalogue");
  await by(page, "catalogue-changed").check();
  await page.waitForFunction(() => document.querySelectorAll('[data-test="catalogue-row"]').length === 2);
  await page.locator(`[data-test="catalogue-row"][data-code="${items[0].code}"] [data-test="to-versions"]`).click();
  await by(page, "version").nth(1).waitFor();
  assert.equal(await by(page, "diff-row").count(), 2);
  await shoot(page, "office-versions");
});
