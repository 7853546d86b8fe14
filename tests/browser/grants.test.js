// Grants: a town asks, the district enters, the decision shows what it rests on; amounts; a refusal; an ended grant.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startDemo, until, userOf } from "./demo.js";
import { ask, by, openBrowser, phone, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let town;
let district;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("grants");
  district = demo.district;
  town = demo.node("雁洋");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const person = { name: "丘测试", id_number: "441421199001010014", phone: "13800000001" };

/** Files an application for temporary aid of so many fen and accepts it; its id. */
async function aid(page, fen) {
  const item = (await ask(page, "GET", "/items/T02")).json;
  const materials = item.item.materials.map((paper) => ({ no: paper.no, originals: 1, copies: 1 }));
  const form = fen === undefined ? {} : { "relief.asked": fen };
  const filed = await ask(page, "POST", "/cases", { item: "T02", applicant: person, form, materials, file_anyway: true });
  assert.equal(filed.status, 201, JSON.stringify(filed.json));
  const accepted = await ask(page, "POST", `/cases/${filed.json.id}/steps`, { kind: "accept" });
  assert.ok(accepted.status < 300, JSON.stringify(accepted.json));
  return filed.json.id;
}

const decide = (page, id) => ask(page, "POST", `/cases/${id}/steps`, { kind: "grant" });

/** Asks on the page of grants for the own town. */
async function request(page, basis) {
  await visit(page, town, "/rights");
  const own = await by(page, "right-site").locator("option", { hasText: "雁洋镇" }).first().getAttribute("value");
  await by(page, "right-site").selectOption(own);
  await by(page, "right-power").selectOption("decide");
  await page.locator("#pick-search").fill("T02");
  await by(page, "pick-T02").check();
  await by(page, "right-up_to_yuan").fill("5000");
  await by(page, "right-basis").fill(basis);
  await by(page, "right-why").fill("急难情形先行救助");
  await by(page, "right-save").click();
  await by(page, "right-request").filter({ hasText: basis }).waitFor();
}

story("a town asks, the district enters, decisions show and keep to the grant, and an ended one refuses", () => browser, async (open) => {
  const [admin, boss, clerk, reviewer] = [await open(), await open(), await open(), await open()];
  await signIn(admin, town, userOf(town, "admin"));
  await request(admin, "梅区〔2026〕21号");
  const asked = by(admin, "right-request").filter({ hasText: "21号" });
  assert.equal(await asked.getAttribute("data-state"), "open");
  await shoot(admin, "grants-asked");

  await signIn(clerk, town, userOf(town, "clerk"));
  await signIn(reviewer, town, userOf(town, "reviewer"));
  const within = await aid(clerk, 300_000);
  const before = await decide(reviewer, within);
  assert.equal(before.status, 409);
  assert.match(before.json.detail, /授权不含该事项[\s\S]*梅县区/, "what is wrong and who may decide");

  await signIn(boss, district, userOf(district, "admin"));
  await visit(boss, district, "/rights");
  const open1 = by(boss, "right-request").filter({ hasText: "21号" });
  await until("the request at the district", async () => (await open1.count()) === 1);
  assert.match(await open1.innerText(), /临时救助[\s\S]*急难情形先行救助/, "items by name, and why");
  await shoot(boss, "grants-request");
  await open1.locator('[data-test="request-enter"]').dblclick();
  await until("entered", async () => (await open1.getAttribute("data-state")) === "entered");

  await until("the town sees the answer", async () => (await asked.getAttribute("data-state")) === "entered", 30_000);
  const row = by(admin, "right").filter({ hasText: "21号" });
  await until("one grant", async () => (await row.count()) === 1);
  assert.match(await row.innerText(), /临时救助[\s\S]*5000 元以内/);
  const no = await row.getAttribute("data-no");

  const granted = await decide(reviewer, within);
  assert.ok(granted.status < 300, JSON.stringify(granted.json));
  await visit(reviewer, town, `/cases/${within}`);
  const step = by(reviewer, "step").filter({ hasText: "梅区〔2026〕21号" });
  await step.first().waitFor();
  assert.match(await step.first().innerText(), new RegExp(`第 ${no} 号[\\s\\S]*雁洋镇[\\s\\S]*5000 元以内`));
  await shoot(reviewer, "grants-decision");
  const steps = (await ask(reviewer, "GET", `/cases/${within}`)).json.steps;
  const paper = steps.find((one) => one.kind === "grant").id;
  await visit(reviewer, town, `/print/case/${within}/${paper}`);
  await reviewer.getByText("梅区〔2026〕21号").first().waitFor();

  const over = await decide(reviewer, await aid(clerk, 800_000));
  assert.equal(over.json.code, "over_amount", JSON.stringify(over.json));
  assert.match(over.json.detail, /8000 元[\s\S]*5000 元[\s\S]*梅县区/);
  const missing = await decide(reviewer, await aid(clerk));
  assert.equal(missing.json.code, "amount_missing", JSON.stringify(missing.json));

  await by(boss, "rights").waitFor();
  const mine = by(boss, "right").filter({ hasText: "21号" });
  await mine.locator('[data-test="right-end"]').click();
  assert.match(await by(boss, "end-right").innerText(), /不会追溯/);
  await by(boss, "end-basis").fill("梅区〔2026〕30号");
  await shoot(boss, "grants-ending");
  await by(boss, "end-yes").click();
  await until("ended", async () => (await mine.getAttribute("data-state")) === "ended");
  await mine.locator('[data-test="right-history"] summary').click();
  assert.match(await mine.innerText(), /方子轩 登记[\s\S]*方子轩 终止[\s\S]*30号/, "who, when and on what");
  await until("the town knows", async () => (await row.getAttribute("data-state")) === "ended", 30_000);
  const after = await decide(reviewer, await aid(clerk, 100_000));
  assert.equal(after.status, 409);
  const kept = (await ask(reviewer, "GET", `/cases/${within}`)).json.steps.find((one) => one.kind === "grant");
  assert.deepEqual([kept.effect, kept.payload.grant.right.ended], ["effect", false], "what was decided stands, with the grant as it was");
});

story("the district refuses with a reason, which the town reads; the list is searched, also on a phone", () => browser, async (open) => {
  const [admin, boss] = [await open(), await open()];
  await signIn(admin, town, userOf(town, "admin"));
  await request(admin, "梅区〔2026〕22号");
  await signIn(boss, district, userOf(district, "admin"));
  await visit(boss, district, "/rights");
  const waiting = by(boss, "right-request").filter({ hasText: "22号" });
  await waiting.locator('[data-test="request-refuse"]').click();
  await by(boss, "refuse-why").fill("由区级统一审批");
  await by(boss, "refuse-yes").click();
  const asked = by(admin, "right-request").filter({ hasText: "22号" });
  await until("the refusal at the town", async () => (await asked.getAttribute("data-state")) === "refused", 30_000);
  assert.match(await asked.innerText(), /由区级统一审批/);
  assert.equal(await by(admin, "right").filter({ hasText: "22号" }).count(), 0, "it never was a grant");
  const all = await by(admin, "right").count();
  await admin.locator("#rights-search").fill("没有这样的授权");
  await by(admin, "empty").first().waitFor();
  await admin.locator("#rights-search").fill("");
  await until("all of them", async () => (await by(admin, "right").count()) === all);
  await admin.setViewportSize(phone);
  await shoot(admin, "grants-phone");
});
