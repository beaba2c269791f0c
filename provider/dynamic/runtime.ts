import { definitions } from "../resources";
import { type DynamicProvider, dynamicProvider } from "./dynamic-provider";

/**
 * What the text in state calls, in the provider process, for years to come: names may be added, never changed, and so may
 * parameters at the end.
 */
export const database: DynamicProvider = dynamicProvider(definitions.database);
/** See {@link database}. */
export const computePool: DynamicProvider = dynamicProvider(definitions.computePool);
/** See {@link database}. */
export const imageRepository: DynamicProvider = dynamicProvider(definitions.imageRepository);
/** See {@link database}. */
export const jobService: DynamicProvider = dynamicProvider(definitions.jobService);
/** See {@link database}. */
export const procedure: DynamicProvider = dynamicProvider(definitions.procedure);
/** See {@link database}. */
export const schema: DynamicProvider = dynamicProvider(definitions.schema);
/** See {@link database}. */
export const service: DynamicProvider = dynamicProvider(definitions.service);
/** See {@link database}. */
export const stage: DynamicProvider = dynamicProvider(definitions.stage);
/** See {@link database}. */
export const stageFile: DynamicProvider = dynamicProvider(definitions.stageFile);
/** See {@link database}. */
export const table: DynamicProvider = dynamicProvider(definitions.table);
/** See {@link database}. */
export const task: DynamicProvider = dynamicProvider(definitions.task);
/** See {@link database}. */
export const taskGraph: DynamicProvider = dynamicProvider(definitions.taskGraph);
/** See {@link database}. */
export const warehouse: DynamicProvider = dynamicProvider(definitions.warehouse);
