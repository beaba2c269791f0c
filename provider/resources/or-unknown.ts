import { z } from "zod";
import { isUnknown } from "../resource/unknown";

/** A schema that lets a value pass that is not known yet, whatever type it will have. */
export function orUnknown<Out, In>(schema: z.ZodType<Out, In>): z.ZodType<Out, In> {
  const either = z
    .unknown()
    .transform((written, context) => (isUnknown(written) ? written : through(schema, written, context)));
  return either as unknown as z.ZodType<Out, In>;
}

/** What another schema makes of a value; what it finds wrong is wrong here. */
export function through<Out>(schema: z.ZodType<Out>, written: unknown, context: z.core.$RefinementCtx): Out {
  const read = schema.safeParse(written);
  if (read.success) return read.data;
  for (const issue of read.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  return z.NEVER;
}
