// Malformed messages over the very ports that a running demo uses, in both directions:
// a warning in the console, and the demo runs on. (fuzz.test.js makes up its own ports.)

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage } from './harness.js';

// Keeps hold of the element's end of the port, in the page, and of the stage's, in the frame.
const keepPorts = () => {
  const Native = MessageChannel;
  globalThis.MessageChannel = class extends Native {
    constructor() {
      super();
      globalThis.port = this.port1;
    }
  };
  addEventListener('message', ({ ports }) => { if (ports[0]) [globalThis.port] = ports; }, true);
};

const post = (where, messages) => where.evaluate((list) => { for (const message of list) globalThis.port.postMessage(message); }, messages);

// What each side must refuse, and how it says so.
const TO_STAGE = [
  [{ type: 'nonsense' }, /unknown message “nonsense”/],
  [{ type: 'toString' }, /unknown message “toString”/],
  [{ type: 'set', id: 1, values: 3 }, /“set” with an unusable “values”/],
  [{ type: 'set', id: -1, values: {} }, /“set” with an unusable “id”/],
  [{ type: 'set', id: 1, values: { lr: NaN } }, /“set” with an unusable “values”/],
  [{ type: 'step', id: 1, n: 1.5 }, /“step” with an unusable “n”/],
  [{ type: 'snapshot', id: 1, format: 'gif' }, /“snapshot” with an unusable “format”/],
  [{ type: 'theme', theme: 'pink' }, /“theme” with an unusable “theme”/],
  [7, /a message without a type/],
  [null, /a message without a type/],
];
const TO_ELEMENT = [
  [{ type: 'rubbish' }, /unknown message “rubbish”/],
  [{ type: 'report', ack: 1, report: {} }, /“report” with an unusable “report”/],
  [{ type: 'report', ack: -1, report: null }, /“report” with an unusable “ack”/],
  [{ type: 'change', values: { lr: {} }, tick: 0, done: true }, /“change” with an unusable “values”/],
  [{ type: 'notice', messages: [1] }, /“notice” with an unusable “messages”/],
  [{ type: 'key', key: 3 }, /“key” with an unusable “key”/],
  [{ type: 'error', message: 'x' }, /“error” with an unusable “fatal”/],
  [{ type: 'progress', loaded: -1, total: 'x' }, /“progress” with an unusable “loaded”/],
];

onPage('malformed messages in both directions', { url: `?${LIGHT}&lr=0.5`, prepare: (page) => page.addInitScript(keepPorts) }, async (page, seen) => {
  const demo = await Demo.ready(page);
  await post(page, TO_STAGE.map(([message]) => message));
  await post(demo.stage, TO_ELEMENT.map(([message]) => message));
  // handshakes from where none may come: the page itself, and a second one for the stage
  await page.evaluate(() => postMessage({ sgdnoise: 1, type: 'hello' }, '*'));
  await demo.stage.evaluate(() => postMessage({ sgdnoise: 1, type: 'connect' }, '*'));

  const report = await demo.call('set', { lr: 0.6 });
  assert.equal(report.values.lr, 0.6);
  await demo.until(([el, tick]) => el.report.tick > tick, report.tick);
  for (const [, pattern] of [...TO_STAGE, ...TO_ELEMENT]) {
    assert.ok(seen.warnings.some((text) => pattern.test(text)), `no warning like ${pattern} among\n${seen.warnings.join('\n')}`);
  }
  assert.equal(seen.warnings.filter((text) => text.startsWith('sgd-noise: ignored')).length, TO_STAGE.length + TO_ELEMENT.length);
});

// Well formed, but keys without a meaning.
onPage('messages that mean nothing', { url: `?${LIGHT}&paused=1`, prepare: (page) => page.addInitScript(keepPorts) }, async (page) => {
  const demo = await Demo.ready(page);
  const { tick } = await demo.get('report');
  await post(demo.stage, [{ type: 'key', key: 'x' }, { type: 'key', key: 'toString' }, { type: 'change', values: { nothing: 1 }, tick: 0, done: true },
    { type: 'snapshot', id: 999, mime: 'text/plain', data: '' }, { type: 'error', id: 999, message: 'late', fatal: false }]);
  const report = await demo.call('set', {});
  assert.equal(report.tick, tick);
  assert.ok(!page.url().includes('nothing'));
});
