// Many cases at once: accepted with a refused one in the middle, by keyboard, stopped by a lost line and tried again; what
// lies with somebody who is away or whose account ends goes to a colleague; the work of the day.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startDemo, until, userOf } from "./demo.js";
import { ask, by, openBrowser, phone, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let town;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("batch");
  town = demo.node("雁洋");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Files three applications of an invented family, the second without its papers; their numbers. */
async function three(page, family) {
  const item = (await ask(page, "GET", "/items/V04")).json;
  const papers = item.item.materials.map((paper) => ({ no: paper.no, originals: 1, copies: 1 }));
  const numbers = [];
  for (const [given, materials] of [["甲", papers], ["乙", []], ["丙", papers]]) {
    const applicant = { name: `${family}${given}`, id_number: "441421199001010014", phone: "13800000001" };
    const filed = await ask(page, "POST", "/cases", { item: "V04", applicant, materials, file_anyway: true });
    assert.equal(filed.status, 201, JSON.stringify(filed.json));
    numbers.push(filed.json.number);
  }
  return numbers;
}

/** Opens the list of a family's cases and ticks every row by key. */
async function tick(page, family) {
  await visit(page, town, `/cases?q=${encodeURIComponent(family)}`);
  await until("three rows", async () => (await by(page, "case-row").count()) === 3);
  await page.keyboard.press("Shift+A");
  assert.match(await by(page, "bulk-count").innerText(), /3/);
}

const came = (page, what) => by(page, "bulk-outcome").getAttribute(`data-${what}`).then(Number);

/** How often a case was accepted, as its steps say. */
async function accepted(page, number) {
  const row = (await ask(page, "GET", `/cases?q=${number}`)).json.items[0];
  const view = (await ask(page, "GET", `/cases/${row.id}`)).json;
  return view.steps.filter((step) => step.kind === "accept" && step.effect === "effect").length;
}

story("an instant item ends by one press at the counter: accepted, granted, handed over, filed away", () => browser, async (open) => {
  const village = demo.node("长教");
  const page = await open();
  await signIn(page, village, userOf(village, "head"));
  const applicant = { name: "女娲甲", id_number: "441421199001010014", phone: "13800000001" };
  const materials = [{ no: 1, originals: 1, copies: 0 }];
  const filed = await ask(page, "POST", "/cases", { item: "T12", applicant, materials, file_anyway: true });
  assert.equal(filed.status, 201, JSON.stringify(filed.json));
  await visit(page, village, `/cases/${filed.json.id}`);
  await by(page, "at-once-open").click();
  await by(page, "at-once-form").waitFor();
  assert.equal(await by(page, "once-receiver").inputValue(), "女娲甲", "handed to the applicant, as on most days");
  await shoot(page, "at-once");
  await page.keyboard.press("F9");
  await until("the case is filed away", async () => (await ask(page, "GET", `/cases/${filed.json.id}`)).json.status === "closed");
  await until("the page says so", async () => (await by(page, "at-once").count()) === 0);
  const steps = (await ask(page, "GET", `/cases/${filed.json.id}`)).json.steps.map((step) => step.kind);
  assert.deepEqual(steps, ["open", "accept", "grant", "deliver", "close"]);
  await shoot(page, "at-once-done");
  const slow = await ask(page, "POST", "/cases", { item: "V04", applicant, materials: [], file_anyway: true });
  await visit(page, village, `/cases/${slow.json.id}`);
  await by(page, "actions").waitFor();
  assert.equal(await by(page, "at-once").count(), 0, "other items take their steps");
});

story("three are accepted by keyboard, the one without papers is refused with words, and only that is tried again", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  const numbers = await three(page, "盘古");
  await tick(page, "盘古");
  await page.keyboard.press("a");
  await by(page, "bulk-confirm").waitFor();
  await page.keyboard.press("Enter");
  await by(page, "bulk-outcome").waitFor();
  assert.deepEqual([await came(page, "done"), await came(page, "refused"), await came(page, "left")], [2, 1, 0]);
  const refused = page.locator('[data-test="bulk-row"][data-came="refused"]');
  assert.equal(await refused.getAttribute("data-number"), numbers[1]);
  assert.match(await refused.innerText(), /盘古乙[\s\S]*缺少必要材料/, "why, and what to do");
  await shoot(page, "batch-refused");
  let sent = 0;
  page.on("request", (request) => (sent += request.method() === "POST" && request.url().includes("/steps") ? 1 : 0));
  await by(page, "bulk-again").dblclick();
  await until("the second run", async () => (await by(page, "bulk-outcome").count()) === 1 && (await came(page, "refused")) === 1 && (await came(page, "done")) === 0);
  assert.equal(sent, 1, "only what failed is sent again, once for a double click");
  assert.deepEqual([await accepted(page, numbers[0]), await accepted(page, numbers[1]), await accepted(page, numbers[2])], [1, 0, 1]);
});

story("a lost line stops the run, the rest waits, and nothing is done twice when it goes on", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  const numbers = await three(page, "共工");
  await tick(page, "共工");
  const asked = new Set();
  // The first is taken, but its answer gets lost.
  await page.route(/\/cases\/[^/]+\/steps$/, async (route) => {
    if (asked.size === 0) await route.fetch();
    asked.add(route.request().url());
    return route.abort();
  });
  await by(page, "bulk-accept").click();
  await by(page, "bulk-yes").click();
  await by(page, "bulk-outcome").waitFor();
  assert.deepEqual([await came(page, "done"), await came(page, "left"), asked.size], [0, 3, 1], "the others are not even asked for");
  await page.unroute(/\/cases\/[^/]+\/steps$/);
  await by(page, "bulk-again").click();
  await until("the rest", async () => (await by(page, "bulk-outcome").count()) === 1 && (await came(page, "done")) === 2);
  assert.equal(await came(page, "refused"), 1);
  assert.deepEqual([await accepted(page, numbers[0]), await accepted(page, numbers[2])], [1, 1]);
  await page.setViewportSize(phone);
  await shoot(page, "batch-phone");
});

story("an account with open cases is disabled after they are handed over; who is away gets none and gives his away", () => browser, async (open) => {
  const [head, admin] = [await open(), await open()];
  await signIn(head, town, userOf(town, "head"));
  await three(head, "祝融");
  await tick(head, "祝融");
  const give = async (name) => {
    const option = await by(head, "bulk-assign").locator("option", { hasText: name }).getAttribute("value");
    await by(head, "bulk-assign").selectOption(option);
    await by(head, "bulk-ground").selectOption({ index: 1 });
    await by(head, "bulk-assign-go").click();
    await by(head, "bulk-outcome").waitFor();
  };
  await give("黄俊杰");
  assert.equal(await came(head, "done"), 3);

  await signIn(admin, town, userOf(town, "admin"));
  const people = (await ask(admin, "GET", "/users")).json.items;
  const [leaving, boss] = ["clerk2", "admin"].map((login) => people.find((one) => one.login === login));
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const away = { away: { from: today, to: today } };
  assert.equal((await ask(admin, "PATCH", `/users/${leaving.id}`, away)).status, 200);
  await visit(head, town);
  await by(head, "absent-person").filter({ hasText: "黄俊杰" }).locator("summary").click();
  await by(head, "hand-over").waitFor();
  await shoot(head, "batch-absent");
  const row = (await ask(head, "GET", `/cases?in_hand_of=${leaving.id}`)).json.items[0];
  const back = await ask(head, "POST", `/cases/${row.id}/steps`, { kind: "assign", user: leaving.id, ground: "duty" });
  assert.deepEqual([back.status, back.json.code], [422, "person_away"]);

  await visit(admin, town, "/people");
  const edit = async () => {
    await admin.locator('[data-login="clerk2"] [data-test="edit-person"]').click();
    await by(admin, "person-disabled").check();
    await by(admin, "person-save").click();
  };
  await edit();
  await by(admin, "hand-over-head").waitFor();
  assert.match(await by(admin, "hand-over-head").innerText(), /温伟雄/, "the administrator is told who can");
  assert.equal((await ask(admin, "GET", "/users")).json.items.find((one) => one.login === "clerk2").disabled, false);
  // In a small place one person is both.
  assert.equal((await ask(admin, "PATCH", `/users/${boss.id}`, { roles: ["admin", "head"] })).status, 200);
  await visit(admin, town, "/people");
  await edit();
  await by(admin, "hand-over").waitFor();
  const taker = await by(admin, "hand-over-to").locator("option", { hasText: "李文婷" }).getAttribute("value");
  await by(admin, "hand-over-to").selectOption(taker);
  await shoot(admin, "batch-disabling");
  await by(admin, "hand-over-go").click();
  await by(admin, "handed").waitFor();
  await by(admin, "person-save").click();
  await until("disabled", async () => (await ask(admin, "GET", "/users")).json.items.find((one) => one.login === "clerk2").disabled);
  assert.equal((await ask(admin, "GET", `/cases?in_hand_of=${leaving.id}`)).json.items.length, 0, "nothing lies with him");
});

story("the work of the day stands in one order and is gone through by key", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await by(page, "today-row").first().waitFor();
  const order = ["overdue", "today", "tomorrow"];
  const bands = await by(page, "today-row").evaluateAll((all) => all.map((row) => row.dataset.band));
  assert.deepEqual(bands, bands.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)), "the most urgent first");
  await shoot(page, "batch-today");
  await page.keyboard.press("j");
  const first = await by(page, "today-row").first().getAttribute("data-number");
  assert.equal(await page.evaluate(() => document.activeElement.closest("li")?.dataset.number), first);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cases\//);
  await visit(page, town);
  await page.setViewportSize(phone);
  await by(page, "today-row").first().waitFor();
  await shoot(page, "batch-today-phone");
});
