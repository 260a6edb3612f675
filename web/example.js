// What the post's text does to the demo, and the demo to the text.

const demo = document.querySelector('#cloud');
const now = document.querySelector('#now');
const buttons = [...document.querySelectorAll('[data-set]')];

// Text drives the demo.
for (const button of buttons) {
  button.addEventListener('click', async () => {
    demo.play();
    await demo.set(JSON.parse(button.dataset.set));
  });
}

// The demo drives the text. Reports come ten times a second; a reader wants fewer words.
let said = 0;
demo.addEventListener('report', ({ detail: report }) => {
  for (const button of buttons) {
    const wanted = Object.entries(JSON.parse(button.dataset.set));
    button.setAttribute('aria-pressed', wanted.every(([key, value]) => report.values[key] === value));
  }
  if (performance.now() - said < 500) return;
  said = performance.now();
  const { lr, batch } = report.values;
  const limit = report.readings.find((r) => r.name === 'lr.max.variance').predicted;
  const share = lr < limit ? `that is ${Math.round((100 * lr) / limit)} % of the largest step with a finite variance` : 'there is no finite variance at such a step';
  now.textContent = `Right now λ is ${lr} and each step sees ${batch} samples; ${share}. The demo says: ${report.sentence}`;
});
