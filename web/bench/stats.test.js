import assert from 'node:assert/strict';
import test from 'node:test';
import { cells, digits, median, quantile, row, table } from './stats.js';

test('quantiles lie between the sorted values', () => {
  const values = [9, 1, 4, 10]; // sorted as text, 10 would come second
  assert.equal(quantile(values, 0), 1);
  assert.equal(quantile(values, 1), 10);
  assert.equal(quantile(values, 0.25), 3.25); // three quarters of the way from 1 to 4
  assert.equal(median(values), 6.5);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([7]), 7);
  assert.deepEqual(values, [9, 1, 4, 10], 'the argument stays as it was');
});

test('a run that never ended counts as the longest', () => {
  assert.equal(median([2, Infinity, 1]), 2);
  assert.equal(median([Infinity, Infinity, 1]), Infinity);
});

test('a row is the median with its quartiles', () => {
  const { value, low, high } = row('x', [5, 1, 2, 4, 3], {});
  assert.deepEqual([low, value, high], [2, 3, 4]);
});

test('a goal is met on its own side and on the edge', () => {
  const met = (values, goal) => row('x', values, { goal }).met;
  assert.equal(met([2], { atLeast: 2 }), true);
  assert.equal(met([1.99], { atLeast: 2 }), false);
  assert.equal(met([2], { atMost: 2 }), true);
  assert.equal(met([2.01], { atMost: 2 }), false);
  assert.equal(met([2], null), null);
  assert.equal(met([Infinity], { atMost: 2 }), false);
  assert.equal(met([NaN], { atMost: 2 }), false);
  assert.equal(met([NaN], { atLeast: 2 }), false);
  assert.equal(met([], { atMost: 2 }), false);
});

test('rows read as words', () => {
  const say = (values, options) => cells(row('speed', values, options)).slice(1, 5);
  assert.deepEqual(say([1.5, 2, 2.5], { goal: { atLeast: 1.75 } }), ['2.00 ×', '1.75 to 2.25', '≥ 1.75 ×', 'met']);
  assert.deepEqual(say([12.3], { goal: { atMost: 5 }, unit: 'ms' }), ['12.3 ms', '', '≤ 5 ms', 'missed']);
  assert.deepEqual(say([123.4], {}), ['123 ×', '', '', '']);
  assert.deepEqual(say([Infinity], { goal: { atMost: 3 }, unit: 's' }), ['– s', '', '≤ 3 s', 'missed']);
  assert.equal(digits(-0.5), '-0.50');
});

test('columns of a table line up', () => {
  assert.equal(table([['a', 'bb', ''], ['ccc', 'd', 'e']]), 'a    bb\nccc  d   e');
});
