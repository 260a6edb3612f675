// The text of the picture as HTML over the canvas: crisp at any density, and
// megabytes lighter than fonts in the binary.

const ANCHOR = { left: '0', center: '-50%', right: '-100%' };

/**
 * Returns show(lines), a line for each label with tabs between: x, y and size in CSS pixels, colour,
 * colour of the ground or nothing, alignment, weight, style, text.
 */
export function overlay(parent) {
  const box = document.createElement('div');
  box.className = 'labels';
  box.setAttribute('aria-hidden', 'true'); // the canvas has a name that says the same in words
  parent.append(box);
  const shown = []; // the line of each span

  return (lines) => {
    const labels = lines ? lines.split('\n') : [];
    while (box.childElementCount > labels.length) {
      box.lastChild.remove();
      shown.pop();
    }
    labels.forEach((label, i) => {
      if (shown[i] === label) return;
      shown[i] = label;
      place(box.children[i] ?? box.appendChild(document.createElement('span')), label.split('\t'));
    });
  };
}

function place(span, [x, y, size, rgb, ground, align, weight, style, text]) {
  if (span.textContent !== text) span.textContent = text;
  Object.assign(span.style, {
    left: `${x}px`,
    top: `${y}px`,
    transform: `translate(${ANCHOR[align]}, -50%)`,
    color: rgb,
    fontSize: `${size}px`,
    fontWeight: weight,
    fontStyle: style,
    // a halo of the ground keeps text readable over lines
    textShadow: ground ? `0 0 2px ${ground}, 0 0 3px ${ground}, 0 0 4px ${ground}` : 'none',
  });
}
