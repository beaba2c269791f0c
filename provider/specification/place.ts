/** The way from a whole specification to something in it: keys, and places in lists from 0. */
export type Path = readonly (string | number)[];

/** A way as people read it: `spec.containers[0].resources.limits["nvidia.com/gpu"]`. */
export function placeOf(path: Path): string {
  return path.reduce<string>(
    (place, step) => (typeof step === "number" ? `${place}[${step}]` : within(place, step)),
    "",
  );
}

/** The place of a key in an object. */
export function within(place: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return named(place, key);
  return place === "" ? key : `${place}.${key}`;
}

/** The place of an item in a list that has a name: `spec.containers["echo"]`. */
export function named(place: string, name: string): string {
  return `${place}[${JSON.stringify(name)}]`;
}
