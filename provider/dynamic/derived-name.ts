/** The key under which the class says that a name was not written, but is the resource's own. */
export const derivedNameKey = "derivedName";
