// The values of the parameters as the element sees them: what the stage reported,
// covered by what was asked for since and is not yet in a report.

export class Values {
  #params = new Map();
  #known = {};
  #asked = new Map(); // key -> {id of the command, value as given}

  /** The values by key: numbers, or strings for choices. */
  get all() {
    return { ...this.#known };
  }

  /** What a new stage needs: everything, with unanswered wishes as they were given. */
  get forStage() {
    const raw = Object.fromEntries([...this.#asked].map(([key, { value }]) => [key, value]));
    return { ...this.#known, ...raw };
  }

  /** Begins with a scene's table: its defaults, then earlier wishes. */
  open(params) {
    this.#params = new Map(params.map((p) => [p.key, p]));
    this.#known = Object.fromEntries(params.map((p) => [p.key, p.default]));
    for (const [key, { value }] of this.#asked) this.#assume(key, value);
  }

  /** Forgets all wishes. */
  forget() {
    this.#asked.clear();
  }

  /** Notes that command id asks for these values. */
  ask(values, id) {
    for (const [key, value] of Object.entries(values)) {
      this.#asked.set(key, { id, value });
      this.#assume(key, value);
    }
  }

  /** Notes values to begin with, where nobody asked for others. */
  propose(values) {
    this.ask(Object.fromEntries(Object.entries(values).filter(([key]) => !this.#asked.has(key))), 0);
  }

  /** Takes over a report that includes all commands up to ack; younger wishes stand. */
  report(values, ack) {
    for (const [key, { id }] of this.#asked) {
      if (id <= ack) this.#asked.delete(key);
    }
    this.take(values);
  }

  /** Takes over values, except where a wish is unanswered. */
  take(values) {
    for (const [key, value] of Object.entries(values)) {
      if (!this.#asked.has(key)) this.#known[key] = value;
    }
  }

  /** Takes over values that the reader has just set in the picture: older wishes for them are void. */
  replace(values) {
    for (const key of Object.keys(values)) this.#asked.delete(key);
    this.take(values);
  }

  // A wish is believed at once if it can be one of the parameter's values; the report corrects it.
  #assume(key, value) {
    const param = this.#params.get(key);
    if (!param) return;
    if (param.kind === 'choice') {
      if (param.options.includes(value)) this.#known[key] = value;
    } else if (String(value).trim() !== '' && Number.isFinite(Number(value))) {
      this.#known[key] = Number(value);
    }
  }
}
