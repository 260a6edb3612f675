// The element's end of the message port: numbers the commands, remembers those
// that are not answered yet, and asks again after the stage was reloaded.

import { accept, TO_ELEMENT } from './messages.js';

export class Link {
  #port = null;
  #lastId = 0;
  #pending = []; // {id, message, resolve, reject}, in the order of asking
  #broken = ''; // why nothing will be answered until the next connection
  #onMessage;

  /** onMessage gets every valid message from the stage, after promises were settled. */
  constructor(onMessage) {
    this.#onMessage = onMessage;
  }

  get connected() {
    return this.#port !== null;
  }

  /** Starts to talk over a fresh port; init = {scene, values, theme, ...} carries everything that was set. */
  connect(port, init) {
    this.close();
    this.#broken = '';
    this.#port = port;
    port.onmessage = (event) => this.hear(event.data);
    this.restart(init);
  }

  /** Tells the stage to begin anew. Unanswered commands that init cannot carry are sent again. */
  restart(init) {
    const id = ++this.#lastId;
    this.#port.postMessage({ type: 'init', id, ...init });
    for (const command of this.#pending) {
      command.id = id;
      if (command.message.type === 'set') continue; // values are part of init
      command.id = ++this.#lastId;
      this.#post(command);
    }
  }

  close() {
    this.#port?.close();
    this.#port = null;
  }

  /** Sends a command, now or as soon as there is a port. Returns its number and a Promise of the answer. */
  command(message) {
    const id = ++this.#lastId;
    const answer = new Promise((resolve, reject) => {
      const command = { id, message, resolve, reject };
      if (this.#broken) {
        reject(new Error(this.#broken)); // values are kept all the same, for the next connection
        return;
      }
      this.#pending.push(command);
      if (this.connected) this.#post(command);
    });
    answer.catch(() => {}); // who doesn't wait for it learns of a failure by the error event
    return { id, answer };
  }

  /** Gives up all that was asked for and not answered; if it is broken, also what will be until the next connection. */
  abort(sentence, broken = false) {
    if (broken) this.#broken = sentence;
    this.#settle(() => true, (c) => c.reject(new Error(sentence)));
  }

  /** Sends a message that has no answer; without a port it is dropped, because init makes up for it. */
  tell(message) {
    this.#port?.postMessage(message);
  }

  #post({ id, message }) {
    this.#port.postMessage({ ...message, id });
  }

  /** Takes what the stage says. */
  hear(message) {
    if (!accept(TO_ELEMENT, message)) return;
    if (message.type === 'report') {
      this.#settle((c) => c.message.type !== 'snapshot' && c.id <= message.ack, (c) => c.resolve(message.report));
    } else if (message.type === 'snapshot') {
      this.#settle((c) => c.id === message.id, (c) => c.resolve(message.data));
    } else if (message.type === 'error') {
      this.#settle((c) => c.id === message.id, (c) => c.reject(new Error(message.message)));
    }
    this.#onMessage(message);
  }

  #settle(matches, act) {
    const settled = this.#pending.filter(matches);
    this.#pending = this.#pending.filter((c) => !matches(c));
    settled.forEach(act);
  }
}
