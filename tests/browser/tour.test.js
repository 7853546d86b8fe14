// A tour of every page: in both languages and on three screens, looked at by axe, for words of the other language, for
// sideways scrolling, and with a picture of each in build/screens/tour. Key pages are compared with earlier pictures.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { startDemo, userOf } from "./demo.js";
import { compare, difference } from "./looks.js";
import { foreignWords, listenForData } from "./words.js";
import { by, counter, openBrowser, openWindow, phone, shootAs, signIn, visit } from "./pages.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const screens = { counter, wall: { width: 1920, height: 1080 }, phone };
const languages = { zh: "zh-CN", en: "en" };

// The screens whose pictures of key pages are compared: what goes wrong on the others is seen on one of these.
const kept = new Set(["zh-counter", "zh-phone", "en-counter"]);

// Pages by who opens them. `{case}` is a case of the list, `{step}` a step of it with a paper. `look` = compared with
// the picture in tests/browser/looks: nothing on it depends on the day or on chance.
const tours = [
  {
    who: "agent", at: "village",
    pages: [
      ["home", "/"], ["items", "/items"], ["guide", "/items/V04", "look"], ["file", "/file/V04"], ["groups", "/groups"],
      ["help", "/help/agent", "look"], ["words", "/help/words", "look"], ["practice", "/practice"], ["cases", "/cases"],
      ["cases-none", "/cases?q=zzzzzz"], ["case", "/cases/{case}"], ["tasks", "/tasks"], ["line", "/line"],
      ["display", "/display", "look"], ["password", "/password", "look"], ["paper", "/print/case/{case}/{step}"], ["whole-file", "/print/file/{case}"],
      ["nowhere", "/no/such/page", "look"],
    ],
  },
  { who: "clerk", at: "town", pages: [["home", "/"], ["cases", "/cases"], ["case", "/cases/{case}"], ["tasks", "/tasks"]] },
  { who: "reviewer", at: "district", pages: [["home", "/"], ["cases", "/cases"], ["case", "/cases/{case}"]] },
  { who: "supervisor", at: "district", pages: [
    ["home", "/"], ["overview", "/overview"], ["map", "/overview/map"], ["trends", "/overview/trends"], ["compare", "/overview/compare"],
    ["cases", "/cases"], ["calendar", "/calendar/2026"], ["calendar-unpublished", "/calendar/2027"], ["catalogue", "/catalogue"],
    ["versions", "/catalogue/items/V04"], ["figures", "/overview/figures"], ["wall", "/wall"], ["wall-tree", "/wall?by=tree"],
    ["wall-screen", "/wall/screen"], ["alarms", "/alarms"], ["cards", "/cards"], ["reports", "/reports"], ["watch-rules", "/watch-rules"],
  ] },
  { who: "admin", at: "district", pages: [["people", "/people"], ["nodes", "/nodes"], ["rights", "/rights"], ["line", "/line"], ["import", "/catalogue/import"]] },
];

let demo;
let browser;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("tour");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const nodeOf = (tier) => ({ district: demo.district, town: demo.towns[0], village: demo.villages[0] })[tier];

/** Asks a node what the page itself would ask, signed in as the page is. */
const ask = (page, path) => page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).json(), path);

/** Waits until the page has drawn what it read. */
async function settled(page) {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[data-test="loading"], [aria-busy="true"]'));
}

/** What axe says is serious or worse, in one line each. */
async function grave(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.filter((one) => ["serious", "critical"].includes(one.impact))
      .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split("\n")[1] ?? ""}`));
  });
  return found;
}

for (const { who, at, pages } of tours) {
  test(`every page of ${who} is readable, in both languages and on three screens`, async () => {
    const faults = [];
    for (const [lang, locale] of Object.entries(languages)) {
      const page = await openWindow(browser, { locale });
      const data = listenForData(page);
      await signIn(page, nodeOf(at), userOf(nodeOf(at), who));
      if (lang === "en") await by(page, "lang").click();
      const known = await names(page);
      for (const [name, path, look] of pages) {
        const where = Object.entries(known).reduce((path, [mark, value]) => path.replace(`{${mark}}`, value), path);
        for (const [screen, size] of Object.entries(screens)) {
          await page.setViewportSize(size);
          await visit(page, nodeOf(at), where);
          await settled(page);
          const label = `${who} ${name} ${lang} ${screen}`;
          const picture = await shootAs(page, `tour/${who}-${name}-${lang}-${screen}`);
          if (look && kept.has(`${lang}-${screen}`)) compare(`${name}-${lang}-${screen}`, picture);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wide > 0) faults.push(`${label}: ${wide} px wider than the screen`);
          if (screen === "wall") continue;
          faults.push(...(await grave(page)).map((fault) => `${label}: ${fault}`));
          if (screen === "counter") faults.push(...(await foreignWords(page, lang, data)).map((word) => `${label}: foreign words: ${word}`));
        }
      }
      faults.push(...page.faults.map((fault) => `${who} ${lang}: ${fault}`));
      await page.context().close();
    }
    assert.deepEqual(faults, []);
  });
}

/** What stands for the marks in the addresses: a case in work, and a step of it that has a paper. */
async function names(page) {
  const { items } = await ask(page, "/cases");
  for (const row of items) {
    const whole = await ask(page, `/cases/${row.id}`);
    const step = whole.steps.find((step) => step.paper_number);
    if (step) return { case: row.id, step: step.id };
  }
  return { case: items[0]?.id ?? "none", step: "none" };
}

test("the tour sees a pale text and a foreign word", async () => {
  const page = await openWindow(browser);
  const data = listenForData(page);
  await visit(page, demo.villages[0]);
  await settled(page);
  assert.deepEqual([await grave(page), await foreignWords(page, "zh", data)], [[], []]);
  await page.evaluate(() => {
    const text = document.querySelector("h1").parentElement.appendChild(document.createElement("p"));
    text.textContent = "Overdue 已超期";
    text.setAttribute("style", "color: #ccc; background: #fff");
  });
  assert.match((await grave(page)).join(), /color-contrast/);
  assert.deepEqual(await foreignWords(page, "zh", data), ["Overdue 已超期"]);
  await page.context().close();
});

test("two pictures that differ are told apart", () => {
  const white = difference.blank(20, 10, 255);
  const grey = difference.blank(20, 10, 120);
  assert.equal(difference.share(white, white), 0);
  assert.equal(difference.share(white, grey), 1);
  assert.equal(difference.share(white, difference.blank(20, 11, 255)), 1, "another size is another picture");
});
