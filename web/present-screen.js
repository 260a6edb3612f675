// The screen during a talk: it stays awake, and is filled where that is allowed.

/** Keeps the screen awake, where the browser can. Returns {keep(), release()}. */
export function awake() {
  let wanted = false;
  let lock = null;
  const ask = async () => {
    if (!wanted || document.hidden) return; // browsers let go of it while the page is hidden
    const got = await navigator.wakeLock?.request('screen').catch(() => null) ?? null;
    if (wanted) lock = got;
    else got?.release();
  };
  document.addEventListener('visibilitychange', ask);
  return {
    keep() {
      wanted = true;
      ask();
    },
    release() {
      wanted = false;
      lock?.release();
      lock = null;
    },
  };
}

/** The whole screen instead of the window. onLeft() is called when it was left by the browser's own means. */
export function screenFill(onLeft) {
  let filled = false;
  const enter = () => {
    if (!document.fullscreenEnabled || !navigator.userActivation?.isActive) return;
    document.documentElement.requestFullscreen().then(() => { filled = true; }, () => {});
  };
  const leave = () => {
    if (filled && document.fullscreenElement) document.exitFullscreen().catch(() => {});
    filled = false;
  };
  document.addEventListener('fullscreenchange', () => {
    if (document.fullscreenElement || !filled) return;
    filled = false;
    onLeft();
  });
  return { enter, leave, toggle: () => (filled ? leave() : enter()) };
}
