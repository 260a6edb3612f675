// Short ways to say what an element is made of, and when.

/** Milliseconds from the beginning in which nobody misses what else would come before the first picture and make it later. */
export const SOON = 1000;

/** Creates an element. Properties are set as properties; those with a dash, and role, as attributes. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.includes('-') || name === 'role') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Sets the text only when it differs, so that assistive technology and layout stay at rest. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Calls act at most once in so many milliseconds; a call in between is made up for, with its latest arguments. */
export function atMostEvery(milliseconds, act) {
  let timer = 0;
  let latest = null;
  const run = () => {
    timer = 0;
    if (!latest) return;
    const args = latest;
    latest = null;
    timer = setTimeout(run, milliseconds);
    act(...args);
  };
  return (...args) => {
    latest = args;
    if (!timer) run();
  };
}
