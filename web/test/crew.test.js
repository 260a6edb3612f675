// The crew's bookkeeping, with workers that only write down what they get.

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { crew } from '../stage-crew.js';

let threads = [];
globalThis.Worker = class {
  constructor(address) {
    this.address = address;
    this.got = [];
    this.ended = false;
    threads.push(this);
  }

  postMessage(data) {
    this.got.push(data);
  }

  answer(...bytes) {
    this.onmessage({ data: new Uint8Array(bytes).buffer });
  }

  terminate() {
    this.ended = true;
  }
};

beforeEach(() => {
  threads = [];
});

const request = (...bytes) => new Uint8Array(bytes);
const seconds = (n) => {
  for (let i = 0; i < n; i++) mock.timers.tick(1000);
};
const started = () => new Promise((done) => { setImmediate(done); });

function of(n) {
  const c = crew({ module: async () => 'module', runtime: async () => 'runtime' });
  c.limit(n);
  return c;
}

test('workers start with their first request, get the module first, and answer in order', async () => {
  const c = of(2);
  await started();
  assert.equal(threads.length, 0);
  c.ask(1, 7, request(1));
  c.ask(1, 8, request(2));
  await started();
  assert.equal(threads.length, 1);
  assert.match(await (await fetch(threads[0].address)).text(), /^runtime;\(function work\(\)/);
  const [module, ...requests] = threads[0].got;
  assert.deepEqual([module, ...requests.map((b) => new Uint8Array(b)[0])], ['module', 1, 2]);
  assert.deepEqual(c.take(), []);
  threads[0].answer(3);
  threads[0].answer(4);
  assert.deepEqual(c.take(), [[7, request(3)], [8, request(4)]]);
  assert.deepEqual(c.take(), []);
});

test('when one fails, nobody is left and nothing stays open', async () => {
  for (const fails of [(thread) => thread.onmessage({ data: null }), (thread) => thread.onerror(new Event('error'))]) {
    threads = [];
    const c = of(2);
    c.ask(0, 1, request(1));
    c.ask(1, 2, request(1));
    await started();
    fails(threads[1]);
    assert.equal(c.size, 0);
    assert.ok(threads.every((thread) => thread.ended));
    c.ask(0, 3, request(1));
    assert.deepEqual(c.take(), [[1, null], [2, null], [3, null]]);
  }
});

test('without a program there is no crew', async () => {
  const c = crew({ module: () => Promise.reject(new Error('no answer')), runtime: async () => '' });
  c.limit(3);
  c.ask(0, 1, request(1));
  await started();
  assert.deepEqual([c.size, c.take()], [0, [[1, null]]]);
});

test('another size lets the workers go', async () => {
  const c = of(2);
  c.ask(0, 1, request(1));
  await started();
  c.limit(1);
  assert.ok(threads[0].ended);
  assert.deepEqual([c.size, c.take()], [1, [[1, null]]]);
  c.ask(0, 2, request(1));
  await started();
  threads[1].answer(5);
  threads[0].answer(6); // too late
  assert.deepEqual(c.take(), [[2, request(5)]]);
});

test('a worker that falls silent has failed; one with nothing to do has not', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const c = of(2);
    c.ask(0, 1, request(1));
    c.ask(1, 2, request(1));
    await started();
    threads[0].answer(1);
    seconds(50);
    threads[1].answer(1);
    seconds(500);
    assert.equal(c.size, 2);
    c.ask(0, 3, request(1));
    seconds(59);
    assert.equal(c.size, 2);
    seconds(3);
    assert.equal(c.size, 0);
    assert.deepEqual(c.take().map(([id, answer]) => [id, answer?.[0] ?? null]), [[1, 1], [2, 1], [3, null]]);
  } finally {
    mock.timers.reset();
  }
});
