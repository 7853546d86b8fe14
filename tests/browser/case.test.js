// A case from a village to the district and back, as people do it: points 1 to 6 and 9 of what the first version promises.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startDemo, startNode, stopNode, until, userOf } from "./demo.js";
import { by, fillIn, openBrowser, phone, picture, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let village;
let town;
let district;
/** Case ids by the name of their applicant. */
const cases = {};

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("case");
  district = demo.district;
  town = demo.node("雁洋");
  village = demo.node("长教");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Invented people with valid check digits. */
const people = {
  梁小满: { id: "44142119900101007X", phone: "13800005555" },
  邱望春: { id: "441421195503120016", phone: "13800005556" },
  "温·阿依": { id: "441403199912310024", phone: "13800005557" },
  古来福: { id: "441421197807150019", phone: "13800005558" },
};

/** The check digit of GB 11643, so that the people above stay invented and still valid. */
function idNumber(seventeen) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(seventeen[i]), 0);
  return seventeen + "10X98765432"[sum % 11];
}
for (const person of Object.values(people)) person.id = idNumber(person.id.slice(0, 17));

/** Goes to a control as people without a mouse do. */
async function tabTo(page, name, presses = 25) {
  const here = () => page.evaluate(() => document.activeElement?.getAttribute("data-test"));
  for (let i = 0; i < presses && (await here()) !== name; i += 1) await page.keyboard.press("Tab");
  assert.equal(await here(), name, `${name} is reached with ${presses} presses of Tab`);
}

/** Types an application with the keyboard alone, from the filing page to the confirmation; gives the case id. */
async function fileByKeyboard(page, name) {
  const person = people[name];
  const keys = page.keyboard;
  await by(page, "field-applicant.name").waitFor();
  await fillIn(page, "expert");
  await by(page, "field-applicant.name").focus();
  await keys.type(name);
  await keys.press("Enter");
  await keys.type(person.id);
  await keys.press("Enter");
  await keys.type(person.phone);
  await keys.press("Enter");
  await tabTo(page, "tick-all");
  await keys.press("Enter");
  await keys.press("F8");
  await by(page, "checking").waitFor();
  await keys.press("Control+Enter");
  await by(page, "filed").waitFor();
  return new URL(page.url()).pathname.split("/").at(-1);
}

/** Steps that change neither status nor holder. */
const facts = ["supplement", "withdraw_asked", "answer", "deliver", "note"];

const shows = (page, name, wanted) =>
  until(`${name} shows ${wanted}`, async () => wanted.test((await by(page, name).allInnerTexts()).join("\n")), 30_000);

const openCase = (page, node, name) => visit(page, node, `/cases/${cases[name]}`).then(() => by(page, "case").waitFor());

/** Opens an action of the case page, lets `fill` complete it, and sends it. */
async function act(page, kind, fill = async () => {}) {
  await by(page, `act-${kind}`).first().click();
  await by(page, `panel-${kind}`).waitFor();
  await fill();
  await by(page, "act-send").click();
  await by(page, `panel-${kind}`).waitFor({ state: "detached" });
}

story("1 an agent finds an item by its initials, reads the guide and files with the keyboard alone", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  await visit(page, village, "/items");
  await by(page, "item").first().waitFor();
  // The villager says what everybody says.
  await by(page, "item-search").fill("低保");
  await shows(page, "everyday", /又称“低保”/);
  await by(page, "item-search").fill("zdshbz");
  await shows(page, "item", /最低生活保障/);
  await page.keyboard.press("Enter");
  await by(page, "guide").waitFor();
  assert.match(await by(page, "guide-basis").innerText(), /社会救助/);
  await shoot(page, "1-guide");
  await page.keyboard.press("F9");
  await by(page, "field-applicant.name").waitFor();
  await page.keyboard.type("梁小满");
  await page.keyboard.press("Enter");
  await page.keyboard.type("441421199001010000");
  await page.keyboard.press("Enter");
  await shows(page, "error-f-applicant-id_number", /校验码/);
  await shoot(page, "1-filing-error");
  await by(page, "field-applicant.name").fill("");
  await by(page, "field-applicant.id_number").fill("");
  await by(page, "field-applicant.name").focus();
  cases["梁小满"] = await fileByKeyboard(page, "梁小满");
  const number = (await by(page, "number").innerText()).replace(/\D/g, "");
  assert.match(number, /^441403\d{3}\d{6}\d{5}$/);
  await shoot(page, "1-filed");
  await by(page, "print-receipt").click();
  await by(page, "sheet").first().waitFor();
  const sheet = await by(page, "sheet").first().innerText();
  assert.match(sheet, /收件凭证/);
  assert.ok(sheet.replace(/\D/g, "").includes(number), "the receipt carries the case number");
  assert.ok(!sheet.includes(people["梁小满"].id), "the ID number is masked on the receipt");
  await shoot(page, "1-receipt");
});

story("1b a draft survives a closed tab; a double click files once", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  await visit(page, village, "/file/V01");
  await fillIn(page, "expert");
  await by(page, "field-applicant.name").fill("黎平安");
  await by(page, "field-applicant.phone").fill("13800005560");
  await by(page, "field-applicant.phone").blur();
  const again = await page.context().newPage();
  await page.close();
  await again.goto(new URL("/file/V01", village.url).href);
  await by(again, "field-applicant.name").waitFor();
  assert.equal(await by(again, "field-applicant.name").inputValue(), "黎平安");
  assert.equal(await by(again, "field-applicant.phone").inputValue(), "13800005560");
  await by(again, "field-applicant.id_number").fill(idNumber("44142119880808003"));
  await by(again, "tick-all").click();
  await by(again, "check").click();
  await by(again, "checking").waitFor();
  await by(again, "send").dblclick();
  await by(again, "filed").waitFor();
  await visit(again, village, "/cases?q=黎平安");
  await by(again, "case-row").first().waitFor();
  assert.equal(await by(again, "case-row").count(), 1);
});

story("2 and 3 three more without the town; when it is back they arrive by themselves", () => browser, async (open) => {
  await stopNode(town);
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  for (const name of ["邱望春", "温·阿依", "古来福"]) {
    await visit(page, village, "/file/V04");
    cases[name] = await fileByKeyboard(page, name);
  }
  for (const name of ["邱望春", "温·阿依", "古来福"]) {
    await openCase(page, village, name);
    await shows(page, "arrived", /本机已存，尚未到镇/);
  }
  await shoot(page, "2-not-at-the-town");
  await startNode(town);
  await shows(page, "arrived", /已到(镇|区)/);
  await shows(page, "arrived", /已到区/);
  await shoot(page, "3-at-the-district");
  for (const name of ["邱望春", "温·阿依"]) {
    await openCase(page, village, name);
    await shows(page, "arrived", /已到区/);
  }
});

story("4 the clerk gives a notice, the agent brings what is missing, she accepts and forwards", () => browser, async (open) => {
  const clerk = await open();
  const agent = await open();
  await signIn(clerk, town, userOf(town, "clerk"));
  await signIn(agent, village, userOf(village, "agent"));
  await visit(clerk, town, "/cases");
  await by(clerk, "case-row").first().waitFor();
  const dates = await clerk.locator('[data-test="case-row"] [data-test="due"] .day').allInnerTexts();
  assert.ok(dates.length > 4, "the inbox holds the cases that came up");
  assert.deepEqual(dates, [...dates].sort(), "the most urgent first");
  await shoot(clerk, "4-inbox");
  await openCase(clerk, town, "梁小满");
  await openCase(agent, village, "梁小满");
  await act(clerk, "notify", async () => {
    await by(clerk, "act-defect-3").check();
    await by(clerk, "act-defect-3-words").fill("户口簿缺首页");
  });
  await shows(clerk, "labels", /待补正/);
  await shows(agent, "timeline", /一次性补正告知/);
  await shoot(agent, "4-notice-at-the-village");
  await act(agent, "supplement", async () => by(agent, "act-papers-3").check());
  await shows(clerk, "labels", /补正已收到/);
  const seen = by(clerk, "looked");
  if (await seen.count()) await seen.click();
  await act(clerk, "accept");
  await shows(clerk, "status", /已受理/);
  await act(clerk, "forward", async () => {
    await by(clerk, "act-opinion").selectOption("agree");
    await by(clerk, "act-words").fill("入户核实无误，建议准予");
  });
  await shows(clerk, "holder", /梅县区/);
  await shoot(clerk, "4-forwarded");
});

story("5 the district asks back and grants; the village sees it at once, delivers, and the file is closed", () => browser, async (open) => {
  const reviewer = await open();
  const agent = await open();
  await signIn(reviewer, district, district.users.find((user) => user.user === "minzheng"));
  await signIn(agent, village, userOf(village, "agent"));
  await openCase(agent, village, "梁小满");
  await openCase(reviewer, district, "梁小满");
  await act(reviewer, "task_open", async () => by(reviewer, "act-words").fill("请核实家庭人口"));
  await shows(agent, "actions", /答复/);
  await act(agent, "answer", async () => {
    await by(agent, "act-result").selectOption("confirmed");
    await by(agent, "act-words").fill("共同生活三人，属实");
  });
  await shows(reviewer, "timeline", /共同生活三人/);
  const seen = by(reviewer, "looked");
  if (await seen.count()) await seen.click();
  // The village's page learns of it from its own machine: no reload, and no asking again every few seconds.
  await agent.evaluate(() => (window.sameDocument = true));
  const decided = agent
    .waitForFunction(() => document.querySelector('[data-test="outcome"]')?.textContent.includes("准予"), null, { timeout: 10_000 })
    .then(() => Date.now());
  await act(reviewer, "grant", async () => by(reviewer, "act-words").fill("符合条件，准予"));
  const granted = Date.now();
  console.log(`the decision was on the village's page ${(await decided) - granted} ms after it was on the district's`);
  assert.ok(await agent.evaluate(() => window.sameDocument), "the page was not loaded again");
  await shows(agent, "status", /已办结/);
  await shoot(agent, "5-granted-at-the-village");
  await picture(agent, "readme-village-case");
  await act(agent, "deliver", async () => {
    await by(agent, "act-way").selectOption("in_person");
    await by(agent, "act-receiver").fill("梁小满");
  });
  await shows(reviewer, "timeline", /送达/);
  const looked = by(reviewer, "looked");
  if (await looked.count()) await looked.click();
  await act(reviewer, "close");
  await shows(agent, "status", /已归档/);
});

story("6 two corrections made apart are both shown, and nothing moves until one is picked", () => browser, async (open) => {
  const agent = await open();
  const clerk = await open();
  const correct = async (page, phoneNumber) => {
    await by(page, "edit-form").click();
    await by(page, "edit").locator('[data-test="field-applicant.phone"]').fill(phoneNumber);
    await by(page, "save-form").click();
    await by(page, "edit").waitFor({ state: "detached" });
  };
  await stopNode(town);
  await signIn(agent, village, userOf(village, "agent"));
  await openCase(agent, village, "邱望春");
  await correct(agent, "13900001111");
  await stopNode(village);
  await startNode(town);
  await signIn(clerk, town, userOf(town, "clerk"));
  await openCase(clerk, town, "邱望春");
  await correct(clerk, "13900002222");
  await startNode(village);
  await shows(clerk, "candidate", /13900001111[\s\S]*13900002222|13900002222[\s\S]*13900001111/);
  await openCase(agent, village, "邱望春");
  await shows(agent, "candidate", /13900001111[\s\S]*13900002222|13900002222[\s\S]*13900001111/);
  for (const [page, place] of [[clerk, "the town"], [agent, "the village"]]) {
    const offered = await page.locator('[data-test^="act-"]').evaluateAll((all) => all.map((button) => button.dataset.test.slice(4)));
    assert.deepEqual(offered.filter((kind) => !facts.includes(kind)), [], `no move is offered at ${place} while two values stand`);
  }
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  for (const [number, node, role] of [["13900001111", village, "agent"], ["13900002222", town, "clerk"]]) {
    const text = await clerk.locator('[data-test="candidate"]', { hasText: number }).innerText();
    assert.ok(text.includes(userOf(node, role).name), `by whom: ${text}`);
    assert.match(text, new RegExp(node.name));
    assert.match(text, new RegExp(`${day} \\d{2}:\\d{2}`), "and when");
  }
  await shoot(clerk, "6-conflict");
  await clerk.locator('[data-test="candidate"]', { hasText: "13900002222" }).locator('[data-test="pick"]').click();
  await by(clerk, "conflicts").waitFor({ state: "detached" });
  await by(clerk, "act-accept").waitFor();
  await until("the village has the picked number", async () => {
    const text = await by(agent, "value-applicant.phone").innerText();
    return text.includes("13900002222") && (await by(agent, "candidate").count()) === 0;
  });
});

story("9 the supervisor sees every place, filters, and comes to a case in two clicks", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  await visit(page, district, "/overview");
  await by(page, "place-row").first().waitFor();
  await shoot(page, "9-overview");
  await picture(page, "readme-district-overview");
  const row = page.locator('[data-test="place-row"][data-place*="长教"]');
  assert.equal(await row.getAttribute("data-freshness"), "fresh");
  await row.locator('[data-test="place-cases"]').first().click();
  await by(page, "case-row").first().waitFor();
  await by(page, "open-case").first().click();
  await by(page, "case").waitFor();
  assert.equal(await page.locator('[data-test="act-grant"]').count(), 0, "a supervisor changes nothing");
  await by(page, "lang").click();
  await shows(page, "nav-overview", /^[\x20-\x7e\n]+$/);
  await shoot(page, "9-case-english");
});

story("the pages fit a phone", () => browser, async (open) => {
  const page = await open({ viewport: phone });
  await signIn(page, village, userOf(village, "agent"));
  for (const where of ["/", "/items", "/file/V04", "/cases", `/cases/${cases["梁小满"]}`, "/tasks", "/line"]) {
    await visit(page, village, where);
    await by(page, "title").waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${where} is ${wide} px wider than the screen`);
  }
  await shoot(page, "phone-line");
});
