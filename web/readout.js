// The numbers under the controls: theory beside measurement, the thresholds in
// order, and everything else on request. All of them come from the report.

import { atMostEvery, h, setText } from './dom.js';
import { NONE, decimals, deviation, enough, fixed, significant } from './format.js';

const THRESHOLD = /^lr\.max\.\w+$/;

// What lies below each threshold, in words.
const MEANING = {
  'lr.max.fourth': 'the covariance has error bars',
  'lr.max.variance': 'the variance exists',
  'lr.max.mean': 'the mean converges (the textbook limit)',
  'lr.max.typical': 'a typical run stays',
};

const exists = Number.isFinite;
// a prediction that is only approximate is marked, and the deviation from it means nothing
const about = (reading) => (reading.valid === false ? '≈ ' : '');

/**
 * Builds the readouts. Returns {node, more, show(report, held), notices(messages)}: node compares theory and
 * measurement, more is a list of nodes with the thresholds and all other readings; held is an earlier
 * report, or null, whose numbers are shown below those of the present.
 */
export function readout() {
  const main = table('main', 'Theory and measurement', ['', 'theory', 'measured', 'off by s.e.']);
  const limits = table('limits', 'Limits of the learning rate', ['What holds below which λ', '', 'now']);
  const rest = table('rest', 'All readings', ['', 'theory', 'measured', 'off by s.e.']);
  const reasons = h('p', { className: 'hint' });
  const status = h('p', { className: 'status', role: 'status' });
  const notes = h('div', { className: 'notes' });
  const bad = h('div', { className: 'notices', role: 'alert' });
  const node = h('div', { className: 'readout' }, bad, main.node, reasons, status, notes);
  const others = h('details', {}, h('summary', { textContent: 'All readings' }), h('div', { className: 'scroll' }, rest.node));
  const say = atMostEvery(1000, (sentence) => setText(status, sentence));

  const show = (report, held = null) => {
    const shown = report.readings.filter((r) => r.main);
    main.caption(shown.some((r) => r.name.startsWith('now.')) ? 'at this instant' : '');
    main.rows(comparisons(shown, held?.readings.filter((r) => r.main)));
    limits.rows(thresholds(report).map((t) => thresholdRow(t, learningRate(report))));
    rest.rows(comparisons(report.readings.filter((r) => !shown.includes(r) && !THRESHOLD.test(r.name))));
    setText(reasons, [...new Set(shown.flatMap((r) => r.reason.split('; ')).filter(Boolean))].join('; '));
    lines(notes, report.notes);
    say(report.sentence);
  };
  main.rows(Array.from({ length: 5 }, () => blank)); // keeps the place of the first report
  limits.rows(Array.from({ length: 4 }, () => ({ name: NONE, cells: [{ text: '' }, { text: '' }] })));
  return { node, more: [limits.node, others], show, notices: (messages) => lines(bad, messages) };
}

const blank = { name: '', cells: [{ text: NONE }, { text: NONE }, { text: NONE }] };

/** The thresholds of the learning rate that the report knows, in increasing order. */
export function thresholds(report) {
  return report.readings.filter((r) => THRESHOLD.test(r.name))
    .map((reading) => ({ reading, at: reading.predicted ?? reading.measured }))
    .sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
}

/** The learning rate of a report: a parameter, or a reading where it follows from others. */
export const learningRate = ({ values, readings }) => values.lr ?? readings.find((r) => r.name === 'lr')?.predicted;

function thresholdRow({ reading, at }, lr) {
  const error = exists(reading.stderr) ? ` ±${significant(reading.stderr, 1)}` : '';
  return {
    name: MEANING[reading.name] ?? reading.symbol,
    title: describe(reading),
    cells: [
      { text: exists(at) ? about(reading) + significant(at) + error : NONE, title: reading.reason },
      exists(at) && exists(lr) ? { text: lr < at ? 'yes' : 'no', role: lr < at ? '' : 'past' } : { text: '' },
    ],
  };
}

/** What readings have in common that are shown with equal decimals: cov of cov.11, tail of tail~bulk. */
export const family = ({ name }) => name.replace(/~.*$/, '').replace(/\.[^.]*$/, '');

// Of an instant or of the window: the same number.
const subject = ({ name }) => name.replace(/^now\./, '');

// A column of equals is easier to read.
function comparisons(readings, before = []) {
  const largest = (list, of) => Math.max(...list.map(of).map(Math.abs).filter(exists));
  return readings.map((reading) => {
    const kin = readings.filter((r) => family(r) === family(reading));
    const places = decimals(largest(kin, (r) => r.predicted ?? r.measured), largest(kin, (r) => r.stderr ?? NaN));
    return comparison(reading, enough(places, reading.stderr), before.find((r) => subject(r) === subject(reading)));
  });
}

function comparison(reading, places, before) {
  const { predicted, measured, stderr, valid } = reading;
  const now = exists(predicted) || exists(measured); // else places is of nothing
  const was = (x) => (exists(x) ? `was ${now ? fixed(x, places) : significant(x)}` : '');
  const off = valid && exists(predicted) && exists(measured) && stderr > 0 ? (measured - predicted) / stderr : null;
  return {
    name: reading.symbol || reading.name,
    title: describe(reading),
    cells: [
      { text: exists(predicted) ? about(reading) + fixed(predicted, places) : NONE, role: 'theory', was: was(before?.predicted), title: exists(predicted) && valid ? '' : reading.reason },
      {
        text: fixed(measured, places), role: 'measured', was: was(before?.measured), title: exists(measured) ? '' : reading.reason,
        extra: exists(stderr) && exists(measured) ? `±${fixed(stderr, places)}` : '',
      },
      off === null ? { text: NONE, title: reading.reason }
        : { text: deviation(off), role: Math.abs(off) > 4 ? 'off' : '', title: 'standard errors' },
    ],
  };
}

const describe = ({ name, source }) => (source ? `${name} (${source})` : name);

// A table whose rows are kept and only rewritten: ten reports a second build nothing.
function table(className, label, heads) {
  const body = h('tbody');
  const mark = h('span', { className: 'mark' });
  const node = h('table', { className, 'aria-label': label },
    h('thead', {}, h('tr', {}, ...heads.map((text, i) => h('th', { scope: 'col', textContent: text }, ...(i === 0 ? [mark] : []))))), body);
  const row = () => h('tr', {}, h('th', { scope: 'row' }),
    ...heads.slice(1).map(() => h('td', {}, h('span'), h('span', { className: 'extra' }), h('span', { className: 'was' }))));
  return {
    node,
    caption: (text) => setText(mark, text),
    rows(list) {
      node.hidden = list.length === 0;
      while (body.rows.length > list.length) body.lastChild.remove();
      while (body.rows.length < list.length) body.append(row());
      list.forEach((r, i) => fill(body.rows[i], r));
    },
  };
}

function fill(row, { name, title = '', cells }) {
  setText(row.cells[0], name);
  row.cells[0].title = title;
  cells.forEach(({ text, role = '', extra = '', was = '', title: why }, i) => {
    const cell = row.cells[i + 1];
    setText(cell.firstChild, text);
    setText(cell.children[1], extra);
    setText(cell.lastChild, was);
    cell.className = role;
    cell.title = why ?? '';
  });
}

function lines(node, messages) {
  const text = messages.join('\n');
  if (node.dataset.text === text) return;
  node.dataset.text = text;
  node.replaceChildren(...messages.map((message) => h('p', { textContent: message })));
}
