import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { oneAtATime } from "../../tools/setup/one-at-a-time.mjs";
import { fingerprint, userCache } from "../../tools/setup/places.mjs";
import { run } from "../../tools/setup/run.mjs";
import { elapsed, progress, say } from "../../tools/setup/say.mjs";

/** A program that runs statements through a driver which others wrote. */
export interface Peer {
  readonly command: string;
  readonly args: readonly string[];
}

/** A peer, or why this machine cannot have it. */
export type PeerOrReason = Peer | { readonly missing: string };

/** What Python programs of ours stand beside. The CLI wants another version of the connector. */
const BESIDE = {
  "peer.py": { what: "Snowflake's Python connector and an SQL parser", requirements: "requirements.txt" },
  "parse.py": { what: "Snowflake's Python connector and an SQL parser", requirements: "requirements.txt" },
  "snow.py": { what: "the Snowflake CLI", requirements: "snow-requirements.txt" },
} as const;

/** A Python program of ours beside what it needs, in a virtual environment of its own. */
export async function pythonPeer(program: keyof typeof BESIDE = "peer.py"): Promise<Peer> {
  const source = path.join(__dirname, "python");
  const { what, requirements: file } = BESIDE[program];
  const requirements = path.join(source, file);
  const python = await firstOf(["python3", "python"], "--version");
  if (!python) throw new Error("There is no python3 on PATH; these tests need it for Snowflake's Python connector.");
  const folder = path.join(userCache(), "peers", `python-${fingerprint(readFileSync(requirements), python.version)}`);
  const [bin, exe] = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const inside = path.join(folder, bin, exe);
  await make(folder, `installing ${what}`, async () => {
    await must(python.command, ["-m", "venv", folder]);
    const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--requirement", requirements];
    await must(inside, pip);
  });
  return { command: inside, args: [path.join(source, program)] };
}

/** The Go driver, compiled once; missing without Go or its module proxy. */
export async function goPeer(): Promise<PeerOrReason> {
  const source = path.join(__dirname, "go");
  const go = await firstOf(["go"], "version");
  if (!go) return { missing: "there is no Go on PATH" };
  const texts = readdirSync(source).map((name) => readFileSync(path.join(source, name)));
  const folder = path.join(userCache(), "peers", `go-${fingerprint(...texts, go.version)}`);
  const program = path.join(folder, process.platform === "win32" ? "peer.exe" : "peer");
  try {
    await make(folder, "compiling Snowflake's Go driver (some minutes, once)", async () => {
      await must("go", ["build", "-o", program, "."], { cwd: source });
    });
  } catch (error) {
    if (!isOffline((error as Error).message)) throw error;
    return { missing: "Go's module proxy cannot be reached" };
  }
  return { command: program, args: [] };
}

// What a killed run left behind has no mark, and is made again.
async function make(folder: string, doing: string, action: () => Promise<void>) {
  const mark = path.join(folder, "complete");
  const what = `${doing.slice(0, 1).toUpperCase()}${doing.slice(1)}`;
  await oneAtATime(folder, doing, async () => {
    if (existsSync(mark)) return;
    const started = Date.now();
    say(`${what} …`);
    const shown = progress();
    const timer = setInterval(() => shown.show(`${what} … ${elapsed(started)}`), 1000);
    try {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      await action();
      writeFileSync(`${mark}.new`, "");
      renameSync(`${mark}.new`, mark);
    } finally {
      clearInterval(timer);
    }
    shown.end(`${what}: done in ${elapsed(started)}.`);
  });
}

async function must(command: string, args: string[], options: { cwd?: string } = {}): Promise<void> {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output.slice(-4000)}`);
}

async function firstOf(commands: string[], question: string) {
  for (const command of commands) {
    const answer = await run(command, [question]).catch(() => undefined);
    if (answer?.code === 0) return { command, version: answer.output.trim() };
  }
  return undefined;
}

function isOffline(message: string): boolean {
  return /dial tcp|no such host|connection refused|i\/o timeout|TLS handshake timeout|proxyconnect/.test(message);
}
