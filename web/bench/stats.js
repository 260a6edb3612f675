// What the benchmark makes of repeated measurements.

/** The quantile of the values at p in [0, 1], linear between neighbours (R's type 7). */
export function quantile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const below = Math.floor(at), above = Math.ceil(at);
  if (below === above) return sorted[below]; // neighbours may be infinite
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

export const median = (values) => quantile(values, 0.5);

/**
 * A row of the benchmark: the median of the values, one per round, and the quartiles
 * around it. goal is {atLeast} or {atMost}, or null for a row that is only shown; unit
 * follows the numbers; detail says in words what the value was made of.
 */
export function row(name, values, { goal = null, unit = '×', detail = '' }) {
  const value = median(values);
  return { name, value, low: quantile(values, 0.25), high: quantile(values, 0.75), unit, goal, met: meets(value, goal), detail };
}

// meets is null where there is no goal. A value that doesn't exist misses its goal.
function meets(value, goal) {
  if (!goal) return null;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}

/** The number with three digits, or none behind the point if it is large. */
export function digits(x) {
  if (!Number.isFinite(x)) return '–';
  const size = Math.abs(x);
  return x.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** The row in words, as the cells of a table: name, value, spread, goal, verdict, detail. */
export function cells({ name, value, low, high, unit, goal, met, detail }) {
  const bound = goal && ('atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`);
  const spread = low === high ? '' : `${digits(low)} to ${digits(high)}`;
  const verdict = met === null ? '' : met ? 'met' : 'missed';
  return [name, `${digits(value)} ${unit}`, spread, bound ? `${bound} ${unit}` : '', verdict, detail];
}

/** Tables of cells, padded so that columns line up. */
export function table(lines) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((cell) => cell[i].length)));
  return lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()).join('\n');
}
