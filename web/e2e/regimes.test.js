// Across every threshold and back: status, sentence, and what is withheld.

import assert from 'node:assert/strict';
import { complete, Demo } from './demo.js';
import { onPage } from './harness.js';

const COV = ['cov.11', 'cov.12', 'cov.22'];

const reading = (report, name) => report.readings.find((r) => r.name === name);

/** Every number is one, or null; nothing on the page reads like a number that is none. */
async function sane(demo, report) {
  complete(report);
  for (const r of report.readings) {
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

onPage('λ across the thresholds of label-noise and back', { url: '?v=1&walkers=2000&paused=1' }, async (page) => {
  const demo = await Demo.ready(page);
  await demo.until(([el]) => el.report.readings.find((r) => r.name === 'lr.max.typical').predicted); // simulated meanwhile
  const { fourth, variance, typical } = Object.fromEntries((await demo.get('report')).readings
    .filter((r) => r.name.startsWith('lr.max.')).map((r) => [r.name.slice(7), r.predicted]));
  assert.ok(fourth < variance && variance < typical, 'the order of the limits at S = 4');

  // below the first: all numbers, with error bars
  const lr = 0.6 * fourth;
  let report = await cross(demo, lr, 'transient', (r) => r.status === 'stationary' && r.steps > 20);
  for (const name of COV) {
    const { predicted, measured, stderr, valid } = reading(report, name);
    assert.ok(valid && stderr > 0, name);
    assert.ok(Math.abs(measured - predicted) <= 4 * stderr, `${name}: ${measured} against ${predicted} ± ${stderr}`);
  }
  assert.match(report.sentence, /% of the largest value with a finite variance/);

  // the measured variance has no error bar
  report = await cross(demo, 0.7 * variance + 0.3 * fourth, 'transient', (r) => r.status === 'stationary' && r.steps > 20);
  for (const name of COV) {
    const { predicted, measured, stderr, reason } = reading(report, name);
    assert.ok(predicted !== null && measured !== null, `${name} exists`);
    assert.equal(stderr, null, `${name} has no error bar`);
    assert.match(reason, /infinite variance/);
  }
  assert.ok(reading(report, 'tail').measured > 0, 'the tail exponent is measured');
  assert.match(report.sentence, /infinite variance/);

  // no covariance
  report = await cross(demo, (variance + typical) / 2, 'heavy-tailed', () => true);
  for (const name of COV) {
    const { predicted, measured, stderr, reason } = reading(report, name);
    assert.deepEqual([predicted, measured, stderr], [null, null, null], name);
    assert.match(reason, /there is no covariance/);
  }
  assert.match(report.sentence, /no covariance exists/);
  assert.match(await demo.text('table.main'), /–/);
  report = await demo.stepUntil(() => true, 50);
  assert.equal(report.diverged, 0, 'typical runs stay');
  assert.ok(reading(report, 'tail').measured > 0);

  // typical runs leave: theory says so at once, the cloud later
  report = await cross(demo, Math.min(1.6 * typical, 4), 'diverged', (r) => r.diverged > 1000, 1000);
  assert.ok(report.diverged <= report.walkers);
  assert.match(report.sentence, /typical runs leave/);
  assert.match(report.sentence.replaceAll(',', ''), new RegExp(`${report.diverged} of 2000 walkers`));

  // and back
  report = await demo.call('set', { lr });
  assert.equal(report.diverged, 0, 'walkers that were held come back');
  report = await demo.stepUntil((r) => r.status === 'stationary' && r.steps > 20, 1000);
  await sane(demo, report);
  for (const name of COV) {
    const { predicted, measured, stderr } = reading(report, name);
    assert.ok(Math.abs(measured - predicted) <= 4 * stderr, `${name}: ${measured} against ${predicted} ± ${stderr}`);
  }
});
