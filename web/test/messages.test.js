import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isHandshake } from '../handshake.js';
import { complaint, TO_ELEMENT, TO_STAGE } from '../messages.js';
import { randomness } from './table.js';

const report = { scene: 'a', values: { lr: 1 }, status: 'stationary', sentence: '', readings: [{}], notes: [] };
const good = {
  stage: [
    { type: 'init', id: 1, scene: 'label-noise', values: { lr: '0.5', batch: 4 }, theme: 'dark', workers: '2', resume: true },
    { type: 'set', id: 2, values: {} }, { type: 'set', id: 2, values: {}, at: 10, novel: true },
    { type: 'step', id: 3, n: 1 }, { type: 'reset', id: 4 }, { type: 'theme', theme: 'light' },
    { type: 'theme', theme: 'projector', text: 24 }, { type: 'keys', keys: [' ', 'h'] }, { type: 'hold', on: true },
    { type: 'visible', visible: false }, { type: 'workers', workers: '' }, { type: 'snapshot', id: 5, format: 'csv' },
  ],
  element: [
    { type: 'progress', loaded: 1, total: 0 }, { type: 'ready', scene: 'a' }, { type: 'report', ack: 0, report },
    { type: 'change', values: { start1: 1 }, tick: 5, done: true }, { type: 'notice', messages: ['x'] },
    { type: 'snapshot', id: 5, mime: 'text/csv', data: '' }, { type: 'key', key: ' ' },
    { type: 'error', message: 'x', fatal: false }, { type: 'error', id: 1, message: 'x', fatal: true },
  ],
};

test('well-formed messages pass', () => {
  for (const m of good.stage) assert.equal(complaint(TO_STAGE, m), '');
  for (const m of good.element) assert.equal(complaint(TO_ELEMENT, m), '');
});

test('every field that is missing or of the wrong kind is named', () => {
  const optional = new Set(['init.text', 'theme.text', 'init.workers', 'init.resume', 'set.at', 'error.id']);
  for (const [shapes, list] of [[TO_STAGE, good.stage], [TO_ELEMENT, good.element]]) {
    for (const message of list) {
      for (const field of Object.keys(shapes[message.type])) {
        const { [field]: _, ...without } = message;
        if (!optional.has(`${message.type}.${field}`)) assert.match(complaint(shapes, without), new RegExp(`“${field}”`));
        assert.match(complaint(shapes, { ...message, [field]: Symbol('wrong') }), new RegExp(`“${field}”`));
      }
    }
  }
});

test('numbers that JSON cannot carry are refused', () => {
  for (const lr of [NaN, Infinity, null, {}]) {
    assert.notEqual(complaint(TO_STAGE, { type: 'set', id: 1, values: { lr } }), '');
  }
});

test('any value can be judged', () => {
  const random = randomness(2);
  const leaf = () => random.pick([undefined, null, NaN, -1, 0.5, 3, '', 'init', 'set', 'report', true, random.text(9)]);
  const grow = (depth) => (depth === 0 ? leaf() : random.pick([
    leaf,
    () => Array.from({ length: random.below(3) }, () => grow(depth - 1)),
    () => Object.fromEntries(['type', 'id', 'values', 'report', '__proto__'].map((k) => [k, grow(depth - 1)])),
  ])());
  for (let i = 0; i < 20000; i++) {
    const value = grow(3);
    for (const shapes of [TO_STAGE, TO_ELEMENT]) {
      const why = complaint(shapes, value);
      assert.equal(typeof why, 'string');
      if (why === '') assert.ok(Object.hasOwn(shapes, value.type));
    }
  }
});

test('a handshake is of our version', () => {
  assert.ok(isHandshake({ sgdnoise: 1, type: 'hello' }, 'hello'));
  for (const data of [null, 'hello', { type: 'hello' }, { sgdnoise: 2, type: 'hello' }, { sgdnoise: 1, type: 'connect' }]) {
    assert.equal(isHandshake(data, 'hello'), false);
  }
});
