// Seats for running stages. Browsers allow some sixteen WebGL contexts in a tab and throw out
// the oldest; then stages would reload one another without end. So only a few run at a time
// on a page, also counting those in plain frames of ours: the others show their posters.

const MOST = 3;
const seats = new Map(); // id -> {since, seen, park} of a demo here, or {since, seen, source} of one in another frame
const TYPE = 'seat';

/**
 * A seat for a demo. park() is called when another one needs it. Returns {take(), leave(), see(visible), free()}:
 * free says whether it could be taken without stopping a demo that can be seen.
 */
export function seat(park) {
  const id = Math.random().toString(36).slice(2);
  return {
    take() {
      seats.set(id, { since: Date.now(), seen: true, park });
      tell(id);
      settle(id);
    },
    leave() {
      if (seats.delete(id)) tell(id);
    },
    see(seen) {
      const mine = seats.get(id);
      if (!mine || mine.seen === seen) return;
      mine.seen = seen;
      tell(id);
    },
    free: () => present().filter(([, other]) => other.seen).length < MOST,
  };
}

// Without since the seat is free.
function tell(id, { since, seen } = seats.get(id) ?? {}) {
  for (const other of frames()) other.postMessage({ sgdnoise: TYPE, id, since, seen }, origin);
}

// Those out of sight go first, then those that began first; who came last stays.
function settle(last) {
  const before = ([a, x], [b, y]) => (a === last) - (b === last) || x.seen - y.seen || x.since - y.since || (a < b ? -1 : 1);
  const all = present().sort(before);
  for (const [, { park }] of all.slice(0, Math.max(0, all.length - MOST))) park?.();
}

const present = () => [...seats].filter(([, { source }]) => !source?.closed);

// Every other window of our origin on this page. Those of other origins are not ours to talk to.
function* frames(window = top) {
  for (let i = 0; i < window.length; i++) yield* frames(window[i]);
  if (window !== self && isOurs(window)) yield window;
}

function isOurs(window) {
  try {
    return origin !== 'null' && window.origin === origin;
  } catch {
    return false;
  }
}

const isSeat = (data) => data?.sgdnoise === TYPE && typeof data.id === 'string' && !seats.get(data.id)?.park;

addEventListener('message', ({ data, source, origin: from }) => {
  if (from !== origin || origin === 'null' || !isSeat(data)) return;
  if (!Number.isFinite(data.since)) {
    seats.delete(data.id);
    return;
  }
  const known = seats.has(data.id);
  seats.set(data.id, { since: data.since, seen: data.seen === true, source });
  if (!known) settle(data.id);
});

// A page that is left may come back as it was.
const ours = () => [...seats].filter(([, { park }]) => park);
addEventListener('pagehide', () => ours().forEach(([id]) => tell(id, {})));
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) ours().forEach(([id]) => tell(id));
});
