import type { Definition } from "../resource/definition";
import { computePool } from "./compute-pool";
import { database } from "./database";
import { imageRepository } from "./image-repository";
import { jobService } from "./job-service";
import { procedure } from "./procedure";
import { schema } from "./schema";
import { service } from "./service";
import { stage } from "./stage";
import { stageFile } from "./stage-file";
import { table } from "./table";
import { task } from "./task";
import { taskGraph } from "./task-graph";
import { warehouse } from "./warehouse";

export {
  computePool,
  database,
  imageRepository,
  jobService,
  procedure,
  schema,
  service,
  stage,
  stageFile,
  table,
  task,
  taskGraph,
  warehouse,
};

/** Every kind, by the name it has in the text in state. Names may be added, never changed. */
export const definitions = {
  computePool,
  database,
  imageRepository,
  jobService,
  procedure,
  schema,
  service,
  stage,
  stageFile,
  table,
  task,
  taskGraph,
  warehouse,
} satisfies Readonly<Record<string, Definition>>;
