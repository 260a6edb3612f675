// What Ebitengine asks of WebGL: the stage answers where an answer of the graphics card
// would come only after all that was drawn.

import assert from 'node:assert/strict';
import { test } from 'node:test';

// What of a browser the stage's context needs. asked counts the calls that wait.
class Canvas extends EventTarget {
  asked = 0;
  wishes = null;
  kept = true;

  getContext(kind, wishes) {
    this.wishes = wishes;
    if (kind === 'none') return null;
    const wait = (answer) => {
      this.asked++;
      return answer;
    };
    return { finish: () => wait(), isBuffer: (buffer) => wait(Boolean(buffer) && this.kept) };
  }
}
globalThis.HTMLCanvasElement = Canvas;
await import('../stage-context.js');

test('nothing waits for the graphics card while it keeps what it was given', () => {
  const canvas = new Canvas();
  const context = canvas.getContext('webgl2', { alpha: true });
  context.finish();
  assert.equal(context.isBuffer({}), true);
  assert.equal(context.isBuffer(null), false);
  assert.equal(context.isBuffer(undefined), false);
  assert.equal(canvas.asked, 0);
  assert.deepEqual(canvas.wishes, { alpha: true, antialias: false, depth: false, stencil: false });
});

test('when it has lost all, it is asked what is there', () => {
  const canvas = new Canvas();
  const context = canvas.getContext('webgl2');
  canvas.kept = false;
  canvas.dispatchEvent(new Event('webglcontextlost'));
  assert.equal(context.isBuffer({}), false);
  assert.equal(canvas.asked, 1);
});

test('a browser without WebGL 2 and another kind of context are left alone', () => {
  assert.equal(new Canvas().getContext('none'), null);
  const canvas = new Canvas();
  canvas.getContext('2d').finish();
  assert.equal(canvas.asked, 1);
});
