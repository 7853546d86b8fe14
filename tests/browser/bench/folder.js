// Folders that are gone after the bench, also when it is interrupted.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const open = new Set();
const remove = (dir) => rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
process.once("exit", () => open.forEach(remove));

/** A new, empty folder; `done()` removes it. */
export function newFolder(name) {
  const dir = mkdtempSync(path.join(tmpdir(), `daiban-bench-${name}-`));
  open.add(dir);
  const done = () => {
    remove(dir);
    open.delete(dir);
  };
  return { dir, done };
}
