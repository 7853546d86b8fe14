// The browser of the tests: Debian's Chromium, in Chinese, with pictures into build/screens.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { buildDir, imagesDir } from "./demo.js";

/** The screen of a village counter, and a phone. */
export const counter = { width: 1366, height: 768 };
export const phone = { width: 390, height: 844 };

/** Of every browser that is started here. */
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser; close it with `await browser.close()`. */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.DAIBAN_CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/**
 * A test over one or more windows: `body` gets `open(options)`, which opens a window. The windows are closed after it;
 * when it fails, a picture of each is kept in build/screens as failed-*.png. Faults of a page fail the story too.
 */
export function story(name, browser, body) {
  test(name, async () => {
    const pages = [];
    const open = async (options) => {
      const page = await openWindow(browser(), options);
      pages.push(page);
      return page;
    };
    try {
      await body(open);
      assert.deepEqual(pages.flatMap((page) => page.faults), []);
    } catch (error) {
      const slug = name.replace(/[^a-z0-9]+/gi, "-").slice(0, 60);
      await Promise.allSettled(pages.map((page, number) => shoot(page, `failed-${slug}-${number + 1}`)));
      throw error;
    } finally {
      // An answer that a story has changed may be under way still: its end with the page is no fault.
      await Promise.allSettled(pages.map((page) => page.unrouteAll({ behavior: "ignoreErrors" })));
      await Promise.allSettled(pages.map((page) => page.context().close()));
    }
  });
}

/**
 * A person's own browser window: nothing shared with other windows. Faults of the page are collected in `page.faults`.
 */
export async function openWindow(browser, { viewport = counter, locale = "zh-CN" } = {}) {
  const context = await browser.newContext({ viewport, locale, timezoneId: "Asia/Shanghai" });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A stopped node and a refused command are what some stories are about; the browser reports them as errors.
    // So does a part of the client whose loading ends because the person went to another page.
    const usual = message.text().startsWith("Failed to load resource") || message.location().url.endsWith("/parts.js");
    if (message.type() === "error" && !usual) {
      page.faults.push(`console: ${message.text()}`);
    }
  });
  return page;
}

/** Opens a path of a node and waits until the client has replaced the skeleton. */
export async function visit(page, node, where = "/") {
  await page.goto(new URL(where, node.url).href);
  await page.waitForFunction(() => !document.querySelector("#app .skeleton"));
}

/** An element by the name that the client gives it for tests. */
export const by = (page, name) => page.locator(`[data-test="${name}"]`);

/** Signs a person in at a machine and waits for the first page. */
export async function signIn(page, node, user) {
  await visit(page, node);
  await by(page, "user").fill(user.user);
  await by(page, "password").fill(user.password);
  await by(page, "sign-in").click();
  await by(page, "account").waitFor();
}

/** What the machine of the signed-in page answers: {status, json}. */
export const ask = (page, method, path, body) =>
  page.evaluate(async ([method, path, body]) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, json: text ? JSON.parse(text) : null };
  }, [method, path, body]);

/** Chooses how an application is filled in, `guided` or `expert`, and waits until the account keeps it. */
export async function fillIn(page, mode) {
  const button = by(page, `mode-${mode}`);
  await button.waitFor();
  if ((await button.getAttribute("aria-pressed")) === "true") return;
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/preferences/filing") && answer.request().method() === "PUT");
  await button.click();
  await page.locator(`[data-test="mode-${mode}"][aria-pressed="true"]`).waitFor();
  await kept;
}

/** A picture for people to look at, in build/screens. */
export async function shoot(page, name) {
  const dir = path.join(buildDir, "screens");
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: path.join(dir, `${name}.png`), fullPage: true });
}

/** A whole page's picture under `build/screens`; gives its path. */
export async function shootAs(page, name) {
  const file = path.join(buildDir, "screens", `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
  return file;
}

/**
 * A picture of what the window shows. Those of the README are copied to `docs/images`, but only when somebody asks for it
 * (`cargo xtask test --only browser --pictures`): a test run must not change files of the source.
 */
export async function picture(page, name) {
  const dir = path.join(buildDir, "screens");
  mkdirSync(dir, { recursive: true });
  await page.evaluate(() => window.scrollTo(0, 0));
  const taken = path.join(dir, `${name}.png`);
  await page.screenshot({ path: taken });
  if (process.env.DAIBAN_PICTURES && name.startsWith("readme-")) {
    copyFileSync(taken, path.join(imagesDir, `${name.slice("readme-".length)}.png`));
  }
}

/** Waits until the list of a page has been read to its end, and gives the number of its rows. */
export async function rows(page, name) {
  await page.locator(`[data-test="${name}"], [data-test="empty"]`).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  if (name === "case-row" && (await by(page, "cases").count())) {
    await page.waitForFunction(() => {
      window.scrollTo(0, document.body.scrollHeight);
      return document.querySelector('[data-test="cases"]')?.dataset.more === "false";
    });
    // Of a long list only the rows near the screen are in the page.
    return Number(await by(page, "cases").getAttribute("data-rows"));
  }
  return by(page, name).count();
}
