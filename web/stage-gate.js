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
  let visible = true;
  let resting = false;
  let owed = false;

  const request = (callback) => {
    if (resting || (!visible && !owed)) {
      held = callback;
      return 0;
    }
    // browsers don't animate frames that are scrolled away; timers they only slow down
    return visible ? native(callback) : setTimeout(() => callback(performance.now()), 16);
  };
  const retry = () => {
    const callback = held;
    held = null;
    if (callback) request(callback);
  };
  window.requestAnimationFrame = request;

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
      retry();
    },
    owe(o) {
      owed = o;
      retry();
    },
  };
}
