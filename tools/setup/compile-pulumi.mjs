import { readFileSync } from "node:fs";
import path from "node:path";
import { builtPulumi } from "../pulumi-cli.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";
import { elapsed, progress, SetupError, say } from "./say.mjs";

const PROGRAM = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const cwd = path.join(root, "tools", "pulumi-cli");
const INSTALL_INSTEAD =
  "With an installed Pulumi CLI (pulumi.com/docs/install) on PATH this step is not needed: it is used instead.";

/** Compiles the pinned Pulumi CLI into a file, with Go. */
export async function compilePulumi(/** @type {string} */ file) {
  const { version } = builtPulumi();
  say(
    `No Pulumi CLI was found on PATH; building Pulumi ${version} from source: once, about 4 minutes. ${INSTALL_INSTEAD}`,
  );
  await requireGo();
  const start = Date.now();
  const bar = progress();
  const env = { ...process.env, GOWORK: "off", CGO_ENABLED: process.platform === "darwin" ? "1" : "0" };
  const total = await fetchSources(env, start, bar);
  let compiled = 0;
  const ldflags = `-s -w -X ${VERSION_VARIABLE}=v${version}`;
  const { code, output } = await run("go", ["build", "-v", "-trimpath", "-ldflags", ldflags, "-o", file, PROGRAM], {
    cwd,
    env,
    onLine: () => bar.show(`  compiled ${++compiled} of ${total} packages, ${elapsed(start)}`),
  });
  if (code !== 0) throw new SetupError(`${output}\nThe Pulumi CLI could not be built. ${INSTALL_INSTEAD}`);
  bar.end(`Built Pulumi ${version} in ${elapsed(start)}.`);
}

/** @type {(env: NodeJS.ProcessEnv, start: number, bar: ReturnType<typeof progress>) => Promise<number>} */
async function fetchSources(env, start, bar) {
  let fetched = 0;
  const onLine = (/** @type {string} */ line) => {
    if (line.startsWith("go: downloading")) bar.show(`  fetched ${++fetched} modules, ${elapsed(start)}`);
  };
  const { code, output } = await run("go", ["list", "-deps", PROGRAM], { cwd, env, onLine });
  if (code !== 0) throw new SetupError(`${output}\nPulumi's Go modules could not be fetched. ${INSTALL_INSTEAD}`);
  return output.split("\n").filter((line) => line && !line.startsWith("go: ")).length;
}

async function requireGo() {
  const wanted = /^go (\d+\.\d+)/m.exec(readFileSync(path.join(cwd, "go.mod"), "utf8"))?.[1] ?? "";
  const found = await run("go", ["env", "GOVERSION"], { cwd: root }).catch(() => undefined);
  const version = /^go(\d+\.\d+)/m.exec(found?.output ?? "")?.[1];
  if (version && isAtLeast(version, wanted)) return;
  const problem = version ? `Go ${version} is too old for it` : "Go was not found";
  throw new SetupError(`${problem}: Go ${wanted} or newer is needed (go.dev/dl). ${INSTALL_INSTEAD}`);
}

/** @type {(version: string, wanted: string) => boolean} */
function isAtLeast(version, wanted) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
