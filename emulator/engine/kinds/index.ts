import { Kinds } from "../statements/context";
import { computePool } from "./compute-pool";
import { database } from "./database";
import { databaseRole } from "./database-role";
import { fileFormat } from "./file-format";
import { imageRepository } from "./image-repository";
import { integration } from "./integration";
import { networkRule } from "./network-rule";
import { procedure } from "./procedure";
import { resourceMonitor } from "./resource-monitor";
import { role } from "./role";
import { schema } from "./schema";
import { secret } from "./secret";
import { sequence } from "./sequence";
import { service } from "./service";
import { stage } from "./stage";
import { table } from "./table";
import { tag } from "./tag";
import { task } from "./task";
import { user } from "./user";
import { view } from "./view";
import { warehouse } from "./warehouse";

/** Every kind of object that the emulator knows; a new kind is one line here. */
export const kinds = new Kinds([
  database,
  schema,
  table,
  view,
  sequence,
  warehouse,
  role,
  databaseRole,
  user,
  tag,
  resourceMonitor,
  procedure,
  secret,
  service,
  stage,
  fileFormat,
  task,
  computePool,
  imageRepository,
  networkRule,
  integration,
]);
