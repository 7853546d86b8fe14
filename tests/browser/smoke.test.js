// The first thing anybody sees: the sign-in page of a village, in Chinese, without a fault.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDemo, startNode, stopNode, userOf } from "./demo.js";
import { by, openBrowser, phone, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("smoke");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

test("the demo is a district with two towns and four villages", () => {
  assert.ok(demo.district);
  assert.deepEqual([demo.towns.length, demo.villages.length], [2, 4]);
});

story("a village shows its sign-in page in Chinese", () => browser, async (open) => {
  const page = await open();
  await visit(page, demo.villages[0]);
  assert.match(await page.title(), /代办/);
  assert.match(await page.locator("#app").innerText(), /登录/);
  assert.equal(await by(page, "password").count(), 1);
  await shoot(page, "sign-in");
});

story("the sign-in page fits a phone", () => browser, async (open) => {
  const page = await open({ viewport: phone });
  await visit(page, demo.villages[0]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${wide} px wider than the screen`);
  await shoot(page, "sign-in-phone");
});

story("an agent signs in, and his machine may be stopped and started meanwhile", () => browser, async (open) => {
  const village = demo.villages[0];
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  assert.match(await by(page, "place").innerText(), new RegExp(village.name));
  await shoot(page, "home-agent");
  await stopNode(village);
  await startNode(village);
  await page.reload();
  await by(page, "account").waitFor();
});
