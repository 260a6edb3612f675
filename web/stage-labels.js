// The text of the picture as HTML over the canvas: crisp at any density, and
// megabytes lighter than fonts in the binary.

const ANCHOR = { left: '0', center: '-50%', right: '-100%' };

/** Returns show(labels), labels = [{x, y, text, rgb, size, align, bold, italic, ground}] in CSS pixels. */
export function overlay(parent) {
  const box = document.createElement('div');
  box.className = 'labels';
  box.setAttribute('aria-hidden', 'true'); // the canvas has a name that says the same in words
  parent.append(box);
  const shown = []; // the label of each span, as JSON

  return (labels) => {
    while (box.childElementCount > labels.length) {
      box.lastChild.remove();
      shown.pop();
    }
    labels.forEach((label, i) => {
      const key = JSON.stringify(label);
      if (shown[i] === key) return;
      shown[i] = key;
      place(box.children[i] ?? box.appendChild(document.createElement('span')), label);
    });
  };
}

function place(span, { x, y, text, rgb, size, align, bold, italic, ground }) {
  if (span.textContent !== text) span.textContent = text;
  Object.assign(span.style, {
    left: `${x}px`,
    top: `${y}px`,
    transform: `translate(${ANCHOR[align] ?? '0'}, -50%)`,
    color: rgb,
    fontSize: `${size}px`,
    fontWeight: bold ? '650' : '400',
    fontStyle: italic ? 'italic' : 'normal',
    // a halo of the ground keeps text readable over lines
    textShadow: ground ? `0 0 2px ${ground}, 0 0 3px ${ground}, 0 0 4px ${ground}` : 'none',
  });
}
