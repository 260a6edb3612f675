import assert from 'node:assert/strict';
import { test } from 'node:test';

import { family, learningRate, thresholds } from '../readout.js';

test('readings of a family share their decimals, approximations with what they approximate', () => {
  const families = ['cov.11', 'cov.22~sde', 'now.cov.11', 'loss.test', 'tail', 'tail~bulk', 'weight-decay.best', 'noise.11~hessian'].map((name) => family({ name }));
  assert.deepEqual(families, ['cov', 'cov', 'now.cov', 'loss', 'tail', 'tail', 'weight-decay', 'noise']);
});

test('the thresholds of λ come in increasing order, unknown ones last', () => {
  const reading = (name, predicted, measured = null) => ({ name, predicted, measured });
  const found = thresholds({ readings: [reading('lr.max.mean', 2), reading('cov.11', 1), reading('lr.max.typical', null),
    reading('lr.max.fourth', 0.9), reading('lr.max.variance', null, 1.3)] });
  assert.deepEqual(found.map(({ reading: r, at }) => [r.name, at]),
    [['lr.max.fourth', 0.9], ['lr.max.variance', 1.3], ['lr.max.mean', 2], ['lr.max.typical', null]]);
});

test('the learning rate is a parameter, or a reading where it follows from others', () => {
  assert.equal(learningRate({ values: { lr: 0.5 }, readings: [] }), 0.5);
  assert.equal(learningRate({ values: { ratio: 0.02 }, readings: [{ name: 'lr', predicted: 1.28 }] }), 1.28);
  assert.equal(learningRate({ values: {}, readings: [] }), undefined);
});
