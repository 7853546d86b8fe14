// Lists, numbers and what stands around them: the inbox by due date, whose work is shown, a supervisor's filters, a
// Chinese input method, drafts, an ended session, and a village that has gone silent.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { sql, startDemo, startNode, stopNode, until, userOf } from "./demo.js";
import { by, openBrowser, rows, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let village;
let town;
let district;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("lists");
  district = demo.district;
  town = demo.node("雁洋");
  village = demo.node("长教");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const person = (node, login) => node.users.find((user) => user.user === login);

/** The number on a tile and in the list that it opens. */
async function tile(page, link, name) {
  const number = Number(await link.locator("strong").innerText());
  await link.click();
  await page.waitForURL(/\/(cases|tasks)/);
  return [number, await rows(page, name)];
}

story("every number of today's work opens a list of that length", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  const tiles = {
    "tile-in-hand": "case-row",
    "tile-overdue": "case-row",
    "tile-due-soon": "case-row",
    "tile-elsewhere": "case-row",
    "tile-to-deliver": "case-row",
    "tile-to-close": "case-row",
    "tile-tasks": "task",
  };
  let sum = 0;
  for (const [name, row] of Object.entries(tiles)) {
    await visit(page, town);
    await by(page, name).waitFor();
    const [number, length] = await tile(page, by(page, name), row);
    assert.equal(length, number, name);
    sum += number;
  }
  assert.ok(sum > 5, "the sample has work for the clerk");
});

story("4 the inbox stands in order of due date", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await by(page, "tile-in-hand").click();
  await by(page, "case-row").first().waitFor();
  const days = await page.locator('[data-test="case-row"] [data-test="due"] .day').allInnerTexts();
  const dates = days.map((text) => text.match(/\d{4}-\d{2}-\d{2}/)[0]);
  assert.ok(new Set(dates).size > 1, `several dates: ${dates}`);
  assert.deepEqual(dates, [...dates].sort(), "the most urgent first");
  await shoot(page, "lists-inbox");
});

story("a department's reviewer sees his desk's work, and the whole place by one press", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, person(district, "minzheng"));
  await by(page, "tile-in-hand").waitFor();
  assert.match(await by(page, "desk").innerText(), /民政/);
  const own = Number(await by(page, "tile-in-hand").locator("strong").innerText());
  await shoot(page, "lists-desk");
  await by(page, "desk-switch").click();
  await until("every desk is counted", async () => Number(await by(page, "tile-in-hand").locator("strong").innerText()) > own);
  const [number, length] = await tile(page, by(page, "tile-in-hand"), "case-row");
  assert.equal(length, number, "the list goes on with every desk");
  assert.equal(await by(page, "desk").getAttribute("data-desk"), "all");
  await by(page, "desk-switch").click();
  await until("the own desk's list", async () => (await by(page, "case-row").count()) === own);
  await visit(page, district, "/tasks");
  assert.equal(await by(page, "desk").getAttribute("data-desk"), "own");
});

story("9 the supervisor filters places, and every figure is the list behind it", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  const overview = async () => {
    await visit(page, district, "/overview");
    await by(page, "place-row").first().waitFor();
  };
  await overview();
  assert.equal(await by(page, "desk").count(), 0, "a supervisor sees every desk anyway");
  const names = () => by(page, "place-row").evaluateAll((all) => all.map((row) => row.dataset.place));
  await by(page, "place-search").fill("长教");
  await until("the village and the places above it", async () => (await names()).length === 3);
  assert.match((await names()).join(" "), /梅县区 .*雁洋镇 .*长教村/);
  await by(page, "place-search").fill("");
  await by(page, "only-late").check();
  await until("only places with overdue cases and those above", async () => {
    const late = await by(page, "place-row").evaluateAll((all) => all.map((row) => row.querySelector(".late") !== null));
    return late.length > 1 && late.length < 7 && late.at(-1);
  });
  await shoot(page, "lists-overview-late");
  for (const index of [0, 1, 2, 3, 4, 5]) {
    await overview();
    const [number, length] = await tile(page, by(page, "totals").locator("a").nth(index), "case-row");
    assert.equal(length, number, `tile ${index}`);
  }
  let links = 0;
  // A place's own figures, and the sum of a branch once it is folded.
  for (const [place, folded] of [["梅县区", false], ["松口镇", false], ["松口镇", true], ["长教", false]]) {
    const row = page.locator(`[data-test="place-row"][data-place^="${place}"]`);
    const show = async () => {
      await overview();
      if (folded) await row.locator(".fold").click();
    };
    await show();
    const figures = row.locator("td a");
    for (let index = 0; index < (await figures.count()); index += 1) {
      const number = Number(await figures.nth(index).innerText());
      await figures.nth(index).click();
      await page.waitForURL(/\/cases/);
      assert.equal(await rows(page, "case-row"), number, `${place}, folded ${folded}, figure ${index}`);
      links += 1;
      await show();
    }
  }
  assert.ok(links > 12, `figures that lead to lists: ${links}`);
});

story("9 the supervisor finds a case by name, initials, state and place", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/cases");
  const all = await rows(page, "case-row");
  const name = await by(page, "open-case").first().innerText();
  await by(page, "case-search").fill(name);
  await by(page, "case-search-go").click();
  await page.waitForURL(/q=/);
  assert.ok((await rows(page, "case-row")) >= 1);
  for (const text of await by(page, "open-case").allInnerTexts()) assert.equal(text, name);
  await by(page, "case-search-clear").click();
  await until("all of them again", async () => (await rows(page, "case-row")) === all);
  await by(page, "filter-status").selectOption("closed");
  await page.waitForURL(/status=closed/);
  const closed = await rows(page, "case-row");
  assert.ok(closed > 0 && closed < all);
  await by(page, "filter-status").selectOption("");
  await page.waitForURL((url) => !url.search.includes("status"));
  const option = await by(page, "filter-site").locator("option", { hasText: "松口镇" }).first().getAttribute("value");
  await by(page, "filter-site").selectOption(option);
  await page.waitForURL(/site=/);
  const branch = await rows(page, "case-row");
  await by(page, "filter-own").check();
  await page.waitForURL(/own=1/);
  const own = await rows(page, "case-row");
  assert.ok(0 < own && own < branch && branch < all, `${own} at the town itself, ${branch} with its villages, ${all} in all`);
  await shoot(page, "lists-filter");
});

story("a Chinese input method writes undisturbed", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  const keyboard = await page.context().newCDPSession(page);
  const compose = (text) =>
    keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  const commit = (text) => keyboard.send("Input.insertText", { text });
  /** Types by pinyin into a control; nothing may write to it meanwhile. */
  const write = async (name, pinyin, words) => {
    const box = by(page, name);
    await box.focus();
    await box.evaluate((input) => {
      const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      input.written = 0;
      const set = (value) => {
        input.written += 1;
        own.set.call(input, value);
      };
      Object.defineProperty(input, "value", { configurable: true, get: () => own.get.call(input), set });
    });
    for (let end = 1; end <= pinyin.length; end += 1) await compose(pinyin.slice(0, end));
    assert.equal(await box.inputValue(), pinyin, "what is being composed stands in the box");
    await commit(words);
    assert.equal(await box.inputValue(), words);
    assert.equal(await box.evaluate((input) => input.written), 0, "nobody wrote into the box");
    assert.ok(await box.evaluate((input) => document.activeElement === input), "the focus stays");
  };
  await visit(page, village, "/file/V04");
  await by(page, "field-applicant.name").waitFor();
  await write("field-applicant.name", "lixiaoman", "李小满");
  await shoot(page, "lists-input-method");
  await visit(page, village, "/items");
  await by(page, "item").first().waitFor();
  await write("item-search", "zuidi", "最低生活");
  await until("items are found by what was chosen", async () => /最低生活/.test(await by(page, "item").first().innerText()));
  await visit(page, village, "/cases");
  await by(page, "case-row").first().waitFor();
  const name = await by(page, "open-case").first().innerText();
  await write("case-search", "xing", name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  assert.ok((await rows(page, "case-row")) >= 1);
});

story("a draft survives a stopped machine and a closed tab", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  await visit(page, village, "/file/V01");
  await by(page, "field-applicant.name").fill("黎平安");
  await stopNode(village);
  await by(page, "node-away").waitFor();
  await by(page, "field-applicant.phone").fill("13800005560");
  await by(page, "field-applicant.phone").blur();
  await shoot(page, "lists-draft-without-machine");
  const again = await page.context().newPage();
  await page.close();
  await startNode(village);
  await visit(again, village);
  await by(again, "draft-go-on").click();
  await by(again, "draft-restored").waitFor();
  assert.equal(await by(again, "field-applicant.name").inputValue(), "黎平安");
  assert.equal(await by(again, "field-applicant.phone").inputValue(), "13800005560");
});

story("an ended session keeps the text, hides the page, and another person gets a page of his own", () => browser, async (open) => {
  const page = await open();
  const first = person(village, "agent");
  await signIn(page, village, first);
  const rereads = [];
  page.on("request", (request) => {
    if (/\/api\/v1\/(home|cases)/.test(request.url()) && request.method() === "GET") {
      rereads.push([new URL(request.url()).pathname, request.headers()["daiban-refresh"] ?? ""]);
    }
  });
  await visit(page, village, "/cases");
  await by(page, "open-case").first().click();
  await by(page, "case").waitFor();
  // The pages before may have read news by themselves meanwhile; the case is opened by him.
  const [, opened] = rereads.find(([path]) => path.endsWith(new URL(page.url()).pathname));
  assert.equal(opened, "", "what he opened himself is his own doing");
  await by(page, "act-note").click();
  await by(page, "act-words").fill("甲写的备注");
  const colleague = await open();
  await signIn(colleague, village, person(village, "agent2"));
  rereads.length = 0;
  await visit(colleague, village, new URL(page.url()).pathname);
  await by(colleague, "act-note").click();
  await by(colleague, "act-words").fill("乙写的备注");
  await by(colleague, "act-send").click();
  await until("the open page reads the news by itself", async () => rereads.length > 0);
  assert.ok(rereads.every(([, header]) => header === "1"), "and says so");
  // A read that is under way would find the ended session before the press does.
  await page.getByText("乙写的备注").first().waitFor();

  await page.context().clearCookies();
  await by(page, "act-send").click();
  await by(page, "sign-in-again").waitFor();
  assert.equal(await by(page, "case").isVisible(), false, "nothing personal is to be read behind it");
  await shoot(page, "lists-session-ended");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F9");
  await by(page, "password").fill(first.password);
  await by(page, "sign-in").click();
  await by(page, "sign-in-again").waitFor({ state: "detached" });
  assert.equal(await by(page, "act-words").inputValue(), "甲写的备注", "the keys were not meant for the page");
  await until("he goes on where he was", () => page.evaluate(() => document.activeElement !== document.body));

  await page.context().clearCookies();
  await page.keyboard.press("F9");
  await by(page, "sign-in-again").waitFor();
  const second = person(village, "agent2");
  await by(page, "user").fill(second.user);
  await by(page, "password").fill(second.password);
  await by(page, "sign-in").click();
  await by(page, "sign-in-again").waitFor({ state: "detached" });
  await until("his own name stands above", async () => (await by(page, "account").innerText()).includes(second.name));
  await by(page, "case").waitFor();
  assert.equal(await by(page, "act-words").count(), 0, "the text of the first is not his");
});

story("what takes long says so, reading and writing; an address that leads nowhere leads home", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  /** Holds requests back until `go` is called. */
  const hold = async (pattern) => {
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route(pattern, async (route) => {
      await held;
      await route.continue();
    });
    return go;
  };
  const read = await hold(/\/api\/v1\/tasks/);
  await by(page, "nav-tasks").click();
  await by(page, "slow").waitFor();
  assert.match(await by(page, "loading").innerText(), /用时比平时长/);
  read();
  await by(page, "loading").waitFor({ state: "detached" });
  await visit(page, village, "/cases");
  await by(page, "open-case").first().click();
  await by(page, "act-note").click();
  await by(page, "act-words").fill("慢线路上写的备注");
  const write = await hold(/\/api\/v1\/cases\/\w+\/steps/);
  await by(page, "act-send").click();
  await by(page, "slow").waitFor();
  assert.match(await by(page, "slow").innerText(), /不必再按/);
  write();
  await by(page, "saved").waitFor();
  await visit(page, village, "/items/zz9");
  await by(page, "failed").waitFor();
  assert.equal(await page.locator("main h1").innerText(), "打不开这一页");
  assert.match(await page.title(), /打不开这一页/);
  assert.equal(await by(page, "retry").count(), 0, "another try finds nothing either");
  await by(page, "go-home").click();
  await page.waitForURL((url) => url.pathname === "/");
});

story("an administrator lets a person in and makes a code for another machine", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "admin"));
  await visit(page, town, "/people");
  await by(page, "add-person").click();
  await by(page, "person-login").fill("xinren");
  await by(page, "person-name").fill("黎新人");
  await by(page, "person-password").fill("yizhang-Zhuozi-2026");
  await by(page, "role-clerk").check();
  await shoot(page, "lists-people");
  await by(page, "person-save").click();
  await by(page, "person-form").waitFor({ state: "detached" });
  await until("the new person stands in the list", async () => (await by(page, "people").innerText()).includes("黎新人"));
  const other = await open();
  await signIn(other, town, { user: "xinren", password: "yizhang-Zhuozi-2026" });
  assert.match(await by(other, "account").innerText(), /黎新人/);

  await visit(page, town, "/nodes");
  await by(page, "node").first().waitFor();
  await by(page, "invite-send").click();
  assert.equal(await by(page, "invite-code").count(), 0, "no place was chosen, so there is no code");
  await by(page, "invite-site").selectOption({ index: 1 });
  await by(page, "invite-send").click();
  await by(page, "invite-code").waitFor();
  assert.match(await by(page, "invite-code").innerText(), /^[0-9A-Z-]{8,}$/);
  await shoot(page, "lists-invite");
});

story("an earlier version of the form is one press away", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  await visit(page, village, "/cases");
  await by(page, "case-row").first().locator("a").first().click();
  await by(page, "form-then").last().click();
  await by(page, "form-at").waitFor();
  assert.match(await by(page, "form-at").innerText(), /申请人姓名/);
});

// Last, because the machines stay down.
story("9 a silent village is grey and can be picked out", () => browser, async (open) => {
  for (const node of [village, town, district]) await stopNode(node);
  const fourDays = 4 * 86_400_000;
  await sql(district, `update heard set until = until - ${fourDays} where site = ${Number(village.site)}`);
  await startNode(district);
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview");
  const row = page.locator('[data-test="place-row"][data-place*="长教"]');
  await row.waitFor();
  assert.equal(await row.getAttribute("data-freshness"), "silent");
  const [red, green, blue] = (await row.evaluate((element) => getComputedStyle(element).backgroundColor)).match(/\d+/g).map(Number);
  assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) < 12, `grey: ${red} ${green} ${blue}`);
  assert.match(await row.innerText(), /久未联系/);
  assert.notEqual(await page.locator('[data-test="place-row"][data-place*="松口镇"]').first().getAttribute("data-freshness"), "silent");
  await by(page, "only-silent").check();
  await until("the silent place and those above it", async () => (await by(page, "place-row").count()) === 3);
  assert.ok(await row.isVisible());
  await shoot(page, "lists-silent-village");
});
