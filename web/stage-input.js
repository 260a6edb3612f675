// Input on the stage. Ebitengine would prevent the default of every key, wheel and
// touch on its canvas, so it gets to see none: events are stopped before it, keep
// their native effect, and what belongs to the picture is handed to Go.

const SHIELDED = ['keydown', 'keyup', 'wheel', 'mousedown', 'mouseup', 'mousemove', 'touchstart', 'touchmove',
  'touchend', 'touchcancel', 'contextmenu', 'dragover', 'drop'];

/**
 * Listens on the window. send(message) hands a message to Go and returns whether it
 * hit a handle; onKey(key) gets shortcuts: the keys that the element last asked for
 * by shortcuts(list), which is returned.
 */
export function input({ send, onKey }) {
  let keys = [];
  const body = document.body;
  let dragging = null; // id of the pointer that holds a handle
  let hit = false; // whether the last press was on a handle

  const activate = (on) => body.classList.toggle('active', on);
  const at = (event, phase) => ({
    type: 'pointer', phase, x: event.clientX, y: event.clientY, pointer: event.pointerType || 'mouse',
  });
  const release = (event, phase) => {
    if (event.pointerId !== dragging) return;
    dragging = null;
    body.classList.remove('dragging');
    send(at(event, phase));
  };
  const ours = (event) => event.target === document.documentElement || body.contains(event.target) && !event.target.closest('.message');

  const handlers = {
    pointerdown(event) {
      if (!ours(event) || !event.isPrimary || event.button !== 0) return;
      hit = send(at(event, 'down'));
      if (!hit) return;
      dragging = event.pointerId;
      event.target.setPointerCapture(event.pointerId); // a release outside the frame arrives, too
      body.classList.add('dragging');
    },
    pointermove(event) {
      if (event.pointerId === dragging) {
        if (event.pointerType === 'mouse' && event.buttons === 0) release(event, 'up');
        else send(at(event, 'move'));
      } else if (event.pointerType === 'mouse' && event.buttons === 0 && ours(event)) {
        body.classList.toggle('handle', send(at(event, 'hover')));
      }
    },
    pointerup: (event) => release(event, 'up'),
    pointercancel: (event) => release(event, 'cancel'),
    lostpointercapture: (event) => release(event, 'cancel'),
    click: (event) => {
      if (ours(event) && !hit) activate(true);
    },
    touchstart: (event) => {
      if (dragging !== null) event.preventDefault(); // the finger moves the handle, not the page
    },
    wheel(event) {
      if (!body.classList.contains('active') || event.ctrlKey) return;
      event.preventDefault();
      const line = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      send({ type: 'wheel', x: event.clientX, y: event.clientY, dy: event.deltaY * line });
    },
    keydown(event) {
      if (event.key === 'Escape') activate(false);
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest('.message')) return;
      if (!keys.includes(event.key)) return;
      event.preventDefault();
      onKey(event.key);
    },
  };

  const options = { capture: true, passive: false };
  for (const [type, handle] of Object.entries(handlers)) addEventListener(type, handle, options);
  for (const type of SHIELDED) addEventListener(type, (event) => { if (ours(event)) event.stopImmediatePropagation(); }, options);
  addEventListener('blur', () => activate(false));
  return { shortcuts(list) { keys = list; } };
}
