import { InvalidArgumentError } from "../client/errors";

/** The body in a text file as it is read: without a byte order mark, and with newlines that are the same on every machine. */
export function bodyOfFile(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/**
 * Arguments with the text of their `bodyFile` in its place.
 *
 * @throws {@link InvalidArgumentError} if there is a body too.
 */
export function withBodyOfFile<C extends { readonly bodyFile?: unknown; readonly body?: unknown }>(
  code: C,
  text: string,
): Omit<C, "bodyFile"> & { readonly body: string } {
  const { bodyFile: _, ...rest } = code;
  if (rest.body === undefined || rest.body === null) return { ...rest, body: bodyOfFile(text) };
  throw new InvalidArgumentError({
    objectKind: "Procedure",
    message: "bodyFile: cannot go together with body; leave one of them out",
  });
}
