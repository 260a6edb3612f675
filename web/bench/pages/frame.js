// Shows the page named in the address in a frame. If it is the stage, it gets what it
// needs to run label-noise at its defaults, and is left alone after that.

import { isHandshake, VERSION } from '/site/messages.js';

addEventListener('message', ({ data, source }) => {
  if (!isHandshake(data, 'hello')) return;
  const { port1, port2 } = new MessageChannel();
  source.postMessage({ sgdnoise: VERSION, type: 'connect' }, '*', [port2]);
  port1.postMessage({ type: 'init', id: 1, scene: 'label-noise', values: {}, theme: 'light' });
});

const frame = document.createElement('iframe');
frame.src = new URLSearchParams(location.search).get('src');
document.body.append(frame);
