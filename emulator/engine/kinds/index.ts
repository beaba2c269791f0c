import { Kinds } from "../statements/context";
import { database } from "./database";
import { resourceMonitor } from "./resource-monitor";
import { role } from "./role";
import { schema } from "./schema";
import { table } from "./table";
import { tag } from "./tag";
import { user } from "./user";
import { warehouse } from "./warehouse";

/** Every kind of object that the emulator knows; a new kind is one line here. */
export const kinds = new Kinds([database, schema, table, warehouse, role, user, tag, resourceMonitor]);
