// The shapes of the messages between the element and its stage (PROTOCOL.md).
// Both sides check what they receive here, because neither can trust the other
// to be of the same version.

const isRecord = (v) => typeof v === 'object' && v !== null && !Array.isArray(v);
const isCount = (v) => Number.isSafeInteger(v) && v >= 0;
const isText = (v) => typeof v === 'string';
const isFlag = (v) => typeof v === 'boolean';
const isTheme = (v) => ['light', 'dark', 'projector'].includes(v);
const isLength = (v) => Number.isFinite(v) && v >= 0;
const isValue = (v) => isText(v) || Number.isFinite(v);
const isValues = (v) => isRecord(v) && Object.values(v).every(isValue);
const optional = (is) => (v) => v === undefined || is(v);
const listOf = (is) => (v) => Array.isArray(v) && v.every(is);

/** The formats that a snapshot can have. */
export const FORMATS = ['png', 'svg', 'csv', 'json', 'walkers.csv', 'walkers.json'];

/** Messages that the stage understands: type -> field -> test. */
export const TO_STAGE = {
  init: { id: isCount, scene: isText, values: isValues, theme: isTheme, text: optional(isLength), workers: optional(isText), resume: optional(isFlag) },
  set: { id: isCount, values: isValues, at: optional(isCount) },
  step: { id: isCount, n: isCount },
  reset: { id: isCount },
  theme: { theme: isTheme, text: optional(isLength) },
  keys: { keys: listOf(isText) },
  hold: { on: isFlag },
  visible: { visible: isFlag },
  workers: { workers: isText },
  snapshot: { id: isCount, format: (v) => FORMATS.includes(v) },
};

const isReport = (v) => isRecord(v) && isText(v.scene) && isValues(v.values)
  && isText(v.status) && isText(v.sentence) && listOf(isRecord)(v.readings) && listOf(isText)(v.notes);

/** Messages that the element understands: type -> field -> test. */
export const TO_ELEMENT = {
  progress: { loaded: isCount, total: isCount },
  ready: { scene: isText },
  report: { ack: isCount, report: isReport },
  change: { values: isValues, tick: isCount, done: isFlag },
  notice: { messages: listOf(isText) },
  snapshot: { id: isCount, mime: isText, data: isText },
  key: { key: isText },
  error: { id: optional(isCount), message: isText, fatal: isFlag },
};

/**
 * What is wrong with a message, as a sentence; the empty string if nothing is.
 * Fields that the table does not name are allowed: a newer version may send them.
 */
export function complaint(shapes, message) {
  if (!isRecord(message) || !isText(message.type)) return 'a message without a type';
  if (!Object.hasOwn(shapes, message.type)) return `unknown message “${message.type.slice(0, 40)}”`;
  for (const [field, test] of Object.entries(shapes[message.type])) {
    if (!test(message[field])) return `message “${message.type}” with an unusable “${field}”`;
  }
  return '';
}

/** True if the message may be used; otherwise it is named in the console and to be ignored. */
export function accept(shapes, message) {
  const why = complaint(shapes, message);
  if (why) console.warn(`sgd-noise: ignored ${why}`);
  return !why;
}
