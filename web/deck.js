// Decks: the steps of a talk as text, which is part of an address.
//
//   deck  = step *( ";" step )
//   step  = scene *( "," field )
//   field = key "=" value [ "/" value ]   a parameter; with two values two pictures
//                                         stand side by side and differ in it
//         | "text=" sentence              what the step says
//         | "try=" sentence               what to try
//
// A comma or a semicolon that is part of a sentence is doubled. Sentences are shown
// as text, never as markup.

import { plain } from './format.js';

const MOST_STEPS = 40;
const MOST_CHARACTERS = 200; // of a sentence

/**
 * Reads a deck. scenes = those that exist. Returns {steps, complaints}: steps = [{scene, values, beside, text, try}],
 * values as they are written, and a sentence for each part that had to be left out.
 */
export function parseDeck(source, scenes) {
  const complaints = [];
  const parts = split(source, ';').filter((part) => part.trim() !== '');
  if (parts.length > MOST_STEPS) complaints.push(`deck: only the first ${MOST_STEPS} of ${parts.length} steps are used`);
  const steps = parts.slice(0, MOST_STEPS).map((part, i) => readStep(part, `deck, step ${i + 1}`, scenes, complaints));
  return { steps: steps.filter(Boolean), complaints };
}

/** Writes a deck, as parseDeck reads it. */
export const formatDeck = (steps) => steps.map(writeStep).join(';');

/** A sentence cut to what a step may say. */
export const sentence = (text) => text.replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS);

// Splits at a separator; where it is doubled it is part of the text and stays so.
function split(source, separator) {
  const parts = [''];
  for (let i = 0; i < source.length; i++) {
    if (source[i] !== separator) parts[parts.length - 1] += source[i];
    else if (source[i + 1] === separator) {
      parts[parts.length - 1] += separator + separator;
      i++;
    } else parts.push('');
  }
  return parts;
}

const single = (text) => text.replaceAll(',,', ',').replaceAll(';;', ';');
const doubled = (text) => text.replaceAll(',', ',,').replaceAll(';', ';;');
const short = (text) => `“${single(text).trim().slice(0, 40)}”`;

function readStep(source, where, scenes, complaints) {
  const [id, ...fields] = split(source, ',');
  const scene = scenes.find((s) => s.id === id.trim());
  if (!scene) {
    complaints.push(`${where}: there is no scene ${short(id)}; there are ${scenes.map((s) => s.id).join(', ')}`);
    return null;
  }
  const step = { scene: scene.id, values: {}, beside: null, text: '', try: '' };
  for (const field of fields) {
    const at = field.indexOf('=');
    const key = field.slice(0, Math.max(at, 0)).trim();
    const value = single(field.slice(at + 1));
    if (key === 'text' || key === 'try') step[key] = sentence(value);
    else if (scene.params.some((p) => p.key === key)) readValue(step, key, value);
    else complaints.push(`${where}: ${short(field)} is no setting of ${scene.id}; it has ${scene.params.map((p) => p.key).join(', ')}, text and try`);
  }
  return step;
}

function readValue(step, key, value) {
  const [here, there] = value.split('/').map((v) => v.trim());
  step.values[key] = here;
  if (there === undefined) return;
  step.beside ??= {};
  step.beside[key] = there;
}

function writeStep({ scene, values, beside, text, try: task }) {
  const keys = [...new Set([...Object.keys(values), ...Object.keys(beside ?? {})])];
  const fields = keys.map((key) => `${key}=${plain(values[key] ?? '')}${beside && key in beside ? `/${plain(beside[key])}` : ''}`);
  if (text) fields.push(`text=${doubled(text)}`);
  if (task) fields.push(`try=${doubled(task)}`);
  return [scene, ...fields].join(',');
}
