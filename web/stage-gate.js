// The gate before requestAnimationFrame: frames are withheld while nobody can see
// them or while Go said that it has nothing to do, so a demo at rest costs nothing.

/**
 * Puts the gate in place; it must stand before Go looks up requestAnimationFrame.
 * Returns {wake(), rest(), see(visible), owe(owed)}: with owed, a command waits for its
 * answer and is worked off out of sight too.
 */
export function gate() {
  const native = requestAnimationFrame.bind(window);
  let held = null; // Ebitengine has one loop, so at most one callback waits
  let asked = null; // {callback, id} that the browser has and may never answer out of sight
  let visible = true;
  let resting = false;
  let owed = false;

  const request = (callback) => {
    if (resting || (!shown() && !owed)) {
      held = callback;
    } else if (shown()) {
      const id = native((now) => {
        asked = null;
        callback(now);
      });
      asked = { callback, id };
    } else { // browsers don't animate frames that are scrolled away; timers they only slow down
      setTimeout(() => callback(performance.now()), 16);
    }
    return 0;
  };
  const shown = () => visible && !document.hidden;
  const retry = () => {
    const callback = held;
    held = null;
    if (callback) request(callback);
  };
  const look = () => {
    if (asked && !shown()) {
      cancelAnimationFrame(asked.id);
      held = asked.callback;
      asked = null;
    }
    retry();
  };
  window.requestAnimationFrame = request;
  document.addEventListener('visibilitychange', look);

  return {
    rest() {
      resting = true;
    },
    wake() {
      resting = false;
      retry();
    },
    see(v) {
      visible = v;
      look();
    },
    owe(o) {
      owed = o;
      retry();
    },
  };
}
