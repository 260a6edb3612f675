import assert from 'node:assert/strict';
import { test } from 'node:test';

import { active, figureName, settings } from '../presets.js';

const params = [
  { key: 'lr', group: 'main', kind: 'number', default: 0.8 },
  { key: 'batch', group: 'main', kind: 'number', default: 4 },
  { key: 'dataset', group: 'problem', kind: 'choice', options: ['penguins', 'faithful'], default: 'penguins' },
  { key: 'walkers', group: 'run', kind: 'number', default: 10000 },
  { key: 'show-sde', group: 'approximations', kind: 'choice', options: ['no', 'yes'], default: 'no' },
  { key: 'zoom', group: 'view', kind: 'number', default: 1 },
];
const usual = Object.fromEntries(params.map((p) => [p.key, p.default]));

test('what a preset does not name takes its default in the problem, and stays elsewhere', () => {
  assert.deepEqual(settings(params, { values: { lr: 0.5 } }), { lr: 0.5, batch: 4, dataset: 'penguins' });
  assert.deepEqual(settings(params, { values: { 'show-sde': 'yes', dataset: 'faithful' } }),
    { lr: 0.8, batch: 4, dataset: 'faithful', 'show-sde': 'yes' });
});

test('a preset is active while all that it sets is as it set it', () => {
  const preset = { values: { lr: 0.5, 'show-sde': 'yes', zoom: 2 } };
  const set = { ...usual, ...settings(params, preset) };
  assert.equal(active(params, preset, set), true);
  assert.equal(active(params, preset, { ...set, walkers: 5, zoom: 7 }), true, 'how one looks at it does not matter');
  for (const [key, value] of [['lr', 0.51], ['batch', 8], ['dataset', 'faithful'], ['show-sde', 'no']]) {
    assert.equal(active(params, preset, { ...set, [key]: value }), false, key);
  }
});

test('figures are called as in the paper', () => {
  assert.equal(figureName({ figure: '4a' }), 'Fig. 4a');
  assert.equal(figureName({ figure: '3-left' }), 'Fig. 3 left');
});
