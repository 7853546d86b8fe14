// A district with its towns and villages, started for one test file and stopped after it: real programs, real folders.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.DAIBAN ?? path.join(root, "target/debug/daiban");

/** Where pictures, logs and traces of a run are kept. */
export const buildDir = path.join(root, "build");
/** The pictures of the README. */
export const imagesDir = path.join(root, "docs/images");

// The demo makes seven nodes with keys and thirty cases; a slow machine under load needs most of this.
const startMsMax = 180_000;
const stopMsMax = 20_000;
// A test file that hangs ends here instead of holding up everything behind it.
const fileMsMax = 20 * 60_000;

/**
 * Starts the demo in a folder of its own and waits until every node answers.
 * `name` names its log in `build/logs`. Returns {nodes, district, towns, villages, node(name), stop()};
 * a node is {site, tier, name, url, dir, pid, users: [{user, password, role, name}]}.
 */
export async function startDemo(name) {
  if (!existsSync(program)) throw new Error(`${program} is missing; build it: cargo xtask test --only browser`);
  const dir = mkdtempSync(path.join(tmpdir(), "daiban-browser-"));
  mkdirSync(path.join(buildDir, "logs"), { recursive: true });
  const log = createWriteStream(path.join(buildDir, "logs", `${name}.log`));
  const args = ["demo", "--json", "--fresh", "--dir", dir, "--port-base", "0"];
  const child = spawn(program, args, { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.pipe(log);
  // A test file that broke early must end all the same, and take its nodes with it.
  for (const part of [child, child.stdout, child.stderr]) part.unref();
  process.once("exit", () => child.kill("SIGINT"));
  setTimeout(() => giveUp(name), fileMsMax).unref();
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    const { nodes } = await firstObject(child, log.path);
    const demo = { dir, nodes, stop: () => stop(child, ended, dir, nodes) };
    demo.node = (wanted) => find(nodes, wanted);
    demo.district = nodes.find((node) => node.tier === "district");
    demo.towns = nodes.filter((node) => node.tier === "town");
    demo.villages = nodes.filter((node) => node.tier === "village");
    return demo;
  } catch (error) {
    await stop(child, ended, dir, []);
    throw error;
  }
}

/** The first user of a node with a role, for example userOf(demo.villages[0], "agent"). */
export function userOf(node, role) {
  const user = node.users.find((one) => one.role === role);
  if (!user) throw new Error(`${node.name} has no ${role}, only ${node.users.map((one) => one.role).join(", ")}`);
  return user;
}

/** Stops one machine of the demo as its operator would; the others run on. */
export async function stopNode(node) {
  process.kill(node.pid, "SIGTERM");
  // It stops answering before it has let go of its folder; only then can it be started again.
  await until(`${node.name} has stopped`, async () => !isRunning(node.pid) && !(await answers(node)), stopMsMax);
}

/** Starts a stopped machine again, at its old address. */
export async function startNode(node) {
  const args = ["run", "--dir", node.dir, "--until-input-ends"];
  const child = spawn(program, args, { stdio: ["pipe", "ignore", "ignore"] });
  for (const part of [child, child.stdin]) part.unref();
  node.pid = child.pid;
  node.own = child;
  await until(`${node.name} answers again`, () => {
    if (child.exitCode !== null) throw new Error(`${node.name} ended at its start with ${child.exitCode}`);
    return answers(node);
  }, startMsMax);
}

/** Changes the database of a stopped machine, for what only time would bring about otherwise. */
export async function sql(node, statement) {
  const file = path.join(node.dir, "daiban.db");
  const python = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); print(base.execute(sys.argv[2]).rowcount); base.commit()";
  const ways = [
    ["sqlite3", [file, `${statement}; select changes();`]],
    ["python3", ["-c", python, file, statement]],
  ];
  for (const [tool, args] of ways) {
    const done = spawnSync(tool, args, { encoding: "utf8" });
    if (done.error?.code === "ENOENT") continue;
    if (done.status !== 0) throw new Error(`${tool}: ${done.stderr}`);
    if (done.stdout.trim() === "0") throw new Error(`nothing at ${node.name} was changed by: ${statement}`);
    return;
  }
  throw new Error("neither sqlite3 nor python3 is there; install one: apt-get install sqlite3");
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function answers(node) {
  try {
    return (await fetch(new URL("/readyz", node.url), { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Waits until `check` returns something true; asks again every 100 ms. */
export async function until(what, check, msMax = 15_000) {
  const end = Date.now() + msMax;
  for (;;) {
    const got = await check();
    if (got) return got;
    if (Date.now() > end) throw new Error(`not within ${msMax} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function giveUp(name) {
  console.error(`${name}: not done after ${fileMsMax / 60_000} minutes`);
  process.exit(1);
}

function find(nodes, wanted) {
  const found = nodes.find((node) => node.site === wanted || node.name === wanted || node.name.includes(wanted));
  if (!found) throw new Error(`no node ${wanted} among ${nodes.map((node) => node.name).join(", ")}`);
  return found;
}

// The demo prints one JSON object when all nodes are ready, on one line or on many.
function firstObject(child, logPath) {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`not ready after ${startMsMax} ms, see ${logPath}`)), startMsMax);
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Error(`${why}, see ${logPath}`));
    };
    child.once("error", (error) => fail(`cannot start ${program}: ${error.message}`));
    child.once("exit", (code, signal) => fail(`the demo ended (${code ?? signal}) before it was ready`));
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const object = parsed(text);
      if (!object) return;
      clearTimeout(timer);
      resolve(object);
    });
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Ctrl-C must stop all nodes cleanly; a demo that does not is a fault that the test reports.
async function stop(child, ended, dir, nodes) {
  for (const node of nodes) node.own?.kill("SIGTERM");
  const running = child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  let late = false;
  if (running) {
    child.kill("SIGINT");
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, stopMsMax);
    await ended;
    clearTimeout(timer);
  }
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  if (late) throw new Error(`the demo did not stop within ${stopMsMax} ms after Ctrl-C`);
}
