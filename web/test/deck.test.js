import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatDeck, parseDeck } from '../deck.js';
import { format, parse } from '../url.js';
import { params, randomness } from './table.js';

const scenes = [{ id: 'label-noise', params }, { id: 'other', params: [] }];
const step = (more) => ({ scene: 'label-noise', values: {}, beside: null, text: '', try: '', ...more });

test('a deck is scenes with settings, sentences, and seconds beside them', () => {
  const { steps, complaints } = parseDeck('label-noise,lr=0.5,batch=4,text=First,, look;other;label-noise,lr=0.3/0.9,try=Wait;; then drag', scenes);
  assert.deepEqual(complaints, []);
  assert.deepEqual(steps, [
    step({ values: { lr: '0.5', batch: '4' }, text: 'First, look' }),
    step({ scene: 'other' }),
    step({ values: { lr: '0.3' }, beside: { lr: '0.9' }, try: 'Wait; then drag' }),
  ]);
});

test('a deck survives its text and the address', () => {
  const deck = [
    step({ values: { lr: 0.5, batch: 4 }, text: 'Commas, semicolons; 1 = 1, a/b & <b>marks</b>, 100 %', try: ',;,,;;' }),
    step({ scene: 'other', text: 'λ → ∞' }),
    step({ values: { lr: 0.3, seed: 4294967295 }, beside: { lr: 0.9 } }),
  ];
  const text = formatDeck(deck);
  const address = format({ deck: text }, [], {});
  const back = parseDeck(parse(address).page.deck, scenes);
  assert.deepEqual(back.complaints, []);
  assert.equal(formatDeck(back.steps), text);
  assert.deepEqual(back.steps.map((s) => [s.text, s.try]), deck.map((s) => [s.text, s.try]));
  assert.match(address, /deck=label-noise,lr=0\.5,batch=4/, 'readable');
});

test('what cannot be used is left out, and a sentence says so', () => {
  const { steps, complaints } = parseDeck('nowhere,lr=1;label-noise,foo=1,lr,batch=2;;;', scenes);
  assert.deepEqual(steps, [step({ values: { batch: '2;' } })]); // the stage complains of the value
  assert.equal(complaints.length, 3);
  assert.match(complaints[0], /^deck, step 1: there is no scene “nowhere”; there are label-noise, other$/);
  assert.match(complaints[1], /^deck, step 2: “foo=1” is no setting of label-noise; it has lr, batch/);
  assert.match(complaints[2], /“lr” is no setting/);
});

test('lengths are limited', () => {
  const { steps, complaints } = parseDeck(Array(500).fill('other').join(';'), scenes);
  assert.equal(steps.length, 40);
  assert.match(complaints[0], /only the first 40 of 500 steps/);
  assert.equal(parseDeck(`other,text=${'x'.repeat(5000)}`, scenes).steps[0].text.length, 200);
  assert.ok(parse(`?deck=${'x'.repeat(1e6)}`).page.deck.length <= 6000);
});

test('whatever comes, it is read or complained about', () => {
  const { below, pick } = randomness(5);
  const bits = ['label-noise', 'other', ',', ',,', ';', ';;', '=', '/', 'lr', 'text', 'try', '__proto__', 'constructor', '<img>', '%', ' ', '1'];
  for (let i = 0; i < 3000; i++) {
    const text = Array.from({ length: below(14) }, () => pick(bits)).join('');
    const { steps, complaints } = parseDeck(text, scenes);
    const again = parseDeck(formatDeck(steps), scenes);
    assert.deepEqual(again.steps.map(({ text: t, try: y, scene }) => [scene, t, y]), steps.map(({ text: t, try: y, scene }) => [scene, t, y]), text);
    if (steps.length === 0 && /\w/.test(text)) assert.ok(complaints.length > 0, text);
  }
});
