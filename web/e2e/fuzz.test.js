// Nonsense from a fixed seed, over everything that strangers can reach: query
// strings, attributes, calls, and messages to page and stage. Nothing may throw, and
// the demo must run afterwards with values that are legal.

import assert from 'node:assert/strict';
import { Demo, LIGHT } from './demo.js';
import { onPage } from './harness.js';

/** A generator of numbers in [0, 1) from a seed (mulberry32). */
function random(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const PIECES = ['', '0', '-0', '1e308', '-1e400', 'NaN', 'Infinity', '0x10', '１', '1,5', ' 3 ', '\u0000', '\u202e', '💥', '%',
  '<img src=x onerror=alert(1)>', '"', "'", '${1}', '__proto__', 'constructor', 'null', 'undefined', 'true', 'yes', 'epochs',
  'a'.repeat(5000), '[object Object]', '1;2', '+', '=', '&', '../../x'];
const KEYS = ['lr', 'batch', 'momentum', 'seed', 'walkers', 'sampling', 'dataset', 'zoom', 'paused', 'start1', 'show-sde', 'theme',
  'controls', 'scene', 'foo', '__proto__', 'hasOwnProperty', '', 'v'];

const pick = (next, list) => list[Math.floor(next() * list.length)];

async function stillRuns(demo) {
  const report = await demo.call('set', { lr: 0.4, walkers: 200, paused: 0 });
  assert.equal(report.values.lr, 0.4);
  await demo.until(([el, tick]) => el.report.tick > tick, report.tick);
  const spec = await demo.get('spec');
  for (const { key, kind, min, max, options } of spec.params) {
    const value = report.values[key];
    assert.ok(kind === 'choice' ? options.includes(value) : value >= min && value <= max, `${key} = ${value}`);
  }
}

const next = random(20220425);
const queries = Array.from({ length: 25 }, () => {
  const query = new URLSearchParams();
  for (let i = 0; i < 4; i++) query.append(pick(next, KEYS), pick(next, PIECES));
  return query.toString();
});

onPage('200 query strings and attributes of nonsense', { url: `?${LIGHT}` }, async (page) => {
  const demo = await Demo.ready(page);
  for (let i = 0; i < 8; i++) {
    await demo.element.evaluate((el, list) => {
      for (const query of list) {
        history.pushState(null, '', `?${query}`);
        dispatchEvent(new PopStateEvent('popstate'));
        for (const [key, value] of new URLSearchParams(query)) {
          if (key && key !== 'scene') el.setAttribute(/^[a-z_][\w-]*$/i.test(key) ? key : 'x', value);
        }
      }
      for (const { name } of [...el.attributes]) el.removeAttribute(name);
    }, queries.map((q) => `${q}&${pick(next, KEYS)}=${encodeURIComponent(pick(next, PIECES))}`));
  }
  await demo.until(([el]) => el.report);
  await stillRuns(demo);
  assert.equal(await page.evaluate(() => document.querySelectorAll('img[src="x"]').length), 0);
});

// Plays the element to a stage of our own: nonsense over the port, then sense.
function talk(messages) {
  const frame = document.createElement('iframe');
  frame.src = 'stage.html';
  frame.width = 600;
  frame.height = 400;
  return new Promise((done) => {
    addEventListener('message', ({ source, data }) => {
      if (source !== frame.contentWindow || data.type !== 'hello') return;
      const { port1, port2 } = new MessageChannel();
      source.postMessage({ sgdnoise: 1, type: 'connect' }, '*', [port2]);
      port1.onmessage = (event) => {
        if (event.data.type === 'report' && event.data.ack >= 1e6 + 1) done(event.data.report);
      };
      for (const message of messages) port1.postMessage(message);
      port1.postMessage({ type: 'visible', visible: true });
      port1.postMessage({ type: 'init', id: 1e6, scene: 'label-noise', theme: 'dark', values: { lr: 0.4, walkers: 200 } });
      port1.postMessage({ type: 'step', id: 1e6 + 1, n: 2 });
    });
    document.body.prepend(frame);
  });
}

onPage('200 messages of nonsense', { url: `?${LIGHT}` }, async (page, seen) => {
  const demo = await Demo.ready(page);
  const types = ['hello', 'connect', 'init', 'set', 'step', 'reset', 'theme', 'visible', 'snapshot', 'report', 'pointer', 'x'];
  const odd = [null, undefined, 0, -1, 1.5, NaN, 'x', {}, [], { lr: {} }, { lr: 'x'.repeat(5000) }, true];
  const messages = Array.from({ length: 200 }, () => ({
    sgdnoise: pick(next, [1, 2, '1', null]), type: pick(next, types), id: pick(next, odd), n: pick(next, odd),
    values: pick(next, odd), scene: pick(next, odd), theme: pick(next, odd), format: pick(next, odd), visible: pick(next, odd),
  }));
  await demo.element.evaluate((el, list) => {
    const stage = (el.querySelector('iframe') ?? el.shadowRoot.querySelector('iframe')).contentWindow;
    for (const message of list) {
      postMessage(message, '*');
      stage.postMessage(message, '*');
    }
  }, messages);
  const report = await page.evaluate(talk, messages);
  assert.equal(report.values.lr, 0.4);
  assert.ok(report.tick >= 2);
  await stillRuns(demo);
  assert.ok(seen.warnings.every((w) => w.length < 500), 'warnings stay short');
});
