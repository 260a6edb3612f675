// Where the files of the demo lie: beside this module. The single file, which holds all of
// them, has another place.js (web/single).

/** The address of one of our files. */
export const at = (name) => new URL(name, import.meta.url).href;

/** What makes an iframe the stage: its properties. */
export const stage = { src: at('stage.html?__BUILD__') };

/** The address of the page with the demo; a query names what it shows. */
export const page = at('.');

/** Where other pages have the demo from. */
export const host = at('.');

/** A link to a scene with the settings of a query. Its page leads to the demo, and gives a preview in messages. */
export const linkTo = (scene, query) => at(`scenes/${scene}.html${query}`);
