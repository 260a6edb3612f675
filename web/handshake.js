// How a page and a stage find each other (PROTOCOL.md), before there are messages to check.

/** Version of the protocol. */
export const VERSION = 1;

/** True for the handshake message of the given type from a stage or an element of our version. */
export const isHandshake = (data, type) => typeof data === 'object' && data?.sgdnoise === VERSION && data.type === type;

/** Answers the hello of a stage, given its window; returns a port to it. */
export function answer(stage) {
  const { port1, port2 } = new MessageChannel();
  // "*": a sandboxed stage has no origin to name; nothing secret is sent
  stage.postMessage({ sgdnoise: VERSION, type: 'connect' }, '*', [port2]);
  return port1;
}
