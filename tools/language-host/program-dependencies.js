const { readFileSync } = require("node:fs");
const path = require("node:path");
const { DependencyInfo, GetProgramDependenciesResponse } = require("@pulumi/pulumi/proto/language_pb");

/**
 * The packages that a program names in its package.json with the versions that are installed, for `pulumi about`;
 * with all that they need in turn, if asked for and there is a package-lock.json.
 *
 * @param {import("@pulumi/pulumi/proto/language_pb").GetProgramDependenciesRequest} request
 */
exports.programDependencies = (request) => {
  const folder = withFile(request.getInfo()?.getProgramDirectory() || request.getPwd(), "package.json");
  const found = (request.getTransitivedependencies() && locked(folder)) || named(folder);
  return new GetProgramDependenciesResponse().setDependenciesList(
    found.map(({ name, version }) => new DependencyInfo().setName(name).setVersion(version)),
  );
};

function named(/** @type {string} */ folder) {
  const manifest = json(path.join(folder, "package.json"));
  return Object.entries({ ...manifest?.dependencies, ...manifest?.devDependencies }).map(([name, range]) => {
    const home = withFile(folder, path.join("node_modules", name, "package.json"));
    return { name, version: json(path.join(home, "node_modules", name, "package.json"))?.version ?? String(range) };
  });
}

/** @type {(folder: string) => { name: string; version: string }[] | undefined} */
function locked(folder) {
  const packages = json(path.join(folder, "package-lock.json"))?.packages;
  return (
    packages &&
    Object.entries(packages).flatMap(([place, { version }]) =>
      place && version
        ? [{ name: place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length), version }]
        : [],
    )
  );
}

/** The folder, or the nearest one above it, that has this file; the folder itself if none has. */
function withFile(/** @type {string} */ folder, /** @type {string} */ file) {
  for (let at = folder; ; at = path.dirname(at)) {
    if (json(path.join(at, file))) return at;
    if (at === path.dirname(at)) return folder;
  }
}

/** @returns {any} */
function json(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
