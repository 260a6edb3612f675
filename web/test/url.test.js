import assert from 'node:assert/strict';
import { test } from 'node:test';

import { complete, format, parse, RESERVED } from '../url.js';
import { params, randomness } from './table.js';

const defaults = complete(params, {});

test('an address names the version, the scene and what is not usual', () => {
  assert.equal(format({ scene: 'label-noise' }, params, { ...defaults, lr: 0.5 }), '?v=1&scene=label-noise&lr=0.5');
  assert.equal(format({}, params, defaults), '?v=1');
});

test('a state survives its address', () => {
  const values = { ...defaults, lr: 0.123456789, batch: 7, start1: -3.25, seed: 4294967295, 'show-sde': 'yes', paused: 1 };
  const page = { scene: 'label-noise', view: 'demo', controls: 'lr,batch', theme: 'dark' };
  const back = parse(format(page, params, values));
  assert.deepEqual({ ...back.page }, { ...page, v: '1' });
  const numbers = Object.fromEntries(Object.entries(complete(params, back.values))
    .map(([key, v]) => [key, typeof values[key] === 'number' ? Number(v) : v]));
  assert.deepEqual(numbers, values);
});

test('reserved keys are the page’s, all others are values, unknown ones too', () => {
  const { page, values } = parse(`?${RESERVED.map((key) => `${key}=1`).join('&')}&lr=abc&foo=1`);
  assert.deepEqual(Object.keys(page), RESERVED);
  assert.deepEqual({ ...values }, { lr: 'abc', foo: '1' });
});

test('lengths and numbers of values are capped', () => {
  const long = 'x'.repeat(5000);
  const { values } = parse(`?${long}=${long}&${Array.from({ length: 500 }, (_, i) => `k${i}=1`).join('&')}`);
  assert.ok(Object.keys(values).length <= 64);
  for (const [key, value] of Object.entries(values)) assert.ok(key.length <= 200 && value.length <= 200);
});

test('a key that means something to JavaScript is a key like others', () => {
  assert.deepEqual(Object.entries(parse('?__proto__=1&constructor=2').values), [['__proto__', '1'], ['constructor', '2']]);
});

test('any string can be parsed and gives strings only', () => {
  const random = randomness(1);
  for (let i = 0; i < 5000; i++) {
    const { page, values } = parse(random.pick(['?', '', '?lr=', '?scene=%', '?__proto__=']) + random.text(80));
    for (const v of [...Object.values(page), ...Object.values(values)]) assert.equal(typeof v, 'string');
    assert.equal(typeof format(page, params, complete(params, values)), 'string');
  }
});
