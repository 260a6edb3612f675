// The gate before requestAnimationFrame: whoever asks for a frame gets it once there
// is something to draw and somebody to see it, and not before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate } from '../stage-gate.js';

// What of a browser the gate needs.
function browser() {
  const frames = new Map();
  let id = 0;
  globalThis.window = globalThis;
  globalThis.document = { hidden: false, addEventListener() {} };
  globalThis.requestAnimationFrame = (callback) => { frames.set(++id, callback); return id; };
  globalThis.cancelAnimationFrame = (which) => frames.delete(which);
  return {
    gate: gate(),
    animate() {
      const now = [...frames.values()];
      frames.clear();
      now.forEach((callback) => callback(0));
    },
  };
}

test('frames are withheld at rest and out of sight, and none is lost', () => {
  for (const [close, open] of [[(g) => g.rest(), (g) => g.wake()], [(g) => g.see(false), (g) => g.see(true)]]) {
    const { gate: g, animate } = browser();
    const drawn = [];
    requestAnimationFrame(() => drawn.push('before'));
    animate();
    assert.deepEqual(drawn, ['before']);
    close(g);
    requestAnimationFrame(() => drawn.push('first'));
    requestAnimationFrame(() => drawn.push('second'));
    animate();
    assert.deepEqual(drawn, ['before']);
    open(g);
    animate();
    assert.deepEqual(drawn, ['before', 'first', 'second']);
  }
});

test('frames that the browser has when the picture leaves sight come when it is back, once', () => {
  const { gate: g, animate } = browser();
  const drawn = [];
  requestAnimationFrame(() => drawn.push('first'));
  requestAnimationFrame(() => drawn.push('second'));
  g.see(false);
  animate();
  assert.deepEqual(drawn, []);
  g.see(true);
  animate();
  animate();
  assert.deepEqual(drawn, ['first', 'second']);
});
