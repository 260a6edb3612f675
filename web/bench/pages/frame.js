// Shows the page named in the address in a frame. If it is the stage, it gets what it
// needs to run the scene named there (otherwise label-noise) with the values given as
// JSON (otherwise at its defaults), and is left alone after that but for what the
// benchmark sends through globalThis.tell.

import { isHandshake, VERSION } from '/site/messages.js';

const address = new URLSearchParams(location.search);
const scene = address.get('scene') ?? 'label-noise';
const values = JSON.parse(address.get('values') ?? '{}');

addEventListener('message', ({ data, source }) => {
  if (!isHandshake(data, 'hello')) return;
  const { port1, port2 } = new MessageChannel();
  source.postMessage({ sgdnoise: VERSION, type: 'connect' }, '*', [port2]);
  port1.postMessage({ type: 'init', id: 1, scene, values, theme: 'light' });
  globalThis.tell = (message) => port1.postMessage(message);
});

const frame = document.createElement('iframe');
frame.src = address.get('src');
document.body.append(frame);
