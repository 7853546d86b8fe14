// A browser as one person has it: a profile that keeps its cache, at a chosen speed of processor and line.
import { chromium } from "playwright-core";
import { by, counter, flags } from "../pages.js";

/** The line of a village: 1 Mbit/s, 100 ms there and back. */
const line = { offline: false, latency: 100, downloadThroughput: 125_000, uploadThroughput: 125_000 };
// At four times slower with a development client everything takes its time.
const waitMsMax = 60_000;

/** Opens the browser on a profile, which is a folder: {page, cdp, close()}. `slow` = how many times slower the processor is. */
export async function openAt(profile, slow, { slowLine = false } = {}) {
  const context = await chromium.launchPersistentContext(profile.dir, {
    executablePath: process.env.DAIBAN_CHROMIUM ?? "/usr/bin/chromium",
    // A wheel scrolls in small steps for people; without a screen Chromium would jump.
    args: [...flags, "--enable-smooth-scrolling"],
    viewport: counter,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  context.setDefaultTimeout(waitMsMax);
  await context.addInitScript(watch);
  const page = context.pages()[0] ?? (await context.newPage());
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  if (slowLine) await cdp.send("Network.emulateNetworkConditions", line);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slow });
  return { page, cdp, version: context.browser()?.version() ?? "", close: () => context.close() };
}

// Runs in the page before everything else.
function watch() {
  // When an element is there, has been painted, and the page takes the next task: performance.now().
  window.benchShown = (selector) =>
    new Promise((resolve) => {
      const look = () => {
        if (!document.querySelector(selector)) return false;
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now());
          channel.port2.postMessage(0);
        });
        return true;
      };
      if (look()) return;
      const observer = new MutationObserver(() => look() && observer.disconnect());
      observer.observe(document, { childList: true, subtree: true, attributeFilter: ["data-for"] });
    });
  window.benchForm = window.benchShown('[data-test="sign-in"]');
  const start = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    const started = await start(...given);
    window.benchMemory ??= started.instance.exports.memory;
    return started;
  };
}

/** The element by its name for tests; a clear word when the page has none. */
export async function wanted(page, name) {
  const element = by(page, name).first();
  try {
    await element.waitFor();
  } catch {
    const there = await page.evaluate(() => [...new Set([...document.querySelectorAll("[data-test]")].map((one) => one.dataset.test))]);
    throw new Error(`${new URL(page.url()).pathname} has no visible element with data-test="${name}"; it has: ${there.slice(0, 40).join(", ")}`);
  }
  return element;
}

/** What the page tells of the element's appearance; until then nobody asks, so that asking takes no time from it. */
export async function told(page, tell, name) {
  const value = await Promise.race([page.evaluate(tell), page.waitForTimeout(waitMsMax)]);
  if (value !== undefined) return value;
  await wanted(page, name);
  throw new Error(`data-test="${name}" came later than ${waitMsMax} ms`);
}

/** Signs in and waits until nothing is read any more: the later parts of the client come by themselves. */
export async function signedIn(page, machine) {
  await page.goto(machine.url);
  await (await wanted(page, "user")).fill(machine.user.user);
  await by(page, "password").fill(machine.user.password);
  await by(page, "sign-in").click();
  await wanted(page, "account");
  await quiet(page);
}

/** Waits until no new file has come for two seconds; a request that waits for news does not count. */
export async function quiet(page) {
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").length);
  let [before, now] = [-1, await loaded()];
  while (now !== before) {
    await page.waitForTimeout(2_000);
    [before, now] = [now, await loaded()];
  }
}

/**
 * How long a fixed piece of work takes in the page at its speed, ms: says how busy the computer is. And how many times more
 * of the processor it then uses than at full speed: the slow-down is done by turning in a circle, so this tells whether it
 * works, also while other programs take the processor away.
 */
export async function fixedWork({ page, cdp }, slow) {
  await cdp.send("Performance.enable");
  const used = async () => (await cdp.send("Performance.getMetrics")).metrics.find((one) => one.name === "ThreadTime")?.value;
  const at = async (rate) => {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    const before = await used();
    const ms = await page.evaluate(work);
    return { ms, processor: (await used()) - before };
  };
  const [quick, late] = [await at(1), await at(slow)];
  return { ms: late.ms, factor: late.processor / quick.processor };
}

// Runs in the page. Sorting is done by the browser's own code, which is as fast the first time as later.
function work() {
  const numbers = Float64Array.from({ length: 50_000 }, (_, place) => Math.imul(place, 2_654_435_761));
  const began = performance.now();
  for (let turn = 0; turn < 50; turn += 1) numbers.slice().sort();
  return performance.now() - began;
}
