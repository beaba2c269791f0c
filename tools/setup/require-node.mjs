import { SetupError } from "./say.mjs";

const OLDEST = 20;

/** Stops early, with a clear word, under a Node.js that cannot run the rest. */
export function requireNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST) return;
  throw new SetupError(`This is Node.js ${process.versions.node}; Node.js ${OLDEST} or newer is needed (nodejs.org).`);
}
