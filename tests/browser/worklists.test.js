// Work lists: orders, columns, kept filters, ticks, keys, thousands of rows, news that waits, the way back; and the search
// that is on every page.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startDemo, until, userOf } from "./demo.js";
import { by, openBrowser, phone, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let town;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("worklists");
  town = demo.node("雁洋");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const rows = (page) => by(page, "case-row");
const numbers = (page) => rows(page).evaluateAll((all) => all.map((row) => row.dataset.number));
const names = (page) => by(page, "open-case").allInnerTexts();
const focused = (page) => page.evaluate(() => document.activeElement?.closest("tr")?.dataset.number ?? null);

/** Opens the list of all cases and waits for its rows. */
async function list(page, node, query = "") {
  await visit(page, node, `/cases${query}`);
  await rows(page).first().waitFor();
}

/** Writes a note on a case, as another person would. */
async function note(page, id) {
  const answer = await page.evaluate(async (id) => {
    const body = JSON.stringify({ kind: "note", words: "核对过" });
    const headers = { "Content-Type": "application/json" };
    return (await fetch(`/api/v1/cases/${id}/steps`, { method: "POST", headers, body })).status;
  }, id);
  assert.equal(answer, 201);
}

/** The node's list, a hundred times as long: the same rows under other numbers, in pages. */
async function makeLong(page, total) {
  await page.route(/\/api\/v1\/cases\?/, async (route) => {
    const url = new URL(route.request().url());
    const first = await (await route.fetch({ url: `${url.origin}/api/v1/cases?size=5` })).json();
    // What the demo's machines still send each other is another story's.
    if (url.searchParams.has("news")) return route.fulfill({ json: { ...first, items: [], next: null } });
    const [size, from] = [Number(url.searchParams.get("size")), Number(url.searchParams.get("page") ?? 0)];
    const items = [];
    for (let at = from; at < Math.min(from + size, total); at += 1) {
      const row = first.items[at % first.items.length];
      items.push({ ...row, id: at.toString(16).padStart(32, "0"), number: String(at), applicant: `第${at}人` });
    }
    const next = from + size < total ? String(from + size) : null;
    await route.fulfill({ json: { ...first, items, next } });
  });
}

story("a list is put in order by its heads, and the address says so", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  const usual = await numbers(page);
  await by(page, "sort-applicant").click();
  await page.waitForURL(/sort=applicant/);
  await until("the names in another order", async () => (await numbers(page)).join() !== usual.join());
  const up = await numbers(page);
  await by(page, "sort-applicant").click();
  await page.waitForURL(/sort=-applicant/);
  await until("the other way round", async () => (await numbers(page)).join() === up.toReversed().join());
  assert.equal(await page.locator("th[aria-sort=descending]").count(), 1);
  await page.goBack();
  await until("as before", async () => (await numbers(page)).join() === up.join());
  await by(page, "list-order").selectOption("number");
  await page.waitForURL(/sort=number/);
  await until("by number", async () => (await numbers(page)).join() === (await numbers(page)).toSorted().join());
  await shoot(page, "worklists-order");
});

story("columns are chosen once and are there at the next computer", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  const heads = (page) => page.locator("thead th").allInnerTexts();
  assert.ok((await heads(page)).join().includes("手机尾号"), "a clerk tells people apart by the phone");
  await by(page, "columns").click();
  const kept = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("lists.columns"));
  await by(page, "column-phone").uncheck();
  await by(page, "column-change").check();
  await kept;
  assert.ok(!(await heads(page)).join().includes("手机尾号"));
  const other = await open();
  await signIn(other, town, userOf(town, "clerk"));
  await list(other, town);
  await until("the chosen columns", async () => (await heads(other)).join().includes("最近变动"));
  assert.ok(!(await heads(other)).join().includes("手机尾号"));
  await visit(other, town);
  await by(other, "case-row").first().waitFor();
  assert.ok((await heads(other)).join().includes("最近变动"), "on the home page too");
  await list(other, town);
  await by(other, "columns").click();
  await by(other, "columns-usual").click();
  await until("the usual ones", async () => (await heads(other)).join().includes("手机尾号"));
});

story("a filter is kept under a name, with its count, here and on the home page", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  assert.equal(await by(page, "save-filter").count(), 0, "the page's own tabs need no name");
  await by(page, "filter-status").selectOption("accepted");
  await page.waitForURL(/status=accepted/);
  await rows(page).first().waitFor();
  await until("the list of accepted cases", async () => (await by(page, "total").getAttribute("data-count")) === String(await rows(page).count()));
  const length = await rows(page).count();
  await by(page, "save-filter").click();
  await by(page, "saved-name").fill("审查中的");
  const kept = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("lists.filters"));
  await page.keyboard.press("Enter");
  await kept;
  await visit(page, town);
  const chip = by(page, "saved-filter");
  await until("the chip with its count", async () => (await chip.innerText()).replace(/\s+/g, " ") === `审查中的 ${length}`);
  await shoot(page, "worklists-home");
  await chip.click();
  await page.waitForURL(/status=accepted/);
  await rows(page).first().waitFor();
  await by(page, "saved-manage").click();
  await by(page, "saved-rename").click();
  await by(page, "saved-name").fill("已受理");
  await page.keyboard.press("Enter");
  await until("the new name", async () => (await by(page, "saved-row").innerText()).includes("已受理"));
  await by(page, "saved-delete").click();
  await by(page, "saved-row").waitFor({ state: "detached" });
});

story("ten thousand rows scroll without being in the page, and the way back finds the row", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await makeLong(page, 10_000);
  await list(page, town);
  const total = () => by(page, "cases").getAttribute("data-rows").then(Number);
  await until("the page is as long as what was read, before anybody scrolls", () =>
    page.locator(".spacer").last().evaluate((spacer) => spacer.getBoundingClientRect().height > 1_000));
  for (let step = 0; step < 30; step += 1) {
    const before = await total();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await until("the next page", async () => (await total()) > before);
  }
  assert.ok((await total()) >= 3_000);
  assert.ok((await rows(page).count()) < 100, `${await rows(page).count()} rows are drawn`);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight / 2));
  const onScreen = () =>
    rows(page).evaluateAll((all) => all.filter((row) => row.getBoundingClientRect().top > 80 && row.getBoundingClientRect().bottom < innerHeight).map((row) => [row.dataset.number, Math.round(row.getBoundingClientRect().top)]));
  // Rows that were never drawn are measured first.
  let before;
  await until("rows in the middle, at rest", async () => {
    const [then, now] = [before, await onScreen()];
    before = now;
    return now.some(([number]) => Number(number) > 1_000) && JSON.stringify(now) === JSON.stringify(then);
  });
  const index = await rows(page).first().getAttribute("aria-rowindex");
  assert.equal(Number(index), Number(await rows(page).first().getAttribute("data-number")) + 2);
  const [[number, top]] = await onScreen();
  // The lent rows have no case behind them; the page of the case says so, and the way back is the same.
  await page.locator(`[data-number="${number}"] [data-test="open-case"]`).click();
  await page.waitForURL(/\/cases\/0/);
  await by(page, "not-found").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => url.pathname === "/cases");
  // Rows above that were never drawn are reckoned by the mean of those that were, so a few pixels may differ: less than a line of text.
  await until("the same row at the same height", async () => (await onScreen()).some(([row, at]) => row === number && Math.abs(at - top) < 16));
  await until("the same row has the focus", async () => (await focused(page)) === number);
});

story("rows are ticked by mouse, by shift and by key, and go out as a table", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  assert.equal(await focused(page), (await numbers(page))[1]);
  assert.match(await by(page, "bulk-count").innerText(), /1/);
  await by(page, "pick").nth(4).click({ modifiers: ["Shift"] });
  assert.match(await by(page, "bulk-count").innerText(), /4/);
  await shoot(page, "worklists-ticked");
  const [download] = await Promise.all([page.waitForEvent("download"), by(page, "bulk-download").click()]);
  const stream = await download.createReadStream();
  let text = "";
  for await (const part of stream) text += part.toString("utf8");
  const all = await names(page);
  assert.equal(text.trim().split("\r\n").length, 5);
  for (const name of all.slice(1, 5)) assert.ok(text.includes(name), name);
  await by(page, "bulk-clear").click();
  await by(page, "bulk").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await by(page, "keys-help").waitFor();
  await shoot(page, "worklists-keys");
  await page.keyboard.press("Escape");
  await by(page, "keys-help").waitFor({ state: "detached" });
});

story("several cases are assigned at once, each with its own outcome", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  const here = await by(page, "cases").locator("tr:has(.strong)").count();
  await by(page, "pick-all").click();
  const all = await rows(page).count();
  const option = await by(page, "bulk-assign").locator("option", { hasText: "黄俊杰" }).getAttribute("value");
  await by(page, "bulk-assign").selectOption(option);
  await by(page, "bulk-ground").selectOption({ index: 1 });
  await by(page, "bulk-assign-go").click();
  await by(page, "bulk-outcome").waitFor();
  const [done, refused] = await by(page, "bulk-outcome").evaluate((out) => [Number(out.dataset.done), Number(out.dataset.refused)]);
  assert.equal(done + refused, all);
  assert.ok(done > 0 && done <= here && refused > 0, `${done} done, ${refused} refused`);
  await shoot(page, "worklists-assigned");
  const holders = () => page.evaluate(async () => (await (await fetch("/api/v1/cases?holder=here")).json()).items.map((row) => row.holder.user_name ?? ""));
  assert.ok((await holders()).includes("黄俊杰"));
  await by(page, "bulk-undo").click();
  await until("all given back", async () => /交回：/.test(await by(page, "bulk-outcome").innerText()));
  assert.equal(await by(page, "bulk-outcome").getAttribute("data-done"), String(done));
  assert.ok(!(await holders()).includes("黄俊杰"));
});

story("receipts of the ticked cases are printed in one go", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  await by(page, "pick").nth(0).click();
  await by(page, "pick").nth(1).click();
  const [sheets] = await Promise.all([page.context().waitForEvent("page"), by(page, "bulk-receipts").click()]);
  await until("two receipts", async () => (await sheets.locator('[data-test="sheet"][data-kind="open"]').count()) === 2);
  assert.equal(await sheets.locator(".bar").count(), 0, "without the frame");
});

story("news waits behind a line while somebody reads, and what has changed is marked", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, town.users.find((user) => user.user === "clerk2"));
  const looked = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("lists.seen"));
  await list(page, town, "?sort=-change");
  await looked;
  const before = await numbers(page);
  const last = await rows(page).last().locator('[data-test="open-case"]').getAttribute("href");
  const colleague = await open();
  await signIn(colleague, town, userOf(town, "reviewer"));
  await note(colleague, last.split("/").at(-1));
  await by(page, "news").waitFor();
  assert.match(await by(page, "news").innerText(), /有 1 件更新/);
  assert.deepEqual(await numbers(page), before, "every row stands where it stood");
  assert.equal(await by(page, "row-updated").count(), 1, "but it says that it has changed");
  await shoot(page, "worklists-news");
  await by(page, "news").click();
  await until("it comes to its new place", async () => (await numbers(page))[0] === before.at(-1));
  assert.equal(await by(page, "news").count(), 0);
  await by(page, "only-changed").click();
  await until("only what has changed", async () => (await numbers(page)).join() === before.at(-1));
  await by(page, "seen-all").click();
  await by(page, "empty").waitFor();
  await by(page, "only-changed").click();
  await until("all of them, none marked", async () => (await rows(page).count()) === before.length && (await by(page, "row-updated").count()) === 0);
});

story("the search on every page finds cases, items and places while somebody types", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  const [name] = await names(page);
  const [number] = await numbers(page);
  await visit(page, town, "/tasks");
  await by(page, "task").first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type(name, { delay: 30 });
  await by(page, "find-case").first().waitFor();
  assert.equal(await by(page, "find-case").first().locator("mark").first().innerText(), name);
  await shoot(page, "worklists-find");
  await page.keyboard.press("ArrowDown");
  assert.equal(await by(page, "find-case").first().getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await by(page, "case").waitFor();
  assert.match(await by(page, "case").innerText(), new RegExp(name));

  await page.keyboard.press("Control+k");
  await page.keyboard.type(number.slice(-6));
  await page.locator('[data-test="find-list"]').filter({ hasText: number }).waitFor();
  await page.keyboard.press("Escape");
  await by(page, "find-list").waitFor({ state: "detached" });
  for (const [typed, kind] of [["V04", "find-item"], ["低保", "find-item"], ["长教", "find-place"], ["yyz", "find-place"]]) {
    await by(page, "find").fill(typed);
    await page.locator(`[data-test="find-list"][data-for="${typed}"]`).waitFor();
    assert.ok((await by(page, kind).count()) > 0, `${typed} finds ${kind}`);
  }
  await by(page, "find").fill(name);
  await page.locator(`[data-test="find-list"][data-for="${name}"]`).waitFor();
  await by(page, "find-all").click();
  await page.waitForURL(/\/cases\?q=/);
  await rows(page).first().waitFor();
  assert.ok((await names(page)).every((shown) => shown === name));
});

story("a list that failed is read by itself when the session or the line is back", () => browser, async (open) => {
  const page = await open();
  const clerk = userOf(town, "clerk");
  await signIn(page, town, clerk);
  // The node's own answer to a session that has ended, given to the list alone: a reading by itself must not come before it.
  const ended = await fetch(new URL("/api/v1/cases", town.url));
  const answer = { status: ended.status, contentType: ended.headers.get("content-type"), body: await ended.text() };
  await page.route(/\/api\/v1\/cases\?/, (route) => route.fulfill(answer));
  await by(page, "nav-cases").click();
  await by(page, "sign-in-again").waitFor();
  await page.unrouteAll();
  await by(page, "password").fill(clerk.password);
  await by(page, "sign-in").click();
  await rows(page).first().waitFor();
  await visit(page, town, "/tasks");
  await by(page, "task").first().waitFor();
  const cut = (route) => route.abort();
  await page.route("**/api/**", cut);
  await by(page, "nav-cases").click();
  await by(page, "failed").waitFor();
  await page.unroute("**/api/**", cut);
  await rows(page).first().waitFor({ timeout: 40_000 });
});

story("on a phone rows are cards and the search takes the whole width", () => browser, async (open) => {
  const page = await open({ viewport: phone });
  await signIn(page, town, userOf(town, "clerk"));
  await list(page, town);
  await by(page, "pick").first().click();
  await shoot(page, "worklists-phone");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing lies beside the screen");
  await by(page, "find-open").click();
  await page.keyboard.type("zdsh");
  await by(page, "find-list").waitFor();
  const box = await by(page, "find").boundingBox();
  assert.ok(box.width > 250, `the box is ${box.width} wide`);
  await page.keyboard.press("Escape");
});
