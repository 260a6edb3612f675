// How soon the measured covariance is the predicted one to 1 %. The time that it takes is
// for the bench to tell; here it is counted in SGD steps.

import assert from 'node:assert/strict';
import { Demo } from './demo.js';
import { onPage } from './harness.js';

const MOST = 300; // SGD steps after a restart; the window opens after some 15, and 10,000 walkers need some 20 more

// ‖Σ̂ − Σ‖ / ‖Σ‖ in the Frobenius norm.
function distance(report) {
  const entry = (name, key) => report.readings.find((r) => r.name === name)[key] ?? NaN;
  const norm = (of) => Math.hypot(of('cov.11'), of('cov.12'), of('cov.12'), of('cov.22'));
  return norm((name) => entry(name, 'measured') - entry(name, 'predicted')) / norm((name) => entry(name, 'predicted'));
}

onPage('the covariance is measured to 1 % for five seeds', { url: '?v=1&paused=1' }, async (page) => {
  const demo = await Demo.ready(page);
  assert.equal((await demo.get('report')).tick, 0, 'a link that is paused begins with the first step');
  for (const seed of [1, 2, 3, 4, 5]) {
    await demo.call('set', { seed });
    assert.equal((await demo.call('reset')).tick, 0);
    const report = await demo.stepUntil((r) => distance(r) <= 0.01, MOST, 20);
    assert.equal(report.status, 'stationary');
    console.log(`seed ${seed}: ${(100 * distance(report)).toFixed(2)} % after ${report.tick} steps`);
  }
});
