import assert from 'node:assert/strict';
import { test } from 'node:test';

import { choose } from '../catalogue.js';
import { decimals, deviation, enough, fixed, NONE, plain, significant } from '../format.js';
import { thresholds } from '../readout.js';

test('numbers for reading', () => {
  assert.equal(significant(1.31412), '1.314');
  assert.equal(significant(2), '2.000');
  assert.equal(significant(-0.05), '−0.05000');
  assert.equal(significant(0), '0');
  assert.equal(significant(4.8828125e-6), '0.000004883');
  assert.equal(fixed(-1e-17, 3), '0.000');
  assert.equal(significant(2.5e12), '2.50 × 10¹²');
  for (const x of [null, undefined, NaN, Infinity]) {
    assert.equal(significant(x), NONE);
    assert.equal(fixed(x, 2), NONE);
    assert.equal(deviation(x), NONE);
  }
});

test('a row shows four digits of the prediction, and at least one of the error', () => {
  assert.equal(decimals(0.238, 0.0054), 4);
  assert.equal(decimals(0.238, 0.000054), 5);
  assert.equal(decimals(12345, 3), 0);
  assert.equal(decimals(null, null), 0);
  assert.equal(decimals(1e-17, 1e-19), 0);
});

test('a row with an error far below its kin shows two digits of it', () => {
  assert.equal(enough(5, 0.0000021), 7);
  assert.equal(enough(5, 0.00002), 5);
  assert.equal(enough(3, 0), 3);
  assert.equal(enough(3, null), 3);
});

test('deviations have a sign', () => {
  assert.deepEqual([1, -0.04, 12.34, 5e9, -5e9].map(deviation), ['+1.0', '−0.0', '+12.3', '> 1000', '< −1000']);
});

test('number boxes show no more digits than there are', () => {
  assert.deepEqual([0.8, 1024, 0.1 + 0.2, 4294967295, 'yes'].map(plain), ['0.8', '1024', '0.3', '4294967295', 'yes']);
});

test('thresholds are listed in increasing order; simulated ones count, missing ones come last', () => {
  const reading = (name, predicted, measured = null) => ({ name, predicted, measured, valid: predicted !== null });
  const list = thresholds({
    readings: [reading('lr.max.typical', null, 2.32), reading('cov.11', 0.2), reading('lr.max.mean', 2),
      reading('lr.max.fourth', null), reading('lr.max.variance', 1.314)],
  });
  assert.deepEqual(list.map(({ reading: r }) => r.name), ['lr.max.variance', 'lr.max.mean', 'lr.max.typical', 'lr.max.fourth']);
  assert.deepEqual(list.map(({ at }) => at), [1.314, 2, 2.32, null]);
});

test('an unknown scene is named together with the known ones', () => {
  const list = [{ id: 'label-noise' }, { id: 'real-data' }];
  assert.equal(choose(list, 'real-data').scene, list[1]);
  assert.deepEqual(choose(list, null), { scene: list[0], notice: '' });
  const { scene, notice } = choose(list, 'nope');
  assert.equal(scene, list[0]);
  assert.match(notice, /“nope” is unknown; known scenes: label-noise, real-data/);
});
