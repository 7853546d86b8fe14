// How the pages feel on an old PC: `cargo xtask bench web`, a table of Chromium's own figures. Asserts nothing about speed,
// because the computer is shared and noisy: it compares the computer as it is with one that is four times slower, in
// turns, and shows the median of the runs. It fails when it cannot have measured what it says.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Figures } from "./bench/figures.js";
import { openMachine } from "./bench/machine.js";
import { atWork, finding, opening, scrolling, slowDown, typing, visits } from "./bench/measures.js";
import { buildDir } from "./demo.js";

const usage = `usage: cargo xtask bench web [options], or: cargo xtask bench web help
  --runs 5           runs at each speed; the table shows their medians
  --slow 1,4         how many times slower the processor is made
  --only a,b         some of: visit, typing, find, scroll, case
  --cases 10000      cases of the town that is made
  --keep FOLDER      keeps the town there, or takes the one that is there
  --url URL --user U --password P
                     a machine that runs already, e.g. of the demo; nothing is built then. Also from the variables
                     DAIBAN_BENCH_URL, DAIBAN_BENCH_USER and DAIBAN_BENCH_PASSWORD. The person must file cases.
  --rows 10000       the list is read so far before it is scrolled
All values of all runs are written into build/bench-web.json.`;

/** By the names of --only; visits have a browser of their own. */
const measures = { typing, find: finding, scroll: scrolling, case: opening };

function options() {
  const text = (usual) => ({ type: "string", default: usual });
  const { DAIBAN_BENCH_URL: url, DAIBAN_BENCH_USER: user, DAIBAN_BENCH_PASSWORD: password } = process.env;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: text("5"), slow: text("1,4"), only: text("visit,typing,find,scroll,case"), cases: text("10000"), rows: text("10000"),
      keep: { type: "string" }, url: text(url), user: text(user), password: text(password),
    },
  });
  const help = positionals.join() === "help";
  if (positionals.length > 0 && !help) throw new Error(`unknown: ${positionals.join(" ")}\n${usage}`);
  const number = (name, value) => {
    if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${name} wants a whole number above 0, not ${value}`);
    return Number(value);
  };
  const only = values.only.split(",");
  const unknown = only.filter((name) => name !== "visit" && !(name in measures));
  if (unknown.length > 0) throw new Error(`--only does not know ${unknown.join(", ")}`);
  const numbers = Object.fromEntries(["runs", "cases", "rows"].map((name) => [name, number(name, values[name])]));
  return { ...values, ...numbers, help, only, slow: values.slow.split(",").map((value) => number("slow", value)) };
}

/** A slow-down that the browser did not take would show two equal columns, and nobody would know. */
function checkSlowDown(figures, slow) {
  const row = figures.all().find((row) => row.name === slowDown);
  for (const speed of slow) {
    const [factor] = Figures.middle(row.runs[speed]);
    if (!(factor >= speed * 0.6)) throw new Error(`the processor was to be ${speed} times slower and was ${factor.toFixed(1)} times slower: this Chromium does not do it`);
  }
}

// Folders are removed, browser and town end, when this program ends properly.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

async function main() {
  const chosen = options();
  if (chosen.help) return console.log(usage);
  const machine = await openMachine(chosen);
  const figures = new Figures();
  const inWindow = Object.keys(measures).filter((name) => chosen.only.includes(name)).map((name) => measures[name]);
  let version = "";
  try {
    for (let run = 1; run <= chosen.runs; run += 1) {
      for (const slow of chosen.slow) {
        console.error(`run ${run} of ${chosen.runs}, ${slow}x`);
        version = await atWork(machine, slow, figures, inWindow, chosen.rows);
        if (chosen.only.includes("visit")) await visits(machine, slow, figures);
      }
    }
  } finally {
    await machine.stop();
  }
  const words = `${machine.words}; 1366x768; medians of ${chosen.runs} runs; Chromium ${version}`;
  mkdirSync(buildDir, { recursive: true });
  writeFileSync(path.join(buildDir, "bench-web.json"), JSON.stringify({ words, figures: figures.all() }, null, 1));
  console.log(`pages on an old PC: ${words}\n${figures.table(chosen.slow)}`);
  checkSlowDown(figures, chosen.slow);
}

main().catch((error) => {
  console.error(`bench web: ${error.message}`);
  process.exitCode = 1;
});
