import type { Definition } from "../resource/definition";
import { database } from "./database";
import { schema } from "./schema";
import { table } from "./table";
import { warehouse } from "./warehouse";

export { database, schema, table, warehouse };

/** Every kind, by the name it has in the text in state. Names may be added, never changed. */
export const definitions = { database, schema, table, warehouse } satisfies Readonly<Record<string, Definition>>;
