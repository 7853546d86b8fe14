// What is measured: each function takes one run at one speed and adds its figures.
import { by } from "../pages.js";
import { shareOver, spread } from "./figures.js";
import { newFolder } from "./folder.js";
import { frames, keys, record, scrolls, taskTimes } from "./trace.js";
import { fixedWork, openAt, quiet, signedIn, told, wanted } from "./window.js";

const computer = "the computer";
/** The figure by which a slow-down that does not work is found. */
export const slowDown = "processor time of it, times that at full speed";
/** A picture every 33 ms is what the eye still takes for movement. */
const smoothMsMax = 33;
/** What one first visit may bring, as `cargo xtask web` has it. */
const firstLoadKbMax = 450;
const skeletonMsMax = 1_500;

/** First and second visit over a village's line, up to the form for signing in. */
export async function visits(machine, slow, figures) {
  const profile = newFolder("profile");
  try {
    for (const group of ["first visit, nothing kept, 1 Mbit/s, 100 ms", "second visit, browser opened anew, same line"]) {
      const { page, cdp, close } = await openAt(profile, slow, { slowLine: true });
      try {
        await visit(page, cdp, machine, (what, figure) => figures.add({ group, ...what }, slow, figure), group.startsWith("first"));
      } finally {
        await close();
      }
    }
  } finally {
    profile.done();
  }
}

async function visit(page, cdp, machine, add, isFirst) {
  const wire = listenToWire(cdp);
  await page.goto(machine.url, { waitUntil: "commit" });
  const form = await told(page, () => window.benchForm, "sign-in");
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  if (!paint) throw new Error("the browser tells no first-contentful-paint");
  await quiet(page);
  const kinds = wire();
  const all = Object.values(kinds).reduce((sum, bytes) => sum + bytes, 0);
  if (isFirst && !kinds.program) throw new Error("a first visit brought no program: the profile was not empty");
  for (const kind of ["page", "style", "script", "program", "data"]) {
    add({ name: `on the wire: ${kind}, kB`, digits: 1 }, (kinds[kind] ?? 0) / 1000);
  }
  add({ name: "on the wire: all, kB", digits: 1, aim: isFirst ? `${firstLoadKbMax}` : "" }, all / 1000);
  add({ name: "skeleton (first contentful paint), ms", aim: isFirst ? `${skeletonMsMax} at 4x` : "" }, paint);
  add({ name: "form for signing in painted and ready, ms" }, form);
}

// Bytes with headers, as they crossed the line, by kind; the program is the compiled code.
function listenToWire(cdp) {
  const kinds = { document: "page", stylesheet: "style", script: "script" };
  const named = new Map();
  const sums = {};
  cdp.on("Network.responseReceived", ({ requestId, type, response }) => {
    named.set(requestId, response.mimeType === "application/wasm" ? "program" : (kinds[type.toLowerCase()] ?? "data"));
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = named.get(requestId) ?? "data";
    sums[kind] = (sums[kind] ?? 0) + encodedDataLength;
  });
  return () => sums;
}

/** What the agent types: sixty keys. The name is short, as names are. */
const typed = [
  ["field-applicant.name", "liangxiaoman"],
  ["field-applicant.address", "changjiao cun 12 zu 3 ha"],
  ["note", "hukou and card are seen."],
];
/** Between two keys: a quick hand. */
const keyMs = 80;

/** Keys into the filing page. */
export async function typing({ page, cdp, machine, slow, figures }) {
  const group = "typing on /file/V04";
  await page.goto(new URL("/file/V04", machine.url).href);
  await wanted(page, "filing");
  // Everything on one page is the most that a key may have to draw anew.
  const onePage = by(page, "mode-expert");
  if (await onePage.count()) await onePage.click();
  for (const [name] of typed) await wanted(page, name);
  await quiet(page);
  const pressed = typed.reduce((sum, [, text]) => sum + text.length, 0);
  const trace = await record(page, cdp, async () => {
    for (const [name, text] of typed) {
      await by(page, name).click();
      for (const key of text) {
        await page.keyboard.press(key);
        await page.waitForTimeout(keyMs);
      }
    }
    await page.waitForTimeout(500);
  });
  for (const [name, text] of typed) {
    const value = await by(page, name).inputValue();
    // A field may be written otherwise when it is left, but never shorter.
    if (value.length < text.length) throw new Error(`${name} holds ${value.length} of ${text.length} characters after typing`);
  }
  const each = keys(trace, pressed);
  const drawn = frames(trace);
  const add = (what, figure) => figures.add({ group, ...what }, slow, figure);
  add({ name: "key to next picture, ms (p50 / p95 / max)" }, spread(each.map((key) => key.untilPaint)));
  add({ name: "longest task of a key, ms (p50 / p95 / max)" }, spread(each.map((key) => key.longestTask)));
  add({ name: "pictures dropped, of those wanted" }, [drawn.dropped, drawn.wanted]);
}

/** A quick finger on the wheel: ten seconds, seven down and three up. */
const pxPerSecond = 2_400;
const downPx = 16_800;
const upPx = 7_200;

/** The wheel over the list of cases. */
export async function scrolling({ page, cdp, machine, slow, figures, rows }) {
  const group = "scrolling the list of cases, 10 s";
  await openList(page, machine);
  await readOn(page, rows);
  const room = await page.evaluate(() => {
    scrollTo(0, 0);
    return document.documentElement.scrollHeight - innerHeight;
  });
  if (room < pxPerSecond / 10) throw new Error("the list is hardly longer than the screen, or it scrolls in a part of its own: nothing to measure");
  await page.waitForTimeout(500);
  await page.evaluate(watchBlank);
  const trace = await record(page, cdp, () => turnWheel(page, cdp, room));
  const blanks = await page.evaluate(() => window.benchBlanks);
  const drawn = frames(trace);
  const { waits, pictures, janky } = scrolls(trace);
  const add = (what, figure) => figures.add({ group, ...what }, slow, figure);
  add({ name: "wheel to picture, ms (p50 / p95 / max)", digits: 1 }, spread(waits));
  add({ name: "between two pictures, ms (p50 / p95 / max)", digits: 1 }, spread(drawn.times));
  add({ name: `pictures later than ${smoothMsMax} ms, %`, digits: 1, aim: "0" }, shareOver(drawn.times, smoothMsMax));
  add({ name: "pictures that Chromium calls janky, of all" }, [janky, pictures]);
  add({ name: "times that blank stood in place of rows" }, blanks);
  add({ name: "longest tasks, ms (p95 / max)" }, spread(taskTimes(trace).filter((ms) => ms > 1)).slice(1));
  await weigh(page, cdp, add);
}

// Runs in the page. It does not listen to scrolling: with such a listener the browser shows each picture later.
function watchBlank() {
  window.benchBlanks = 0;
  const observer = new IntersectionObserver((seen) => (window.benchBlanks += seen.filter((one) => one.intersectionRect.height > 1).length));
  for (const spacer of document.querySelectorAll('[data-test="cases"] .spacer')) observer.observe(spacer);
}

async function openList(page, machine) {
  await page.goto(new URL("/cases", machine.url).href);
  await wanted(page, "case-row");
}

// The list reads on by itself when its end comes near.
async function readOn(page, rows) {
  const read = () => page.evaluate(() => {
    const { rows, more } = document.querySelector('[data-test="cases"]').dataset;
    scrollTo(0, document.documentElement.scrollHeight);
    return { rows: Number(rows), more };
  });
  for (let { rows: now, more } = await read(); now < rows && more === "true"; ({ rows: now, more } = await read())) {
    await page.waitForFunction((now) => Number(document.querySelector('[data-test="cases"]').dataset.rows) > now, now);
  }
  await quiet(page);
}

/**
 * As a wheel does it: the browser's own gesture, since a single event from outside is first looked up by the page's thread. A
 * list of a few rows is scrolled to and fro, or most of the time would be measured at its end.
 */
async function turnWheel(page, cdp, room) {
  const { width, height } = page.viewportSize();
  const turn = (yDistance) =>
    cdp.send("Input.synthesizeScrollGesture", { x: width / 2, y: height / 2, yDistance, speed: pxPerSecond, gestureSourceType: "mouse" });
  const turns = Math.max(1, Math.ceil((downPx - upPx) / room));
  for (let nth = 0; nth < turns; nth += 1) {
    await turn(-downPx / turns);
    await turn(upPx / turns);
    if (turns > 1) await page.evaluate(() => scrollTo(0, 0));
  }
}

async function weigh(page, cdp, add) {
  const read = await page.evaluate(() => Number(document.querySelector('[data-test="cases"]')?.dataset.rows ?? document.querySelectorAll('[data-test="case-row"]').length));
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(() => window.benchMemory?.buffer.byteLength);
  add({ name: "rows read" }, read);
  add({ name: "elements of the page" }, elements);
  add({ name: "memory: script, MB", digits: 1 }, usedSize / 1e6);
  if (wasm) add({ name: "memory: program, MB", digits: 1 }, wasm / 1e6);
}

/** What is typed into the search: initials, the end of a number, a name. */
const sought = ["zxy", "1380", "陈建国"];

/** From each key in the search to its results, painted. */
export async function finding({ page, machine, slow, figures }) {
  const group = "search on every page, while one types";
  await page.goto(new URL("/tasks", machine.url).href);
  await wanted(page, "find");
  await quiet(page);
  const times = [];
  for (const words of sought) {
    await by(page, "find").fill("");
    await by(page, "find").focus();
    let typed = "";
    for (const sign of words) {
      typed += sign;
      await page.evaluate((typed) => {
        window.benchFound = new Promise((resolve) => {
          const find = document.querySelector('[data-test="find"]');
          const shown = () => window.benchShown(`[data-test="find-list"][data-for="${typed}"]`);
          find.addEventListener("input", (input) => shown().then((end) => resolve(end - input.timeStamp)), { once: true, capture: true });
        });
      }, typed);
      await page.keyboard.insertText(sign);
      times.push(await told(page, () => window.benchFound, "find-list"));
    }
  }
  figures.add({ group, name: "key to results, ms (p50 / p95 / max)", aim: "100" }, slow, spread(times));
}

/** Cases that are opened one after the other; the first of them still reads a part of the client. */
const opened = 5;

/** From the list into a case and back. */
export async function opening({ page, machine, slow, figures }) {
  const group = "from the list into a case and back";
  await openList(page, machine);
  await quiet(page);
  const rows = await by(page, "open-case").count();
  if (rows < opened) throw new Error(`the list links to ${rows} cases with data-test="open-case", ${opened} are wanted`);
  const there = [];
  const back = [];
  for (let nth = 0; nth < opened; nth += 1) {
    const link = by(page, "open-case").nth(nth);
    await wanted(page, "open-case");
    await page.evaluate(() => {
      window.benchOpened = new Promise((resolve) => {
        addEventListener("click", (click) => window.benchShown('[data-test="case"]').then((end) => resolve(end - click.timeStamp)), { once: true, capture: true });
      });
    });
    await link.click();
    there.push(await told(page, () => window.benchOpened, "case"));
    await page.waitForTimeout(1_000);
    const goBack = () => {
      const began = performance.now();
      history.back();
      return window.benchShown('[data-test="case-row"]').then((end) => end - began);
    };
    back.push(await told(page, goBack, "case-row"));
    await page.waitForTimeout(1_000);
  }
  const add = (name, figure) => figures.add({ group, name }, slow, figure);
  add("click to the first case, ms", there[0]);
  add("click to a case, ms (p50 / max)", [spread(there.slice(1))[0], Math.max(...there.slice(1))]);
  add("back to the list, ms (p50 / max)", [spread(back)[0], Math.max(...back)]);
}

/** Signs in and runs the measures of somebody at work in one window. */
export async function atWork(machine, slow, figures, measures, rows) {
  const profile = newFolder("profile");
  try {
    const { page, cdp, close, version } = await openAt(profile, slow);
    try {
      await signedIn(page, machine);
      const { ms, factor } = await fixedWork({ page, cdp }, slow);
      figures.add({ group: computer, name: "a fixed piece of work, ms" }, slow, ms);
      figures.add({ group: computer, name: slowDown, digits: 1 }, slow, factor);
      for (const measure of measures) await measure({ page, cdp, machine, slow, figures, rows });
      return version;
    } finally {
      await close();
    }
  } finally {
    profile.done();
  }
}
