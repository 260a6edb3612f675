// What stands beside the picture in a talk: title, sentence, what to try, and a row
// of small buttons.

import { h, setText } from './dom.js';

const ROOM = 200; // characters that stand beside the picture

// The first sentences of a caption, as many as there is room for.
function beginning(caption) {
  const sentences = caption.split(/(?<=[.?!]) /);
  while (sentences.length > 1 && sentences.join(' ').length > ROOM) sentences.pop();
  return sentences.join(' ');
}

/** Builds it. actions.do(name) is called when a button is pressed. Returns {node, bar, show(talk)}. */
export function slide(actions) {
  const title = h('h2');
  const text = h('p');
  const task = h('p', { className: 'task' });
  const button = (label, name, content = '') => {
    const node = h('button', { type: 'button', 'aria-label': label, title: label, textContent: content });
    node.addEventListener('click', () => actions.do(name));
    return node;
  };
  const at = h('span', { className: 'at' });
  const previous = button('Previous step', 'previous', '‹');
  const next = button('Next step', 'next', '›');
  const play = button('Pause', 'toggle');
  const hold = button('Hold the cloud and its numbers', 'hold', 'Hold');
  return {
    node: h('section', { className: 'slide', role: 'status' }, title, text, task),
    bar: h('div', { className: 'bar', role: 'group', 'aria-label': 'Talk' }, previous, at, next, play, hold, button('Menu of the talk', 'menu', '⋯')),
    show({ steps, at: n, demo }) {
      const step = steps[n - 1];
      const own = step?.scene === demo.spec.id ? step : null;
      setText(title, demo.spec.title);
      setText(text, own?.text || (own?.try ? '' : beginning(demo.spec.caption)));
      setText(task, own?.try ?? '');
      setText(at, `${n || '–'} / ${steps.length}`);
      previous.disabled = n <= 1;
      next.disabled = n >= steps.length;
      const paused = Number(demo.values.paused) === 1;
      setText(play, paused ? '▶' : '❚❚');
      play.setAttribute('aria-label', paused ? 'Run' : 'Pause');
      hold.setAttribute('aria-pressed', demo.held !== null);
    },
  };
}
