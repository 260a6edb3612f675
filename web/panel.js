// Everything around the picture: heading, menus, controls, buttons, readouts.

import { badge } from './about.js';
import { control } from './controls.js';
import { h, setText } from './dom.js';
import { significant } from './format.js';
import { readout } from './readout.js';

// Groups of parameters that are folded away, after the main ones and the approximations.
const FOLDED = { problem: 'Problem', run: 'Walkers', view: 'View' };

/**
 * Builds the surroundings of a scene. actions = {ask(key, value, done), toggle(), step(), reset(), hold()};
 * only = the keys of the controls to show, or null for all. Returns {node, more, play, values(values, started),
 * report(report, held), notices(list)}: node belongs beside the picture, more where there is room.
 */
export function panel(spec, only, actions) {
  const controls = spec.params.filter((p) => p.key !== 'paused' && (!only || only.includes(p.key)))
    .map((p) => ({ param: p, ...control(p, actions.ask) }));
  const speed = controls.filter((c) => c.param.key === 'speed');
  const inGroup = (group) => controls.filter((c) => c.param.group === group && !speed.includes(c));
  const play = button('primary', '', actions.toggle);
  const hold = button('', 'Hold', actions.hold);
  hold.title = 'Keep the cloud and its numbers, to compare them with what comes';
  const readings = readout();
  const node = h('section', { className: 'panel', 'aria-label': 'Controls and results' },
    section('main', inGroup('main')),
    h('div', { className: 'buttons', role: 'group', 'aria-label': 'Run' }, play,
      button('', 'Step', actions.step), button('', 'Restart', actions.reset), hold),
    section('speed', speed),
    readings.node);
  const choices = [...approximations(inGroup('approximations')), ...Object.entries(FOLDED).flatMap(([group, title]) => fold(title, inGroup(group)))];
  const numbers = only ? [h('details', {}, h('summary', { textContent: 'More numbers' }), ...readings.more)] : readings.more; // a guest is brief
  const more = h('section', { className: 'more', 'aria-label': 'More controls and results' },
    ...[choices, numbers].filter((list) => list.length > 0).map((list) => h('div', {}, ...list)));

  return {
    node,
    more,
    play,
    notices: readings.notices,
    values(values, started) {
      for (const c of controls) c.show(values[c.param.key]);
      const paused = !started || Number(values.paused) === 1;
      setText(play, paused ? '▶ Run' : '❚❚ Pause');
      play.setAttribute('aria-label', paused ? 'Run' : 'Pause');
    },
    report(report, held) {
      readings.show(report, held);
      hold.setAttribute('aria-pressed', held !== null);
      const limit = report.readings.find((r) => r.name === 'lr.max.variance')?.predicted;
      const lr = controls.find((c) => c.param.key === 'lr');
      lr?.hint(Number.isFinite(limit) ? `finite variance up to ${significant(limit)}` : lr.param.doc);
    },
  };
}

const section = (name, list) => h('div', { className: `section ${name}` }, ...list.map((c) => c.node));

function button(className, text, act) {
  const node = h('button', { type: 'button', className, textContent: text });
  node.addEventListener('click', act);
  return node;
}

const fold = (title, list) => (list.length === 0 ? [] : [h('details', {}, h('summary', { textContent: title }), section('', list))]);

function approximations(list) {
  if (list.length === 0) return [];
  return [h('fieldset', { className: 'approximations' }, h('legend', { textContent: 'Approximations' }), ...list.map((c) => c.node))];
}

/** The heading: title, caption, menu of scenes, the figure of the paper, menu of themes, what to take along, help. */
export function heading({ onScene, onTheme, onTake, onHelp }) {
  const title = h('h2', { className: 'title' });
  const caption = h('p', { className: 'caption' });
  const scene = menu('Scene', [], onScene);
  scene.className = 'scene';
  const theme = menu('Theme', [['auto', 'Auto'], ['light', 'Light'], ['dark', 'Dark'], ['projector', 'Projector']], onTheme);
  const help = button('quiet', '?', onHelp);
  help.setAttribute('aria-label', 'Keys');
  const mark = h('span', { className: 'figure' });
  let shown = null; // in it
  const tools = h('div', { className: 'tools' }, theme, button('share', 'Share', onTake), help);
  return {
    node: h('header', { className: 'head' }, title, scene, mark, tools),
    caption,
    figure(preset) {
      if (preset === shown) return;
      shown = preset;
      mark.title = preset?.label ?? '';
      mark.replaceChildren(...(preset ? [badge(preset)] : []));
    },
    show(scenes, spec, themeName, withTools) {
      setText(title, spec.title);
      setText(caption, spec.caption);
      scene.replaceChildren(...scenes.map((s) => h('option', { value: s.id, textContent: s.title })));
      scene.value = spec.id;
      theme.value = themeName;
      scene.hidden = tools.hidden = !withTools;
    },
    theme: (name) => { theme.value = name; },
  };
}

function menu(label, options, onChange) {
  const select = h('select', { 'aria-label': label }, ...options.map(([value, textContent]) => h('option', { value, textContent })));
  select.addEventListener('change', () => onChange(select.value));
  return select;
}
