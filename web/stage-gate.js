// The gate before requestAnimationFrame: frames are withheld while nobody can see
// them or while Go said that it has nothing to do, so a demo at rest costs nothing.

/**
 * Puts the gate in place; it must stand before Go looks up requestAnimationFrame.
 * Returns {wake(), rest(), see(visible), owe(owed)}: with owed, a command waits for its
 * answer and is worked off out of sight too.
 */
export function gate() {
  const native = requestAnimationFrame.bind(window);
  let held = []; // callbacks that wait: Ebitengine's, and those of whoever else looks at this page
  const asked = new Map(); // by id, callbacks that the browser has and may never answer out of sight
  let visible = true;
  let resting = false;
  let owed = false;

  const request = (callback) => {
    if (resting || (!shown() && !owed)) {
      held.push(callback);
    } else if (shown()) {
      const id = native((now) => {
        asked.delete(id);
        callback(now);
      });
      asked.set(id, callback);
    } else { // browsers don't animate frames that are scrolled away; timers they only slow down
      setTimeout(() => callback(performance.now()), 16);
    }
    return 0;
  };
  const shown = () => visible && !document.hidden;
  const retry = () => {
    const callbacks = held;
    held = [];
    callbacks.forEach((callback) => request(callback));
  };
  const look = () => {
    if (!shown()) {
      for (const [id, callback] of asked) {
        cancelAnimationFrame(id);
        held.push(callback);
      }
      asked.clear();
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
