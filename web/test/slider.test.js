import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FINE_STEPS, hasSlider, keyValue, nudge, toPosition, toValue, zeroPosition } from '../slider.js';
import { param, params } from './table.js';

// rows as scenes have them beside those of the first
const decay = { key: 'weight-decay', min: -1, max: 3, scale: 'linear', integer: false };
const others = [decay, { key: 'dim', min: 1, max: 256, scale: 'log', integer: true }, { key: 'points', min: 1, max: 50, scale: 'linear', integer: true },
  { key: 'momentum', min: -0.9, max: 0, scale: 'linear', integer: false }];
const sliders = [...params.filter((p) => p.kind === 'number' && hasSlider(p)), ...others];

test('the ends of a slider are the ends of the range', () => {
  for (const p of sliders) {
    assert.equal(toValue(p, 0), p.min);
    assert.equal(toValue(p, 1), p.max);
    assert.equal(toPosition(p, p.min), 0);
    assert.equal(toPosition(p, p.max), 1);
    assert.equal(toPosition(p, p.max * 2 + 1), 1);
  }
});

test('every position gives a legal value that grows with it and sits near it', () => {
  for (const p of sliders) {
    let before = -Infinity;
    for (let i = 0; i <= 1000; i++) {
      const v = toValue(p, i / 1000);
      assert.ok(v >= p.min && v <= p.max && v >= before, `${p.key} at ${i}: ${v} after ${before}`);
      assert.ok(!Object.is(v, -0), `${p.key} at ${i} is 0`);
      if (p.integer) assert.ok(Number.isInteger(v), `${p.key}: ${v}`);
      else assert.ok(Math.abs(toPosition(p, v) - i / 1000) < 0.006, `${p.key} at ${i}: ${v}`);
      before = v;
    }
  }
});

test('values have at most three digits', () => {
  for (let i = 1; i < 1000; i++) {
    const v = toValue(param('lr'), i / 1000);
    assert.equal(v, Number(v.toPrecision(3)));
  }
  assert.equal(toValue(param('momentum'), 0.5), 0.495);
});

test('the batch slider offers powers of two, and the upper end whatever it is', () => {
  const batch = param('batch');
  for (let i = 0; i <= 100; i++) assert.ok(Number.isInteger(Math.log2(toValue(batch, i / 100))));
  const data = { ...batch, max: 342 };
  const offered = new Set(Array.from({ length: 1001 }, (_, i) => toValue(data, i / 1000)));
  assert.deepEqual([...offered], [1, 2, 4, 8, 16, 32, 64, 128, 256, 342]);
  assert.ok(toPosition(batch, 7) > toPosition(batch, 4) && toPosition(batch, 7) < toPosition(batch, 8));
});

test('a key always moves the value, in its direction, until the end', () => {
  for (const p of sliders) {
    for (let v = p.min, n = 0; v !== p.max; n++) {
      const next = keyValue(p, v, 'ArrowRight');
      assert.ok(next > v, `${p.key}: ${next} after ${v}`);
      assert.ok(n <= FINE_STEPS + 1, `${p.key}: more than ${FINE_STEPS} steps`);
      v = next;
    }
    for (let v = p.max; v !== p.min;) {
      const next = keyValue(p, v, 'ArrowLeft');
      assert.ok(next < v, `${p.key}: ${next} before ${v}`);
      v = next;
    }
    assert.equal(nudge(p, p.max, 1), p.max);
  }
});

test('page keys are coarser than arrows, and Page Up goes up', () => {
  for (const p of sliders) {
    const from = toValue(p, 0.5);
    assert.ok(keyValue(p, from, 'PageUp') >= keyValue(p, from, 'ArrowUp'), p.key);
    assert.ok(keyValue(p, from, 'PageDown') < from, p.key);
  }
  assert.equal(keyValue(param('lr'), 1, 'End'), 4);
  assert.equal(keyValue(param('lr'), 1, 'Home'), 0.01);
  assert.equal(keyValue(param('lr'), 1, 'x'), undefined);
});

test('a typed batch size moves on to a power of two', () => {
  assert.equal(keyValue(param('batch'), 7, 'ArrowRight'), 8);
  assert.equal(keyValue(param('batch'), 7, 'ArrowLeft'), 4);
});

test('a range from below zero to above it offers zero', () => {
  const offered = Array.from({ length: 1001 }, (_, i) => toValue(decay, i / 1000));
  assert.ok(offered.includes(0));
  assert.equal(toPosition(decay, 0), 0.25);
  assert.equal(zeroPosition(decay), 0.25);
  assert.equal(zeroPosition(param('lr')), null);
  assert.equal(keyValue(decay, 0.02, 'ArrowLeft'), 0);
});

test('a seed has no slider', () => {
  assert.equal(hasSlider(param('seed')), false);
  assert.equal(hasSlider(param('walkers')), true);
});
