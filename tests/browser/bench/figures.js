// Figures of several runs at two speeds, and the table that shows them. Pure.

/** The value that a share of the values does not exceed. */
export function quantile(values, share) {
  if (values.length === 0) throw new Error("no values were measured");
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil(share * (sorted.length - 1))];
}

export const median = (values) => quantile(values, 0.5);

/** p50, p95 and the worst of many times, in the unit they came in. */
export function spread(values) {
  return [0.5, 0.95, 1].map((share) => quantile(values, share));
}

/** How much of the values lies above a bound, in percent. */
export function shareOver(values, bound) {
  if (values.length === 0) throw new Error("no values were measured");
  return (100 * values.filter((value) => value > bound).length) / values.length;
}

/**
 * All figures of a bench, by what was measured, its name and the speed. A figure is one number or a few (p50, p95, max);
 * each run adds one, the table shows the median of the runs, place by place.
 */
export class Figures {
  #rows = new Map();

  /** Adds the figure of one run. `what` = {group, name, digits, aim}: `aim` is words, shown at the end of the line. */
  add(what, speed, figure) {
    const key = `${what.group}: ${what.name}`;
    const row = this.#rows.get(key) ?? { ...what, runs: {} };
    (row.runs[speed] ??= []).push([figure].flat());
    this.#rows.set(key, row);
  }

  /** The median of all runs, place by place. */
  static middle(runs) {
    return runs[0].map((_, place) => median(runs.map((run) => run[place])));
  }

  /** Lines of a table with one column for each speed. */
  table(speeds) {
    const lines = [];
    let group;
    for (const row of this.#rows.values()) {
      if (row.group !== group) lines.push(line(row.group, speeds.map((speed) => `${speed}x`), "aim"));
      group = row.group;
      const cell = (speed) => (row.runs[speed] ? Figures.middle(row.runs[speed]).map((value) => value.toFixed(row.digits ?? 0)).join(" / ") : "-");
      lines.push(line(`  ${row.name}`, speeds.map(cell), row.aim ?? ""));
    }
    return lines.join("\n");
  }

  /** Everything that was measured, for a comparison later. */
  all() {
    return [...this.#rows.values()];
  }
}

const nameWidth = 44;
const cellWidth = 24;

function line(name, cells, aim) {
  return `${name.padEnd(nameWidth)}${cells.map((cell) => cell.padStart(cellWidth)).join("")}  ${aim}`.trimEnd();
}
