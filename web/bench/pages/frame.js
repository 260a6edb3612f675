// Shows the page named in the address in a frame. If it is the stage, it gets what it
// needs to run the scene named there (otherwise label-noise) with the values given as
// JSON (otherwise at its defaults), and is left alone after that but for what the
// benchmark sends: tell(message) hands it a message, ask(command) resolves with the
// milliseconds until the command's report.

import { answer, isHandshake } from '/web/handshake.js';

const address = new URLSearchParams(location.search);
const scene = address.get('scene') ?? 'label-noise';
const values = JSON.parse(address.get('values') ?? '{}');
const asked = new Map(); // by id: what to do when a report includes it
let id = 1;

addEventListener('message', ({ data, source }) => {
  if (!isHandshake(data, 'hello')) return;
  const port = answer(source);
  port.postMessage({ type: 'init', id, scene, values, theme: 'light' });
  port.onmessage = (event) => {
    if (event.data.type !== 'report') return;
    for (const [which, done] of asked) {
      if (which > event.data.ack) continue;
      asked.delete(which);
      done();
    }
  };
  globalThis.tell = (message) => port.postMessage(message);
});

globalThis.ask = (command) => new Promise((done) => {
  const begin = performance.now();
  id++;
  asked.set(id, () => done(performance.now() - begin));
  globalThis.tell({ ...command, id });
});

const frame = document.createElement('iframe');
frame.src = address.get('src');
document.body.append(frame);
