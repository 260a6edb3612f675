import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Link } from '../link.js';

const init = { scene: 'label-noise', values: {}, theme: 'light' };
const report = { scene: 'label-noise', values: {}, status: 'stationary', sentence: '', readings: [], notes: [] };

class Port {
  sent = [];

  postMessage(message) {
    this.sent.push(message);
  }

  close() {
    this.closed = true;
  }

  say(data) {
    this.onmessage({ data });
  }

  get commands() {
    return this.sent.map(({ type, id }) => `${type} ${id}`);
  }
}

function linked() {
  const heard = [];
  const link = new Link((message) => heard.push(message.type));
  const port = new Port();
  return { link, port, heard };
}

const settled = async (promise) => Promise.race([promise.then(() => true), new Promise((r) => { setImmediate(r, false); })]);

test('a promise waits for the report that includes its command', async () => {
  const { link, port } = linked();
  link.connect(port, init);
  const first = link.command({ type: 'set', values: { lr: 1 } });
  const second = link.command({ type: 'step', n: 3 });
  assert.deepEqual(port.commands, ['init 1', 'set 2', 'step 3']);
  port.say({ type: 'report', ack: first.id, report });
  assert.equal(await settled(first.answer), true);
  assert.equal(await settled(second.answer), false);
  port.say({ type: 'report', ack: second.id, report });
  assert.deepEqual(await second.answer, report);
});

test('commands before the stage is there: init carries values, steps follow', async () => {
  const { link, port } = linked();
  const set = link.command({ type: 'set', values: { lr: 1 } });
  const step = link.command({ type: 'step', n: 3 });
  link.connect(port, init);
  assert.deepEqual(port.commands, ['init 3', 'step 4']);
  port.say({ type: 'report', ack: 3, report });
  assert.equal(await settled(set.answer), true);
  assert.equal(await settled(step.answer), false);
});

test('a reloaded stage answers what the old one left open', async () => {
  const { link, port } = linked();
  link.connect(port, init);
  const set = link.command({ type: 'set', values: { lr: 1 } });
  const snapshot = link.command({ type: 'snapshot', format: 'svg' });
  const next = new Port();
  link.connect(next, init);
  assert.equal(port.closed, true);
  assert.deepEqual(next.commands, ['init 4', 'snapshot 5']);
  next.say({ type: 'report', ack: 4, report });
  next.say({ type: 'snapshot', id: 5, mime: 'image/svg+xml', data: '<svg/>' });
  assert.equal(await settled(set.answer), true);
  assert.equal(await snapshot.answer, '<svg/>');
});

test('an error with a number rejects that command only', async () => {
  const { link, port } = linked();
  link.connect(port, init);
  const snapshot = link.command({ type: 'snapshot', format: 'png' });
  const step = link.command({ type: 'step', n: 1 });
  port.say({ type: 'error', id: snapshot.id, message: 'No picture.', fatal: false });
  await assert.rejects(snapshot.answer, /No picture/);
  assert.equal(await settled(step.answer), false);
});

test('malformed messages are named in the console and dropped', (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  const { link, port, heard } = linked();
  link.connect(port, init);
  for (const bad of [null, 7, {}, { type: 'nope' }, { type: 'report', ack: 1 }, { type: 'constructor' }]) port.say(bad);
  assert.equal(warn.mock.callCount(), 6);
  assert.deepEqual(heard, []);
});
