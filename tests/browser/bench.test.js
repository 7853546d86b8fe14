// The bench reads a trace rightly, and does not pass off an empty one as speed. No browser: the traces are written here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Figures, quantile, shareOver, spread } from "./bench/figures.js";
import { cut, frames, keys, scrolls } from "./bench/trace.js";

const own = { pid: 7, tid: 70 };
const mark = (name, ms) => ({ ...own, name, cat: "blink.user_timing", ph: "I", ts: ms * 1000, args: {} });
const press = (ms, duration) => ({ ...own, name: "EventTiming", cat: "devtools.timeline", ph: "b", ts: ms * 1000, args: { data: { type: "keydown", duration } } });
const task = (ms, dur, thread = own) => ({ ...thread, name: "RunTask", cat: "disabled-by-default-devtools.timeline", ph: "X", ts: ms * 1000, dur: dur * 1000, args: {} });
const frame = (ms, from = own) => ({ ...from, name: "DrawFrame", cat: "disabled-by-default-devtools.timeline.frame", ph: "I", ts: ms * 1000, args: {} });
const report = (ms, state, affects_smoothness = false) => ({ ...own, name: "PipelineReporter", cat: "cc", ph: "b", ts: ms * 1000, args: { frame_reporter: { state, affects_smoothness } } });
const latency = (ms, ph, id, event_type) => ({ ...own, name: "EventLatency", cat: "input.scrolling", ph, id2: { local: id }, ts: ms * 1000, args: ph === "b" ? { event_latency: { event_type } } : {} });
const scrolled = (ms, is_janky) => ({ ...own, name: "ScrollJankV4", cat: "input.scrolling", ph: "b", ts: ms * 1000, args: { scroll_jank_v4: { is_janky } } });
const trace = (...events) => cut([mark("bench-begin", 100), ...events, mark("bench-end", 1_100)]);

test("a key waits for its picture, and only tasks of that time on the page's own thread count", () => {
  const other = { pid: 7, tid: 71 };
  const read = trace(press(200, 40), task(190, 15), task(210, 22), task(215, 90, other), task(250, 60), press(400, 16), task(405, 3));
  assert.deepEqual(keys(read, 2), [{ untilPaint: 40, longestTask: 22 }, { untilPaint: 16, longestTask: 3 }]);
});

test("frames are those of the page's process between the marks", () => {
  const other = { pid: 8, tid: 80 };
  const reports = [report(110, "STATE_PRESENTED_ALL"), report(120, "STATE_DROPPED", true), report(130, "STATE_DROPPED"), report(140, "STATE_NO_UPDATE_DESIRED")];
  const steady = Array.from({ length: 8 }, (_, place) => frame(192 + 16 * place));
  const read = frames(trace(frame(50), frame(110), frame(126), frame(130, other), frame(176), ...steady, frame(1_200), ...reports));
  assert.deepEqual(read, { times: [16, 50, ...steady.map(() => 16)], dropped: 1, wanted: 3 });
});

test("each turn of the wheel waits for its own picture, though numbers of events come again", () => {
  const turns = Array.from({ length: 9 }, (_, nth) => [latency(200 + 16 * nth, "b", "0x1", "GESTURE_SCROLL_UPDATE"), latency(210 + 16 * nth, "e", "0x1")]).flat();
  const others = [latency(400, "b", "0x2", "MOUSE_WHEEL"), latency(401, "b", "0x1", "FIRST_GESTURE_SCROLL_UPDATE"), latency(490, "e", "0x2"), latency(450, "e", "0x1")];
  const pictures = Array.from({ length: 10 }, (_, nth) => scrolled(200 + 16 * nth, nth === 3));
  const read = scrolls(trace(...others, ...turns, ...pictures));
  assert.deepEqual(read, { waits: [...Array(9).fill(10), 49], pictures: 10, janky: 1 });
});

test("a trace without marks, keys, tasks or frames is a failure, not a good figure", () => {
  assert.throws(() => cut([task(1, 1)]), /mark bench-begin/);
  assert.throws(() => keys(trace(press(200, 40), task(200, 1)), 60), /1 presses of 60/);
  assert.throws(() => keys(trace(press(200, 40)), 1), /no task/);
  assert.throws(() => keys(trace(press(200, undefined), task(200, 1)), 1), /without a duration/);
  assert.throws(() => frames(trace(frame(110))), /contains 1 frames/);
  assert.throws(() => scrolls(trace(latency(110, "b", "0x1", "GESTURE_SCROLL_UPDATE"))), /0 steps of scrolling/);
});

test("the table shows the median of the runs, place by place, at both speeds", () => {
  const figures = new Figures();
  for (const [run, worst] of [[3, 90], [1, 70], [2, 80]]) figures.add({ group: "typing", name: "key, ms", aim: "50" }, 1, [run, worst]);
  figures.add({ group: "typing", name: "key, ms" }, 4, [12.4, 300]);
  const lines = figures.table([1, 4]).split("\n");
  assert.match(lines[0], /^typing +1x +4x +aim$/);
  assert.match(lines[1], /^ {2}key, ms +2 \/ 80 +12 \/ 300 +50$/);
});

test("shares of many values", () => {
  const values = Array.from({ length: 101 }, (_, value) => value);
  assert.deepEqual(spread(values), [50, 95, 100]);
  assert.equal(shareOver([10, 20, 40, 50], 33), 50);
  assert.throws(() => quantile([], 0.5), /no values/);
});
