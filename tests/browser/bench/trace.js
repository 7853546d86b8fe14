// What Chromium's own trace says of keys, scrolling, tasks and frames. `record` talks to the browser; the rest is pure.

const categories = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
  "blink.user_timing",
  "input.scrolling",
];
/** Even a page that hangs shows some pictures in ten seconds; with fewer there is nothing to reckon with. */
const framesMin = 10;
const begin = "bench-begin";
const end = "bench-end";

/** Records what happens in a page while `action` runs; gives a trace for the functions below. */
export async function record(page, cdp, action) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  cdp.on("Tracing.dataCollected", collect);
  const traceConfig = { includedCategories: categories, excludedCategories: ["*"] };
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  const mark = (name) => page.evaluate((name) => void performance.mark(name), name);
  try {
    await mark(begin);
    await action();
    await mark(end);
  } finally {
    const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
    await cdp.send("Tracing.end");
    await complete;
    cdp.off("Tracing.dataCollected", collect);
  }
  return cut(events);
}

/** The events of the page's own process between the two marks. */
export function cut(events) {
  const at = (name) => {
    const found = events.find((event) => event.name === name && event.cat.includes("user_timing"));
    if (!found) throw new Error(`the trace does not contain its own mark ${name}: the browser recorded nothing`);
    return found;
  };
  const [from, to] = [at(begin), at(end)];
  const within = (event) => event.pid === from.pid && event.ts >= from.ts && event.ts <= to.ts;
  return { events: events.filter(within), main: from.tid, seconds: (to.ts - from.ts) / 1e6 };
}

/** Each press of a key, in ms: until the next picture, and the longest task of the main thread meanwhile. */
export function keys(trace, pressed) {
  const downs = trace.events.filter((event) => event.name === "EventTiming" && event.ph === "b" && event.args.data?.type === "keydown");
  // The last press may still wait for its picture when the recording ends.
  if (downs.length < pressed - 1) {
    throw new Error(`the trace contains ${downs.length} presses of ${pressed}: the keys did not reach the page, or this Chromium names them otherwise`);
  }
  const tasks = tasksOf(trace);
  return downs.map((down) => {
    const { duration } = down.args.data;
    if (!(duration > 0)) throw new Error("the trace has a press without a duration: this Chromium writes them otherwise");
    const until = down.ts + duration * 1000;
    const during = tasks.filter((task) => task.ts < until && task.ts + task.dur > down.ts);
    return { untilPaint: duration, longestTask: Math.max(0, ...during.map((task) => task.dur / 1000)) };
  });
}

/** The main thread's tasks, in ms. */
export function taskTimes(trace) {
  return tasksOf(trace).map((task) => task.dur / 1000);
}

function tasksOf(trace) {
  const tasks = trace.events.filter((event) => event.name === "RunTask" && event.ph === "X" && event.tid === trace.main);
  if (tasks.length === 0) throw new Error("the trace contains no task of the page's main thread");
  return tasks;
}

/** What became of the pictures that were wanted; times in ms between two that were shown. */
export function frames(trace) {
  const shown = trace.events.filter((event) => event.name === "DrawFrame").map((event) => event.ts).sort((left, right) => left - right);
  if (shown.length < framesMin) {
    throw new Error(`the trace contains ${shown.length} frames in ${trace.seconds.toFixed(1)} s: nothing moved on the page, or this Chromium names them otherwise`);
  }
  const reports = trace.events.filter((event) => event.name === "PipelineReporter" && event.ph === "b").map((event) => event.args.frame_reporter ?? {});
  return {
    times: shown.slice(1).map((ts, place) => (ts - shown[place]) / 1000),
    dropped: reports.filter((report) => report.state === "STATE_DROPPED" && report.affects_smoothness).length,
    wanted: reports.filter((report) => report.state && report.state !== "STATE_NO_UPDATE_DESIRED").length,
  };
}

/**
 * What the person sees of his scrolling: from each turn of the wheel to the picture that shows it, in ms; and how many of the
 * pictures Chromium itself calls janky, because the list stood still or jumped.
 */
export function scrolls(trace) {
  const open = new Map();
  const waits = [];
  const steps = trace.events.filter((event) => event.name === "EventLatency").sort((left, right) => left.ts - right.ts);
  for (const step of steps) {
    // Chromium uses a number again once its event has ended.
    const id = step.id ?? step.id2?.local;
    const began = open.get(id);
    if (step.ph === "b") open.set(id, step);
    else if (began?.args.event_latency?.event_type?.includes("SCROLL_UPDATE")) waits.push((step.ts - began.ts) / 1000);
    if (step.ph === "e") open.delete(id);
  }
  const pictures = trace.events.filter((event) => event.name === "ScrollJankV4" && event.ph === "b").map((event) => event.args.scroll_jank_v4 ?? {});
  if (waits.length < framesMin || pictures.length < framesMin) {
    throw new Error(`the trace contains ${waits.length} steps of scrolling and ${pictures.length} pictures of it: nothing moved on the page, or this Chromium names them otherwise`);
  }
  return { waits, pictures: pictures.length, janky: pictures.filter((picture) => picture.is_janky).length };
}
