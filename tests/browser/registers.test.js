// Registers of supervision, the calendar by document, a place that ends with cases in its hand, and as of when lists are.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { startDemo, until, userOf } from "./demo.js";
import { ask, by, openBrowser, phone, rows, shoot, signIn, story, visit } from "./pages.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.DAIBAN ?? path.join(root, "target/debug/daiban");

let demo;
let browser;
let district;
let town;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("registers");
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

/** Opens an action of the case page, lets `fill` complete it, and sends it. */
async function act(page, kind, fill) {
  await by(page, `act-${kind}`).first().click();
  await by(page, `panel-${kind}`).waitFor();
  await fill();
  await by(page, "act-send").click();
  await by(page, `panel-${kind}`).waitFor({ state: "detached" });
}

const minute = /截至 \d{4}-\d\d-\d\d \d\d:\d\d/;

story("a case is let into the green channel, and the register shows who admitted it and its real time, on paper and as a file", () => browser, async (open) => {
  const admin = await signedIn(open, district, "admin");
  const right = { tier: "district", power: "green", items: ["D02", "D05"], basis: "梅区府办〔2026〕3号" };
  assert.equal((await ask(admin, "POST", "/rights", right)).status, 204);

  const head = await signedIn(open, district, "head");
  const list = (await ask(head, "GET", "/cases?status=accepted&desk=all")).json.items;
  const row = list.find((one) => one.item.code === "D02");
  assert.ok(row, "the demo has a D02 that was accepted with a gap");
  await visit(head, district, `/cases/${row.id}`);
  await act(head, "green", async () => {
    await by(head, "act-body").fill("区重点项目工作领导小组");
    await by(head, "act-ground").selectOption({ label: "重点项目" });
    await by(head, "act-words").fill("列入区重点项目计划");
  });

  const supervisor = await signedIn(open, district, "supervisor");
  await visit(supervisor, district, "/wall");
  await by(supervisor, "watch-registers").click();
  const line = supervisor.locator(`[data-test="register-row"][data-number="${row.number}"]`);
  await line.waitFor();
  const said = await line.innerText();
  for (const words of ["企业设立登记", "区重点项目工作领导小组", "重点项目", "个工作日", "没有勘察"]) assert.ok(said.includes(words), `${words}: ${said}`);
  assert.match(await by(supervisor, "complete").innerText(), minute);
  assert.match(await by(supervisor, "register-span").innerText(), /梅县区 · \d{4}-\d\d-\d\d 至 \d{4}-\d\d-\d\d/);
  await shoot(supervisor, "register-green");
  const [file] = await Promise.all([supervisor.waitForEvent("download"), by(supervisor, "download-csv").click()]);
  assert.match(file.suggestedFilename(), /^梅县区政务服务绿色通道台账-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await file.path()).toString();
  assert.ok(text.includes("区重点项目工作领导小组") && text.includes(row.number), text);
  await line.locator('[data-test="register-case"]').click();
  await supervisor.waitForURL(new RegExp(`/cases/${row.id}`));
  await supervisor.goBack();

  await by(supervisor, "register-gaps").click();
  await supervisor.waitForURL(/of=gaps/);
  await line.waitFor();
  assert.match(await line.innerText(), /住所使用证明（未补）[\s\S]*待补/);
  await shoot(supervisor, "register-gaps");
  await by(supervisor, "register-to").fill("2020-01-31");
  await by(supervisor, "register-from").fill("2020-01-01");
  await by(supervisor, "empty").waitFor();
  assert.match(await by(supervisor, "empty").innerText(), /没有容缺受理的办件/);

  await visit(supervisor, district, "/registers?of=gaps");
  await line.waitFor();
  await supervisor.emulateMedia({ media: "print" });
  assert.equal(await by(supervisor, "register-print").isVisible(), false, "buttons are not printed");
  assert.equal(await by(supervisor, "complete").isVisible(), true, "as of when is");
  assert.match(await by(supervisor, "register").innerText(), /梅县区政务服务容缺受理台账/);
  await shoot(supervisor, "register-paper");
  await supervisor.emulateMedia({ media: "screen" });
  await supervisor.setViewportSize(phone);
  for (const which of ["", "?of=gaps"]) {
    await visit(supervisor, district, `/registers${which}`);
    await line.waitFor();
    const wide = await supervisor.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${which} is ${wide} px wider than a phone`);
    await shoot(supervisor, `phone-register-${which ? "gaps" : "green"}`);
  }
});

story("a building site in the green channel has to be surveyed in two working days without anybody asking", () => browser, async (open) => {
  const clerk = await signedIn(open, district, "clerk");
  const applicant = { name: "饶测试", id_number: "441421199001010014", phone: "13800000001" };
  const papers = (await ask(clerk, "GET", "/items/D05")).json.item.materials;
  const materials = papers.map((paper) => ({ no: paper.no, originals: 1, copies: 1 }));
  const filed = await ask(clerk, "POST", "/cases", { item: "D05", applicant, materials, file_anyway: true });
  assert.equal(filed.status, 201, JSON.stringify(filed.json));
  assert.ok((await ask(clerk, "POST", `/cases/${filed.json.id}/steps`, { kind: "accept" })).status < 300);
  await visit(clerk, district, "/items/D05");
  await by(clerk, "guide-facts").waitFor();
  assert.match(await by(clerk, "guide-facts").innerText(), /绿色通道现场勘察[\s\S]*准入后 2 个工作日内/);

  const head = await signedIn(open, district, "head");
  await visit(head, district, `/cases/${filed.json.id}`);
  await act(head, "green", async () => {
    await by(head, "act-body").fill("区重点项目工作领导小组");
    await by(head, "act-ground").selectOption({ label: "重点项目" });
    await by(head, "act-words").fill("列入区重点项目计划");
  });
  const duty = head.locator('[data-test="duty"]', { hasText: "绿色通道办件，待现场勘察" });
  await duty.waitFor();
  assert.match(await duty.innerText(), /交办现场勘察[\s\S]*\d{4}-\d\d-\d\d/);
  const limit = head.locator('[data-test="limit"]', { hasText: "勘察时限" });
  assert.match(await limit.innerText(), /2 个工作日/);
  await shoot(head, "green-survey-duty");
  await visit(head, district, "/registers");
  const line = head.locator(`[data-test="register-row"][data-number="${filed.json.number}"]`);
  await line.waitFor();
  assert.match(await line.innerText(), /尚未勘察，应于 \d{4}-\d\d-\d\d 前完成/);
  const [file] = await Promise.all([head.waitForEvent("download"), by(head, "download-csv").click()]);
  assert.match(readFileSync(await file.path()).toString(), /尚未勘察，应于 \d{4}-\d\d-\d\d 前完成/);
});

story("lists that depend on now say as of when, on the screen and on paper", () => browser, async (open) => {
  const page = await signedIn(open, town, "clerk");
  for (const [where, there] of [["/", "today"], ["/cases", "cases"], ["/tasks", "tasks"]]) {
    await visit(page, town, where);
    await by(page, there).waitFor();
    const line = by(page, "as-of").first();
    await line.waitFor();
    assert.match(await line.innerText(), minute, where);
    const now = (await ask(page, "GET", "/home")).json.as_of;
    const said = Date.parse(`${(await line.innerText()).match(/\d{4}.*/)[0].replace(" ", "T")}:00+08:00`);
    assert.ok(now - said >= 0 && now - said < 180_000, `${where}: by the clock of the machine`);
    await page.emulateMedia({ media: "print" });
    assert.equal(await line.isVisible(), true, `${where} on paper`);
    await page.emulateMedia({ media: "screen" });
  }
  await shoot(page, "as-of-tasks");
});

story("a year is added from a file and a day corrected by its document, and a case explains both", () => browser, async (open) => {
  const admin = await signedIn(open, district, "admin");
  const case_ = (await ask(admin, "GET", "/cases?status=accepted&desk=all")).json.items.find((row) => row.item.code === "V04");
  assert.ok(case_, "the demo has a V04 with weeks to go");
  const limitOf = async () => (await ask(admin, "GET", `/cases/${case_.id}`)).json.limits.find((limit) => limit.limit === "promise");
  const before_ = await limitOf();
  const year = Number(before_.day.slice(0, 4));

  const next = year + 1;
  const days = [];
  for (let day = new Date(Date.UTC(next, 0, 1)); day.getUTCFullYear() === next; day = new Date(day.getTime() + 86_400_000)) {
    const [text, week] = [day.toISOString().slice(0, 10), ((day.getUTCDay() + 6) % 7) + 1];
    const kind = text.endsWith("-01-01") ? "0,holiday" : week > 5 ? "0,weekend" : "1,workday";
    days.push(`${text},${week},${kind},,国办发明电〔${year}〕88号`);
  }
  const file = path.join(demo.dir, "year.csv");
  writeFileSync(file, `date,weekday,is_workday,kind,holiday_name,document\n${days.join("\n")}\n`);
  await visit(admin, district, `/calendar/${next}`);
  await by(admin, "calendar-unpublished").waitFor();
  await by(admin, "calendar-file").setInputFiles(file);
  await by(admin, "calendar-changes").waitFor();
  assert.match(await by(admin, "calendar-changes").innerText(), new RegExp(`${next}[\\s\\S]*〔${year}〕88号`));
  await by(admin, "calendar-publish").click();
  await by(admin, "calendar-done").waitFor();
  await by(admin, "calendar-by").waitFor();
  assert.match(await by(admin, "calendar-by").innerText(), new RegExp(`〔${year}〕88号`));
  await shoot(admin, "calendar-year-added");

  // The last day of a promise becomes a day off: the case moves on by a day and says by which document.
  await visit(admin, district, `/calendar/${year}`);
  const own = await by(admin, "calendar-by").innerText();
  await by(admin, "calendar-day").fill(before_.day);
  assert.equal(await by(admin, "calendar-correct").isDisabled(), true, "no correction without a document");
  await by(admin, "calendar-document").fill("梅区〔2026〕9号");
  await by(admin, "calendar-correct").click();
  await by(admin, "calendar-day-done").waitFor();
  const corrected = admin.locator(`[data-test="calendar-corrected-day"][data-day="${before_.day}"]`);
  await corrected.waitFor();
  assert.match(await corrected.innerText(), /梅区〔2026〕9号/);
  const after_ = await by(admin, "calendar-by").innerText();
  assert.ok(!after_.includes("梅区〔2026〕9号"), `the year's other days keep their document: ${own} / ${after_}`);
  await shoot(admin, "calendar-day-corrected");

  const reader = await signedIn(open, district, "supervisor");
  await visit(reader, district, `/cases/${case_.id}`);
  await by(reader, "clock-explained").locator("summary").click();
  const lines = await by(reader, "clock-explained").locator("li").allInnerTexts();
  const line = lines.find((text) => text.includes(before_.day) && text.includes("梅区〔2026〕9号"));
  assert.ok(line, lines.join("\n"));
  const moved = await limitOf();
  assert.ok(moved.day > before_.day && lines.at(-1).includes(moved.day), `${before_.day} -> ${moved.day}`);
  await shoot(reader, "calendar-case");
});

story("a village ends: its machine is retired, its cases are taken over in one go, and then it is gone", () => browser, async (open) => {
  const admin = await signedIn(open, district, "admin");
  const head = await signedIn(open, district, "head");
  const village = demo.villages[0];
  const agent = await signedIn(open, village, "agent");
  // Two cases in the village's own hand, as the district has them too.
  const item = (await ask(agent, "GET", "/items/V04")).json;
  const materials = item.item.materials.map((paper) => ({ no: paper.no, originals: 1, copies: 1 }));
  const numbers = [];
  for (const name of ["女娲甲", "女娲乙"]) {
    const applicant = { name, id_number: "441421199001010014", phone: "13800000002" };
    const filed = await ask(agent, "POST", "/cases", { item: "V04", applicant, materials, file_anyway: true });
    assert.equal(filed.status, 201, JSON.stringify(filed.json));
    numbers.push(filed.json.number);
  }
  const site = (await ask(agent, "GET", "/me")).json.site;
  const there = async () => (await ask(head, "GET", `/cases?at=${site.id}&desk=all&status=received,accepted,done`)).json.items;
  await until("the district has them", async () => (await there()).filter((row) => numbers.includes(row.number)).length === 2);

  await visit(admin, district, "/nodes");
  const choose = async () => {
    const option = await by(admin, "end-place-which").locator("option", { hasText: site.zh }).first().getAttribute("value");
    await by(admin, "end-place-which").selectOption(option);
    await by(admin, "end-place-yes").click();
  };
  await choose();
  await by(admin, "refusal").waitFor();
  assert.match(await by(admin, "refusal").innerText(), /机器/, "first its machine");
  const retired = spawnSync(program, ["--dir", district.dir, "node", "retire", site.zh, "--reason", "ended", "--yes"], { encoding: "utf8" });
  assert.equal(retired.status, 0, retired.stdout + retired.stderr);
  await visit(admin, district, "/nodes");
  await choose();
  await by(admin, "end-place-cases").waitFor();
  assert.match(await by(admin, "refusal").innerText(), /办件/, "then what lies in its hand");
  await shoot(admin, "end-place-cases");

  // What the link opens is what the head takes over.
  const where = new URL(await by(admin, "end-place-cases").getAttribute("href"), district.url);
  await visit(head, district, where.pathname + where.search);
  const count = await rows(head, "case-row");
  assert.ok(count >= 2);
  await head.evaluate(() => window.scrollTo(0, 0));
  await by(head, "pick-all").click();
  await by(head, "bulk-take").click();
  await by(head, "bulk-confirm").waitFor();
  await by(head, "bulk-take-why").selectOption({ label: "站点已撤并" });
  await shoot(head, "take-over-ask");
  await by(head, "bulk-yes").click();
  await by(head, "bulk-outcome").waitFor();
  await until("all were gone through", async () => Number(await by(head, "bulk-outcome").getAttribute("data-done")) === count);
  await shoot(head, "take-over-done");
  assert.equal((await there()).length, 0, "nothing lies there");
  const mine = (await ask(head, "GET", `/cases?q=${numbers[0]}`)).json.items[0];
  assert.ok(mine.holder.here, "it lies with the district now");
  await visit(head, district, `/cases/${mine.id}`);
  await by(head, "case").waitFor();
  assert.match(await by(head, "case").innerText(), /接管[\s\S]*站点已撤并/);

  await visit(admin, district, "/nodes");
  await choose();
  await by(admin, "end-place-done").waitFor();
  await shoot(admin, "end-place-done");
  const sites = (await ask(admin, "GET", "/sites")).json.items;
  assert.ok(sites.every((one) => one.id !== site.id), "nobody can hand anything there");
  const late = await ask(head, "POST", `/cases/${mine.id}/steps`, { kind: "assign", to: site.id, ground: "duty", words: "" });
  assert.ok(late.status >= 400, "not even by hand");
});
