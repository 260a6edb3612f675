// The command line and the page show the same scenes, so they must say the same:
// predictions to rounding, seeded runs to 6 digits.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before } from 'node:test';
import { Demo } from './demo.js';
import { onPage } from './harness.js';

const ROOT = new URL('../..', import.meta.url).pathname;
const BINARY = join(mkdtempSync(join(tmpdir(), 'sgdnoise-')), 'sgdnoise');
const STEPS = 50;

before(() => execFileSync('go', ['build', '-o', BINARY, './scenes/cmd/sgdnoise'], { cwd: ROOT }));

function commandLine(scene, values) {
  const flags = Object.entries(values).flatMap(([key, value]) => [`-${key}`, String(value)]);
  const out = execFileSync(BINARY, ['run', scene, '-burn', '0', '-steps', String(STEPS), '-json', ...flags]);
  return JSON.parse(out);
}

/** Whether a and b agree to the relative precision; null only equals null. */
function close(a, b, precision) {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= precision * Math.max(Math.abs(a), Math.abs(b), 1e-6);
}

const CASES = [
  ['label-noise', {}],
  ['label-noise', { lr: 0.2, batch: 1, momentum: 0.5, seed: 7, walkers: 2500 }],
  ['label-noise', { lr: 1.5, batch: 16, a1: 1.2, angle: -20, sigma: 0.5 }],
  ['real-data', { walkers: 1500 }],
  ['real-data', { dataset: 'faithful', sampling: 'fresh-subset', batch: 8, lr: 0.3, walkers: 1500 }],
  ['real-data', { sampling: 'epochs', lr: 0.1, walkers: 1500 }],
];

for (const [scene, values] of CASES) {
  const query = new URLSearchParams({ v: 1, scene, paused: 1, ...values });
  onPage(`page and command line agree: ${query}`, { url: `?${query}` }, async (page) => {
    const demo = await Demo.ready(page);
    await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted !== null);
    await demo.call('reset');
    const shown = await demo.call('step', STEPS);
    const said = commandLine(scene, values);
    assert.equal(shown.tick, said.tick);
    assert.deepEqual(shown.readings.map((r) => r.name), said.readings.map((r) => r.name));
    let compared = 0;
    for (const [i, here] of shown.readings.entries()) {
      const there = said.readings[i];
      const told = `${here.name}: ${JSON.stringify(here)} in the page, ${JSON.stringify(there)} on the command line`;
      // mean and loss compare instants or windows, as the status says; so does the prediction
      assert.ok(close(here.predicted, there.predicted, 1e-9), told);
      assert.ok(close(here.measured, there.measured, 1e-6), told);
      assert.ok(close(here.stderr, there.stderr, 1e-6), told);
      if (here.measured !== null) compared++;
    }
    assert.ok(compared >= 1, `${compared} measured numbers were compared`);
    assert.equal(shown.status, said.status);
  });
}
