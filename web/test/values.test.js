import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Values } from '../values.js';
import { params } from './table.js';

function opened() {
  const values = new Values();
  values.open(params);
  return values;
}

test('a report does not undo a younger wish', () => {
  const values = opened();
  values.ask({ lr: 0.5 }, 7);
  values.ask({ lr: 0.6 }, 8);
  values.report({ lr: 0.5, batch: 16 }, 7);
  assert.equal(values.all.lr, 0.6);
  assert.equal(values.all.batch, 16);
  values.take({ lr: 0.9 });
  assert.equal(values.all.lr, 0.6);
  values.report({ lr: 0.6 }, 8);
  values.take({ lr: 0.9 });
  assert.equal(values.all.lr, 0.9);
});

test('a report corrects an unusable wish', () => {
  const values = opened();
  values.ask({ lr: 99, batch: 'abc', dataset: 'x' }, 3);
  assert.deepEqual([values.all.lr, values.all.batch, values.all.dataset], [99, 4, undefined]);
  values.report({ lr: 4, batch: 4 }, 3);
  assert.equal(values.all.lr, 4);
  assert.equal('dataset' in values.forStage, false);
});

test('a new stage gets unanswered wishes as they were given', () => {
  const values = new Values();
  values.ask({ lr: 'abc', foo: '1' }, 1);
  values.propose({ lr: '0.3', batch: '8' });
  values.open(params);
  const { lr, batch, foo, momentum } = values.forStage;
  assert.deepEqual({ lr, batch, foo, momentum }, { lr: 'abc', batch: '8', foo: '1', momentum: 0 });
  assert.equal(values.all.batch, 8);
});

test('choices are taken only from their options', () => {
  const values = opened();
  values.ask({ 'show-sde': 'perhaps' }, 1);
  assert.equal(values.all['show-sde'], 'no');
  values.ask({ 'show-sde': 'yes' }, 2);
  assert.equal(values.all['show-sde'], 'yes');
});

test('what is set in the picture voids an older wish', () => {
  const values = opened();
  values.ask({ lr: 0.4, batch: 8 }, 3);
  values.replace({ lr: 0.6 });
  assert.deepEqual([values.all.lr, values.forStage.lr, values.all.batch], [0.6, 0.6, 8]);
});
