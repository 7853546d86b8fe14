// The clock as people see it, and a case that several offices handle.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { startDemo, until, userOf } from "./demo.js";
import { ask, by, openBrowser, phone, shoot, signIn, story, visit } from "./pages.js";

const catalogue = new URL("../../node/data/catalogue.json", import.meta.url);

let demo;
let browser;
let district;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("clock");
  district = demo.district;
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const shows = (page, name, wanted) =>
  until(`${name} shows ${wanted}`, async () => wanted.test((await by(page, name).allInnerTexts()).join("\n")), 30_000);

/** The first accepted case of an item, by the API that the page itself reads. */
async function caseOf(page, code) {
  const answer = await page.request.get(new URL("/api/v1/cases?status=accepted&desk=all", district.url).href);
  const found = (await answer.json()).items.find((row) => row.item.code === code);
  assert.ok(found, `the demo has an accepted ${code}`);
  return found.id;
}

/**
 * A company's set-up that was accepted a moment ago, its proof of address to follow. The samples' own was accepted on the
 * last finished day, and its promise of one day passes while the tests run in the evening.
 */
async function setUp(open) {
  const window = await open();
  await signIn(window, district, userOf(district, "clerk"));
  const applicant = { name: "丘测试", id_number: "441421199001010014", phone: "13800000001" };
  const papers = (await ask(window, "GET", "/items/D02")).json.item.materials.filter((paper) => paper.no !== 4);
  const materials = papers.map((paper) => ({ no: paper.no, originals: 1, copies: 1 }));
  const form = { "company.name": "梅县测试有限公司" };
  const filed = await ask(window, "POST", "/cases", { item: "D02", applicant, form, materials, file_anyway: true });
  assert.equal(filed.status, 201, JSON.stringify(filed.json));
  const day = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
  const accepted = await ask(window, "POST", `/cases/${filed.json.id}/steps`, { kind: "accept", gaps: [4], gap_date: day });
  assert.ok(accepted.status < 300, JSON.stringify(accepted.json));
  return filed.json.id;
}

async function openCase(page, id) {
  await visit(page, district, `/cases/${id}`);
  await by(page, "case").waitFor();
}

/** Opens an action of the case page, lets `fill` complete it, and sends it. */
async function act(page, kind, fill = async () => {}) {
  await by(page, `act-${kind}`).first().click();
  await by(page, `panel-${kind}`).waitFor();
  await fill();
  await by(page, "act-send").click();
  await by(page, `panel-${kind}`).waitFor({ state: "detached" });
}

/** Chooses the option with these words. */
const choose = (page, name, label) => by(page, name).selectOption({ label });

story("1 a supervisor reads the clock of a case as a strip, day by day, and prints it", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "supervisor"));
  const id = await caseOf(page, "V04");
  await openCase(page, id);
  const picture = page.locator('[data-test="strip"] [role="img"]');
  assert.match(await picture.getAttribute("aria-label"), /起算.*计 20 天.*承诺到期/);
  assert.match(await by(page, "clock-lead").innerText(), /承诺时限：20 个工作日，从 2026-\d\d-\d\d 起算.*截至/s);
  // Head and table name the same day, and the table says which of its limits it is.
  const head = (await by(page, "due").first().innerText()).match(/\d{4}-\d\d-\d\d/)[0];
  const row = await by(page, "limit").first().innerText();
  assert.ok(row.includes(head) && row.includes("本件现按此期限"), `${head}: ${row}`);
  await by(page, "clock-explained").locator("summary").click();
  const lines = await by(page, "clock-explained").locator("li").allInnerTexts();
  assert.match(lines[0], /为起算日，不计入/);
  assert.match(lines.at(-1), new RegExp(`${head}.*下班时到期`));
  await shoot(page, "clock-1-case");
  await by(page, "print-clock").click();
  await by(page, "clock-sheet").waitFor();
  await shows(page, "clock-sheet", /办理时限说明[\s\S]*承诺时限的逐日说明[\s\S]*法定时限的逐日说明/);
  await page.emulateMedia({ media: "print" });
  assert.equal(await by(page, "print").isVisible(), false, "buttons are not printed");
  await shoot(page, "clock-1-paper");
});

story("2 the same strip on a phone wraps by weeks and nothing runs sideways", () => browser, async (open) => {
  const page = await open({ viewport: phone });
  await signIn(page, district, userOf(district, "supervisor"));
  await openCase(page, await caseOf(page, "V04"));
  const rows = page.locator('[data-test="strip"] [role="img"] > svg');
  await until("the strip wraps", async () => (await rows.count()) > 3);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling");
  await shoot(page, "clock-2-phone");
});

story("3 a joint case: four offices at once, a hearing and an inspection in parallel, and a grant", () => browser, async (open) => {
  const lead = await open();
  await signIn(lead, district, district.users.find((user) => user.user === "shichang"));
  const id = await setUp(open);
  await openCase(lead, id);
  await by(lead, "start-stage").click();
  const units = lead.locator('[data-test="unit"][data-state="waiting"]');
  await until("four offices are at work", async () => (await units.count()) === 4);
  assert.match(await by(lead, "joint").innerText(), /第 1 阶段[\s\S]*公章刻制备案[\s\S]*0.5 个工作日/);
  await shoot(lead, "clock-3-stage");

  // Two special procedures beside each other: while either runs, nothing else does.
  const request = (what, desk, days) => act(lead, "task_open", async () => {
    await choose(lead, "act-what", what);
    await by(lead, "panel-task_open").getByLabel(new RegExp(`· ${desk}$`)).check();
    await by(lead, "act-answer_days").fill(days);
    await by(lead, "act-place").fill("区政务服务中心三楼");
    await by(lead, "act-held").fill("上午九时");
    await by(lead, "act-words").fill(`${what}，请派员参加`);
  });
  await request("听证", "市场监督管理局", "3");
  await shows(lead, "due", /计时已暂停/);
  await request("检验检测", "应急管理局", "2");
  await until("both are listed", async () => (await by(lead, "request").filter({ hasText: "不计入时限" }).count()) === 2);
  assert.match(await by(lead, "clock-lead").innerText(), /计时暂停中/);
  assert.match(await by(lead, "clock-pauses").innerText(), /尚未恢复/);
  await shoot(lead, "clock-3-paused");

  // The head of the office answers for desks without an account of their own.
  const head = await open();
  await signIn(head, district, userOf(district, "head"));
  await openCase(head, id);
  const answer = async (request, desk, result, words) => {
    await act(head, "answer", async () => {
      const of = await by(head, "act-of").locator("option", { hasText: request }).first().getAttribute("value");
      await by(head, "act-of").selectOption(of);
      await choose(head, "act-result", result);
      await choose(head, "act-dept", desk);
      await by(head, "act-words").fill(words);
    });
  };
  await answer("听证，请派员参加", "市场监督管理局", "无异议", "听证笔录：各方无异议");
  await shows(head, "due", /计时已暂停/);
  await answer("检验检测，请派员参加", "应急管理局", "无异议", "检测合格");
  await until("the clock runs again", async () => !/计时已暂停/.test((await by(head, "due").allInnerTexts()).join()));
  assert.match(await by(head, "clock-pauses").innerText(), /至/);
  const stage = "请在规定时限内办理并答复";
  const names = (await lead.locator('[data-test="unit"] > strong').allInnerTexts()).map((name) => name.trim());
  for (const name of names) await answer(stage, name, "已办理", `${name}已办结`);
  await until("every office has agreed", async () => (await head.locator('[data-test="unit"][data-state="agreed"]').count()) === 4);
  await shows(head, "opinion", /听证笔录：各方无异议/);
  await shoot(head, "clock-3-answered");

  await openCase(lead, id);
  await act(lead, "supplement", async () => by(lead, "act-papers-4").check());
  await act(lead, "grant", async () => by(lead, "act-words").fill("各单位同意，准予登记"));
  await shows(lead, "outcome", /准予/);
  await shoot(lead, "clock-3-granted");
});

story("4 the calculator answers while one types, with pauses and without a calendar", () => browser, async (open) => {
  const page = await open();
  await signIn(page, district, userOf(district, "clerk"));
  await by(page, "account").click();
  await by(page, "nav-deadline").click();
  await by(page, "deadline").waitFor();
  await by(page, "deadline-from").fill("2026-09-25 16:40");
  await shows(page, "deadline-due", /2026-10-15 17:30/);
  assert.match(await by(page, "deadline-lines").innerText(), /2026-10-01.*放假，不计/);
  await by(page, "deadline-days").fill("0.3");
  await shows(page, "deadline-none", /填写完整/);
  assert.match(await by(page, "error-deadline-days").innerText(), /每档 0.25/);
  await by(page, "deadline-days").fill("10");
  await by(page, "add-pause").click();
  await by(page, "deadline-pause-0-from").fill("2026-09-28");
  await by(page, "deadline-pause-0-to").fill("2026-10-09");
  await shows(page, "deadline-due", /2026-10-21 17:30/);
  await shoot(page, "clock-4-deadline");
  await by(page, "remove-pause").click();
  await shows(page, "deadline-due", /2026-10-15 17:30/);
  await by(page, "deadline-days").fill("90");
  await shows(page, "deadline-provisional", /尚未公布/);
});

story("5 an investment project gets its four stages, each waits for the one before, and the critical path is named", () => browser, async (open) => {
  const admin = await open();
  await signIn(admin, district, userOf(district, "admin"));
  const project = JSON.parse(readFileSync(catalogue, "utf8")).find((item) => item.code === "D05");
  const unit = (stage, unit, quarters, zh, en) => ({ stage, unit, quarters, zh, en });
  project.tasks = [
    unit(1, 6, 8, "用地预审与规划许可", "Land and planning permit"),
    unit(2, 6, 8, "工程规划许可", "Permit of the plans"),
    unit(2, 21, 4, "人防工程设计核对", "Check of civil air-defence design"),
    unit(3, 22, 4, "建筑垃圾处置核对", "Check of waste disposal"),
    unit(3, 11, 2, "施工安全措施核对", "Check of safety at work"),
    unit(4, 6, 4, "规划核实", "Check against the plans"),
    unit(4, 11, 6, "消防验收", "Fire-safety acceptance"),
  ];
  Object.assign(project, { legal: null, promised: { quarters: 60, unit: "workday" } });
  await visit(admin, district, "/catalogue/import");
  const buffer = Buffer.from(JSON.stringify([project]));
  await admin.setInputFiles("#catalogue-file", { name: "d05.json", mimeType: "application/json", buffer });
  await by(admin, "publish").click();
  await by(admin, "published").waitFor();
  await visit(admin, district, "/items/D05");
  await by(admin, "critical-path").waitFor();
  assert.equal(
    await by(admin, "critical-path").innerText(),
    "关键路径：第 1 阶段 自然资源分局 → 第 2 阶段 自然资源分局 → 第 3 阶段 城市管理和综合执法局 → 第 4 阶段 应急管理局。各阶段时限合计 6.5 个工作日。",
  );
  assert.equal(await by(admin, "stage").count(), 4);
  await shoot(admin, "clock-5-chart");

  const clerk = await open();
  await signIn(clerk, district, userOf(district, "clerk"));
  const applicant = { name: "丘测试", id_number: "441421199001010014", phone: "13800000001" };
  const materials = project.materials.map((paper) => ({ no: paper.no, originals: 1, copies: 1 }));
  const filed = await ask(clerk, "POST", "/cases", { item: "D05", applicant, materials, file_anyway: true });
  assert.equal(filed.status, 201, JSON.stringify(filed.json));
  assert.ok((await ask(clerk, "POST", `/cases/${filed.json.id}/steps`, { kind: "accept" })).status < 300);

  const [lead, head] = [await open(), await open()];
  await signIn(lead, district, district.users.find((user) => user.user === "zhujian"));
  await signIn(head, district, userOf(district, "head"));
  for (const no of [1, 2, 3, 4]) {
    await openCase(lead, filed.json.id);
    const stage = (at) => lead.locator('[data-test="stage"]').nth(at - 1);
    assert.equal(await by(lead, "start-stage").innerText(), `启动第 ${no} 阶段`);
    if (no < 4) assert.match(await stage(no + 1).innerText(), /等待前一阶段/);
    await by(lead, "start-stage").click();
    const units = project.tasks.filter((task) => task.stage === no);
    await until("the stage is at work", async () => (await stage(no).locator('[data-state="waiting"]').count()) === units.length);
    assert.equal(await by(lead, "start-stage").count(), 0, "the next stage waits for the answers");
    if (no === 4) assert.match(await by(lead, "critical-path").innerText(), /第 4 阶段 应急管理局/);
    for (const [at, one] of units.entries()) {
      await openCase(head, filed.json.id);
      const desks = await by(head, "unit").evaluateAll((all) => all.map((box) => box.querySelector("strong").innerText.trim()));
      const name = desks[project.tasks.indexOf(one)];
      await act(head, "answer", async () => {
        const of = await by(head, "act-of").locator("option", { hasText: "请在规定时限内办理并答复" }).first().getAttribute("value");
        await by(head, "act-of").selectOption(of);
        await choose(head, "act-result", "无异议");
        if (await by(head, "act-dept").count()) await choose(head, "act-dept", name);
        await by(head, "act-words").fill(`${name}同意`);
      });
      const agreed = () => head.locator('[data-test="stage"]').nth(no - 1).locator('[data-state="agreed"]').count();
      await until("the answer stands in the chart", async () => (await agreed()) === at + 1);
    }
  }
  await openCase(lead, filed.json.id);
  await shoot(lead, "clock-5-four-stages");
  await act(lead, "grant", async () => by(lead, "act-words").fill("四个阶段全部同意"));
  await shows(lead, "outcome", /准予/);
});

story("6 a correction that nobody answered lapses after the form shows that every place was heard past the limit", () => browser, async (open) => {
  const town = demo.node("松口");
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  const list = (await ask(page, "GET", "/cases?status=received&desk=all")).json.items;
  const found = list.find((row) => row.item.code === "T05");
  assert.ok(found, "the demo has a T05 whose notice was never answered");
  await visit(page, town, `/cases/${found.id}`);
  await by(page, "case").waitFor();
  await shoot(page, "clock-6-unanswered");
  assert.match(await by(page, "limit").filter({ hasText: "补正期限" }).innerText(), /已超过/);
  await by(page, "act-lapse").first().click();
  await by(page, "lapse-heard").waitFor();
  const places = by(page, "heard-place");
  assert.deepEqual(await places.evaluateAll((all) => all.map((place) => place.dataset.enough)), ["true", "true"]);
  assert.match(await by(page, "lapse-heard").innerText(), /大黄村[\s\S]*已过期限，没有答复/);
  await by(page, "act-words").fill("期满未补正，电话告知后按撤回处理");
  await shoot(page, "clock-6-lapse");
  await by(page, "act-send").click();
  await shows(page, "outcome", /视为撤回/);

  // The village hears it, and a paper that was late all the same finds its way.
  const village = demo.node("大黄");
  const agent = await open();
  await signIn(agent, village, userOf(village, "agent"));
  await until("the village has it", async () => (await ask(agent, "GET", `/cases/${found.id}`)).json.outcome === "lapsed", 60_000);
});
