import type { Definition } from "../resource/definition";
import { database } from "./database";
import { warehouse } from "./warehouse";

export { database, warehouse };

/** Every kind, by the name it has in the text in state. Names may be added, never changed. */
export const definitions = { database, warehouse } satisfies Readonly<Record<string, Definition>>;
