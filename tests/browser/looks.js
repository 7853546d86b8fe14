// Compares pictures of key pages with those kept in tests/browser/looks and reports what differs: fonts of another system
// differ everywhere a little, so a person judges, with both pictures and their difference in build/screens/looks.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { buildDir } from "./demo.js";

const kept = path.join(path.dirname(fileURLToPath(import.meta.url)), "looks");
const made = path.join(buildDir, "screens", "looks");
// Below this share of different points nobody sees anything.
const seenFrom = 0.001;

/** The share of points that differ; pictures of different sizes are wholly different. */
function share(one, other, drawn = null) {
  if (one.width !== other.width || one.height !== other.height) return 1;
  const points = pixelmatch(one.data, other.data, drawn?.data, one.width, one.height, { threshold: 0.15 });
  return points / (one.width * one.height);
}

function blank(width, height, grey) {
  const picture = new PNG({ width, height });
  picture.data.fill(grey);
  return picture;
}

export const difference = { share, blank };

/** Compares a picture with the kept one of its name; with DAIBAN_PICTURES it takes its place. Prints what differs. */
export function compare(name, file) {
  const before = path.join(kept, `${name}.png`);
  if (process.env.DAIBAN_PICTURES || !existsSync(before)) {
    if (process.env.DAIBAN_PICTURES) {
      mkdirSync(kept, { recursive: true });
      copyFileSync(file, before);
    }
    return console.log(`looks: ${name} ${process.env.DAIBAN_PICTURES ? "is kept" : "has no earlier picture"}`);
  }
  const [old, now] = [before, file].map((one) => PNG.sync.read(readFileSync(one)));
  const drawn = new PNG({ width: now.width, height: now.height });
  const differs = share(old, now, drawn);
  if (differs < seenFrom) return;
  mkdirSync(made, { recursive: true });
  writeFileSync(path.join(made, `${name}.difference.png`), PNG.sync.write(drawn));
  copyFileSync(before, path.join(made, `${name}.before.png`));
  copyFileSync(file, path.join(made, `${name}.now.png`));
  console.log(`looks: ${name} differs in ${(100 * differs).toFixed(1)} % of its points, see build/screens/looks`);
}
