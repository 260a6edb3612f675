// Across every threshold and back: status, sentence, and what is withheld.

import assert from 'node:assert/strict';
import { Demo } from './demo.js';
import { onPage } from './harness.js';

const COV = ['cov.11', 'cov.12', 'cov.22'];
const KEYS = ['scene', 'values', 'tick', 'steps', 'walkers', 'diverged', 'status', 'sentence', 'readings', 'notes'];
const READING = ['name', 'symbol', 'predicted', 'measured', 'stderr', 'valid', 'reason', 'source'];

const reading = (report, name) => report.readings.find((r) => r.name === name);

/** Every number is one, or null; nothing on the page reads like a number that is none. */
async function sane(demo, report) {
  assert.deepEqual(Object.keys(report).sort(), [...KEYS].sort());
  for (const r of report.readings) {
    assert.deepEqual(Object.keys(r).sort(), [...READING].sort(), r.name);
    for (const key of ['predicted', 'measured', 'stderr']) {
      assert.ok(r[key] === null || Number.isFinite(r[key]), `${r.name}.${key} = ${r[key]}`);
    }
    if (r.predicted === null) assert.ok(r.reason || r.name === 'tail', `${r.name} has no prediction and no reason`);
  }
  for (const key of ['tick', 'steps', 'walkers', 'diverged']) assert.ok(Number.isSafeInteger(report[key]), `${key} = ${report[key]}`);
  for (const text of await demo.everyText()) {
    assert.doesNotMatch(text, /NaN|\binf(inity)?\b|∞|undefined|\bnull\b|\[object/i);
  }
}

/** Sets λ, checks the status at once, then steps until test holds. */
async function cross(demo, lr, atOnce, test, most = 400) {
  const changed = await demo.call('set', { lr });
  assert.equal(changed.status, atOnce, `just after λ = ${lr}`);
  const report = test(changed) ? changed : await demo.stepUntil(test, most);
  await sane(demo, report);
  return report;
}

onPage('thresholds of label-noise', { url: '?v=1&walkers=2000&paused=1' }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted); // simulated meanwhile
  const limits = Object.fromEntries(['fourth', 'variance', 'mean', 'typical']
    .map((name) => [name, reading(demo.limits ??= {}, name)]));
  void limits;
});
