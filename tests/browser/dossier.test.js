// A case's file: two moments side by side, a correction taken back, other cases of the person, the whole file on paper;
// and around the cases: what has not arrived above, large text before signing in, somebody who is away.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startDemo, startNode, stopNode, until, userOf } from "./demo.js";
import { by, openBrowser, shoot, signIn, story, visit } from "./pages.js";

let demo;
let browser;
let village;
let town;

before(async () => {
  browser = await openBrowser();
  demo = await startDemo("dossier");
  town = demo.node("雁洋");
  village = demo.node("长教");
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const person = { name: "丘测试", id_number: "441421199001010014", phone: "13800000001" };

/** Files a case as the signed-in page would; its id. */
async function file(page, item, more = {}) {
  const answer = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/v1/cases", { method: "POST", headers, body: JSON.stringify(body) })).json();
  }, { item, applicant: person, ...more });
  assert.ok(answer.id, JSON.stringify(answer));
  return answer.id;
}

const phoneOf = (page) => by(page, "value-applicant.phone").innerText();

story("a corrected phone stands beside the old one with its author, and one press takes it back", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  const first = await file(page, "V04");
  const second = await file(page, "V05");
  await visit(page, village, `/cases/${first}`);
  await by(page, "edit-form").click();
  await by(page, "edit").locator('[data-test="field-applicant.phone"]').fill("13900000009");
  await by(page, "save-form").click();
  await until("the new phone", async () => (await phoneOf(page)).includes("13900000009"));
  await by(page, "versions").click();
  const changed = page.locator('[data-test="version-row"][data-changed="true"]');
  await changed.first().waitFor();
  assert.equal(await changed.count(), 1);
  const row = await changed.innerText();
  assert.match(row, /13800000001[\s\S]*13900000009/, "earlier, then later");
  assert.match(row, new RegExp(userOf(village, "agent").name), "by whom");
  await shoot(page, "dossier-versions");
  await by(page, "undo-form").click();
  await until("the old phone", async () => (await phoneOf(page)).includes("13800000001"));
  await until("nothing differs any more", () => by(page, "versions-same").isVisible());
  assert.equal(await by(page, "undo-form").count(), 0);
  const beside = by(page, "related-case").locator("a");
  assert.equal(await beside.count(), 1, "the person's other case, not this one");
  await beside.click();
  await page.waitForURL(new RegExp(second));
});

story("the whole file is one print, with every step and without the whole ID number", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await visit(page, town, "/cases");
  await by(page, "open-case").first().click();
  await by(page, "case").waitFor();
  const steps = Number(await page.locator(".timeline").evaluate((list) => list.parentElement.querySelector(".count").textContent));
  await by(page, "print-file").click();
  await by(page, "file-sheet").waitFor();
  assert.equal(await page.locator(".file .steps tbody tr").count(), steps);
  assert.ok(!/\d{17}[\dX](?!\d)/.test((await by(page, "file-sheet").innerText()).replace(/\d{20}/g, "")), "no whole ID number");
  await shoot(page, "dossier-file");
});

story("the sync page names the case that is not above yet, says why, and is empty when the line is back", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  await stopNode(town);
  const id = await file(page, "V04", { applicant: { ...person, name: "未传测试", id_number: "44142119990101124X" } });
  await visit(page, village, "/line");
  const row = by(page, "not-up").filter({ hasText: "未传测试" });
  await row.waitFor();
  await until("the line is seen to be down", async () => /线路不通/.test(await by(page, "not-up-why").innerText()));
  await shoot(page, "dossier-not-up");
  assert.match(await row.locator("a").getAttribute("href"), new RegExp(id));
  await startNode(town);
  await until("nothing waits", () => by(page, "not-up-none").isVisible(), 60_000);
});

story("large text and high contrast are chosen before anybody signs in, and stay", () => browser, async (open) => {
  const page = await open();
  await visit(page, village);
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await size();
  await by(page, "display-open").locator("summary").click();
  await by(page, "text-huge").check();
  await by(page, "contrast-high").check();
  assert.ok((await size()) > 1.3 * before, "the whole page is larger");
  await page.reload();
  assert.ok((await size()) > 1.3 * before, "from the first moment on");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.contrast), "high");
  await visit(page, village);
  await by(page, "user").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `very large text makes the page ${wide} px too wide`);
});

story("whoever hands a case on sees that a colleague is away", () => browser, async (open) => {
  const admin = await open();
  await signIn(admin, town, userOf(town, "admin"));
  await visit(admin, town, "/people");
  await admin.locator('[data-test="person"][data-login="clerk2"] [data-test="edit-person"]').click();
  const day = (days) => new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10);
  await by(admin, "person-away-from").fill(day(-1));
  await by(admin, "person-away-to").fill(day(2));
  await by(admin, "person-items").fill("v04 T16");
  await by(admin, "person-save").click();
  const row = admin.locator('[data-test="person"][data-login="clerk2"]');
  await until("the row says so", async () => new RegExp(`请假.*${day(2)}`).test(await row.innerText()));
  assert.match(await row.innerText(), /T16 V04/);
  const clerk = await open();
  await signIn(clerk, town, userOf(town, "clerk"));
  await visit(clerk, town, "/cases?holder=here&status=received,accepted");
  await by(clerk, "open-case").first().click();
  await by(clerk, "act-assign").click();
  const away = clerk.locator("option", { hasText: `请假至 ${day(2)}` });
  await away.first().waitFor({ state: "attached" });
  assert.equal(await away.count(), 1);
  // Nothing new reaches somebody who is away; what was chosen stays, and another is chosen instead.
  const holder = () => by(clerk, "holder").innerText();
  const before = await holder();
  const choices = clerk.locator('[data-test="act-user"] option');
  await by(clerk, "act-user").selectOption({ label: await away.first().innerText() });
  await by(clerk, "act-ground").selectOption({ index: 1 });
  await by(clerk, "act-send").click();
  await until("it is refused", async () => (await by(clerk, "panel-assign").innerText()).includes("不能再交给他新的办件"));
  assert.equal(await holder(), before);
  // Given to the wrong colleague: one press takes it back.
  const labels = await choices.allInnerTexts();
  const other = labels.find((label) => label.includes("负责人") && !label.includes("请假"));
  await by(clerk, "act-user").selectOption({ label: other });
  await by(clerk, "act-send").click();
  await until("in the colleague's hand", async () => (await holder()).includes(other.split("（")[0]));
  await by(clerk, "undo-assign").click();
  await until("in the hand of before", async () => (await holder()) === before);
});

/** The test name of what has the focus. */
const focused = (page) => page.evaluate(() => document.activeElement?.dataset.test || document.activeElement?.id || "nothing");

const inSight = (page, name) => by(page, name).evaluate((element) => {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= window.innerHeight;
});

story("a correction and a step that were left are there again after a reload, until they are cancelled", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  const id = await file(page, "V04", { file_anyway: true });
  await visit(page, village, `/cases/${id}`);
  const phone = by(page, "edit").locator('[data-test="field-applicant.phone"]');
  await by(page, "edit-form").click();
  await phone.fill("13900000008");
  await page.reload();
  await by(page, "edit-draft").waitFor();
  assert.equal(await phone.inputValue(), "13900000008");
  await by(page, "cancel-form").click();
  await until("the focus is back at the button", async () => (await focused(page)) === "edit-form");
  await by(page, "act-note").click();
  await by(page, "act-words").fill("写到一半");
  await page.reload();
  await by(page, "unfinished-note").click();
  assert.equal(await by(page, "act-words").inputValue(), "写到一半");
  assert.equal(await by(page, "edit").count(), 0, "what was cancelled does not come back");
  await page.keyboard.press("Escape");
  await until("the focus is back at the button", async () => (await focused(page)) === "act-note");
  await by(page, "unfinished-note").click();
  await shoot(page, "dossier-unfinished");
  await by(page, "act-cancel").click();
  await by(page, "unfinished-note").waitFor({ state: "detached" });
});

story("what is on its way is not cancelled, and what was written is in sight", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  const id = await file(page, "V04", { file_anyway: true });
  await visit(page, village, `/cases/${id}`);
  let release;
  const hold = async (route) => {
    await new Promise((resolve) => (release = resolve));
    await route.continue();
  };
  await page.route("**/api/v1/cases/*/steps", hold);
  await by(page, "act-note").click();
  await by(page, "act-words").fill("等待中");
  await by(page, "act-send").click();
  await until("it is being sent", async () => Boolean(release));
  assert.ok(await by(page, "act-cancel").isDisabled());
  await page.keyboard.press("Escape");
  assert.ok(await by(page, "panel-note").isVisible());
  release();
  await until("what was written has the focus", async () => (await focused(page)) === "saved");
  assert.ok(await inSight(page, "saved"));
  release = undefined;
  await page.route("**/api/v1/cases/*/form", hold);
  await by(page, "edit-form").click();
  await by(page, "edit").locator('[data-test="field-applicant.phone"]').fill("13900000007");
  await by(page, "save-form").click();
  await until("it is being sent", async () => Boolean(release));
  assert.ok(await by(page, "cancel-form").isDisabled());
  await page.keyboard.press("Escape");
  assert.ok(await by(page, "edit").isVisible());
  release();
  await until("the change has the focus", async () => (await focused(page)) === "form-saved");
  assert.ok(await inSight(page, "undo-form"));
  const change = by(page, "form-changed").first();
  await until("old and new", async () => /13800000001 → 13900000007/.test(await change.innerText()));
  release = undefined;
  await page.unroute("**/api/v1/cases/*/form", hold);
  await by(page, "undo-form").click();
  await until("the undo has the focus", async () => (await focused(page)) === "saved");
});

story("what a step lacks is said at its field, and a lasting step warns", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await visit(page, town, "/cases?holder=here&status=accepted");
  await by(page, "open-case").first().click();
  await by(page, "act-terminate").click();
  assert.match(await by(page, "panel-terminate").innerText(), /提交后不能修改/);
  await by(page, "act-send").click();
  await by(page, "error-act-ground").waitFor();
  await until("the first field has the focus", async () => (await focused(page)) === "act-ground");
  assert.equal(await by(page, "act-ground").getAttribute("aria-invalid"), "true");
  assert.ok(await by(page, "error-act-words").isVisible());
  await shoot(page, "dossier-lacking");
  await by(page, "act-ground").selectOption("duplicate");
  await by(page, "error-act-ground").waitFor({ state: "detached" });
  await by(page, "act-words").fill("重复");
  await by(page, "act-send").click();
  await until("the other case is asked for", async () => (await focused(page)) === "act-duplicate_of");
  await by(page, "act-cancel").click();
  await by(page, "act-supplement").click();
  await by(page, "act-send").click();
  await by(page, "error-act-papers").waitFor();
  await until("the papers have the focus", async () => (await focused(page)) === "act-papers");
  await page.route("**/api/v1/cases/*/steps", (route) => route.fulfill({
    status: 422,
    contentType: "application/problem+json",
    body: JSON.stringify({ type: "/problems/bad_day", title: "日期有误", status: 422, detail: "日期不能晚于今天", code: "bad_day", field: "on" }),
  }));
  await by(page, "act-papers-1").check();
  await by(page, "act-send").click();
  await by(page, "error-act-on").waitFor();
  await until("what the node refuses has the focus", async () => (await focused(page)) === "act-on");
  await by(page, "act-cancel").click();
});

story("the next case of the list is one key away, and going back finds its row", () => browser, async (open) => {
  const page = await open();
  await signIn(page, town, userOf(town, "clerk"));
  await visit(page, town, "/cases?holder=here");
  await by(page, "open-case").nth(1).waitFor();
  const second = await by(page, "open-case").nth(1).getAttribute("href");
  const third = await by(page, "open-case").nth(2).getAttribute("href");
  await by(page, "open-case").first().click();
  await by(page, "case").waitFor();
  await page.keyboard.press("?");
  await by(page, "keys-help").waitFor();
  await shoot(page, "dossier-keys");
  await by(page, "keys-close").click();
  await page.keyboard.press("n");
  await page.waitForURL((url) => url.pathname === second);
  await by(page, "act-note").click();
  await page.keyboard.press("n");
  await by(page, "act-words").fill("看过");
  await by(page, "act-send").click();
  await by(page, "next-case").waitFor();
  assert.ok(page.url().endsWith(second), "an open panel keeps the key");
  await shoot(page, "dossier-next");
  await by(page, "next-case").click();
  await page.waitForURL((url) => url.pathname === third);
  await by(page, "case").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/holder=here/);
  await until("the row of the last", async () => (await page.evaluate(() => document.activeElement?.getAttribute("href"))) === third);
});

story("a file with many notes shows the newest, and on a phone the buttons come before the rest", () => browser, async (open) => {
  const page = await open();
  await signIn(page, village, userOf(village, "agent"));
  const id = await file(page, "V04", { file_anyway: true });
  await page.evaluate(async (id) => {
    const headers = { "content-type": "application/json" };
    for (let no = 1; no <= 32; no += 1) {
      const body = JSON.stringify({ kind: "note", words: `第 ${no} 条备注` });
      const answer = await fetch(`/api/v1/cases/${id}/steps`, { method: "POST", headers, body });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }, id);
  await visit(page, village, `/cases/${id}`);
  await by(page, "note").first().waitFor();
  assert.equal(await by(page, "note").count(), 5);
  assert.match(await by(page, "note").first().innerText(), /第 32 条/);
  assert.equal(await by(page, "step").count(), 30);
  assert.ok(!/第 32 条/.test(await by(page, "timeline").innerText()), "its words stand among the notes");
  await by(page, "notes-all").click();
  assert.equal(await by(page, "note").count(), 32);
  await by(page, "steps-earlier").click();
  await until("every step", async () => (await by(page, "step").count()) > 32);
  await page.setViewportSize({ width: 390, height: 844 });
  const tops = await page.evaluate(() => ["actions", "form", "notes", "timeline", "versions"].map((name) =>
    document.querySelector(`[data-test="${name}"]`).getBoundingClientRect().top));
  assert.deepEqual(tops, [...tops].sort((a, b) => a - b));
  await shoot(page, "dossier-phone");
});
