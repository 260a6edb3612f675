// What stands below the demo, once that has shown its first picture: the pictures of the
// scenes may load, and a link to a scene or to a step of the talk shows it in place.

import { parse } from './url.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const plainly = ({ button, ctrlKey, metaKey, shiftKey, altKey }) => button === 0 && !(ctrlKey || metaKey || shiftKey || altKey);

/** Takes over from the browser; go({scene, present, deck}) shows in the demo what a link names. */
export function open(demo, go) {
  const place = demo.parentElement;
  const links = [...document.querySelectorAll('.gallery a')];

  function mark() {
    for (const link of links) {
      if (parse(link.search).page.scene === demo.scene) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  document.querySelector('main').addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="?"]');
    if (!link || !plainly(event)) return;
    event.preventDefault();
    go(parse(link.search).page);
    place.scrollIntoView({ behavior: calm.matches ? 'auto' : 'smooth' });
    place.focus({ preventScroll: true });
  });
  demo.addEventListener('change', mark);
  mark();
}
