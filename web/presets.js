// Presets: settings of a scene that have a name, such as a figure of the paper.

const PROBLEM = ['main', 'problem'];

/**
 * The values that a preset sets: its own and, of what it doesn't name, the defaults of the problem.
 * What is shown of it, and how, stays the reader's choice.
 */
export const settings = (params, { values }) => ({
  ...Object.fromEntries(params.filter((p) => PROBLEM.includes(p.group)).map((p) => [p.key, p.default])), ...values,
});

/** True if these are the values of the preset; how closely one looks doesn't matter. */
export function active(params, preset, values) {
  const looks = params.filter((p) => p.group === 'view').map((p) => p.key);
  return Object.entries(settings(params, preset)).every(([key, value]) => looks.includes(key) || values[key] === value);
}

/** What a figure of the paper is called: “Fig. 4a” for 4a. */
export const figureName = ({ figure }) => `Fig. ${figure.replaceAll('-', ' ')}`;
