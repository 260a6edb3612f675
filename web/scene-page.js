// The page of a scene leads to the demo, with the settings of its own address. What it says
// itself is for previews of links, and for those who let no scripts run.

const query = new URLSearchParams(location.search);
query.set('scene', document.documentElement.dataset.scene);
location.replace(new URL(`?${query}`, new URL('.', import.meta.url)));
