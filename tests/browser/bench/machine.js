// The machine whose pages are measured: a town with very many cases in a folder of its own, or one that runs already.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { until } from "../demo.js";
import { newFolder } from "./folder.js";

// Thirty thousand signed entries are written in less than a minute.
const fillMsMax = 10 * 60_000;
const startMsMax = 60_000;
const stopMsMax = 20_000;

/** Gives {url, user, words, stop()}: `user` = {user, password}, `words` = what the machine is, for the table. */
export async function openMachine(options) {
  if (options.url) return running(options);
  const folder = options.keep ? { dir: path.resolve(options.keep), done: () => {} } : newFolder("town");
  const town = filled(folder.dir, options.cases);
  const { url, stop } = await start(town.dir);
  const words = `a town with ${town.cases} cases`;
  return { url, user: town.user, words, stop: () => stop().finally(folder.done) };
}

async function running({ url, user, password }) {
  if (!user || !password) throw new Error("--url needs --user and --password of somebody who files and sees a list of cases");
  const answer = await fetch(new URL("/readyz", url)).catch(() => undefined);
  if (!answer?.ok) throw new Error(`no machine is ready at ${url}`);
  return { url, user: { user, password }, words: url, stop: async () => {} };
}

/** The town of a folder, made there if it is not there yet. */
function filled(folder, cases) {
  const note = path.join(folder, "town.json");
  if (existsSync(note)) return JSON.parse(readFileSync(note, "utf8"));
  mkdirSync(folder, { recursive: true });
  const done = spawnSync(named("DAIBAN_BENCH"), ["town", folder, "--cases", String(cases)], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    timeout: fillMsMax,
  });
  if (done.error || done.status !== 0) throw new Error(`the town could not be filled: ${done.error?.message ?? "see above"}`);
  const made = done.stdout.trim().split("\n").at(-1);
  writeFileSync(note, made);
  return JSON.parse(made);
}

async function start(dir) {
  const file = path.join(dir, "address");
  rmSync(file, { force: true });
  const args = ["--dir", dir, "run", "--listen", "127.0.0.1:0", "--until-input-ends"];
  const child = spawn(named("DAIBAN"), args, { stdio: ["pipe", "ignore", "ignore"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopMsMax);
    await ended;
    clearTimeout(timer);
  };
  let failed;
  child.once("error", (error) => (failed = error));
  const ready = async () => {
    if (failed || child.exitCode !== null) throw new Error(`the town ended at its start: ${failed?.message ?? child.exitCode}`);
    if (!existsSync(file)) return undefined;
    const url = `http://${readFileSync(file, "utf8").trim()}`;
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    return answer?.ok && url;
  };
  try {
    return { url: await until("the filled town answers", ready, startMsMax), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function named(variable) {
  const program = process.env[variable];
  if (!program || !existsSync(program)) {
    throw new Error(`${variable} names no program; start this by \`cargo xtask bench web\`, or give --url of a machine that runs`);
  }
  return program;
}
