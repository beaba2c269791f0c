import { spawn } from "node:child_process";

const LAST_WORDS_MS = 2_000;

/** A command that has ended. */
export interface Finished {
  /** The exit code, or the signal that ended it. */
  readonly exitCode: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is running. */
export interface Running {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  /** Resolves as soon as its output, both streams together, matches; rejects when it ends before. */
  waitFor(pattern: RegExp): Promise<void>;
  /** Sends a signal to the command alone. */
  kill(signal: NodeJS.Signals): void;
}

/** Starts a command in a process group of its own, without standard input. */
export function start(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Running {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const printed = { stdout: "", stderr: "", all: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
      printed.all += text;
      child.emit("printed");
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    const end = () => {
      const { stdout, stderr } = printed;
      resolve({ exitCode: child.exitCode ?? child.signalCode ?? 1, stdout, stderr });
    };
    child.once("close", end);
    // A process that a killed command leaves behind holds the streams open; the rest of its output is not waited for.
    child.once("exit", () => setTimeout(end, LAST_WORDS_MS).unref());
  });
  return {
    pid: child.pid ?? 0,
    finished,
    kill: (signal) => void child.kill(signal),
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(printed.all) && resolve();
        child.on("printed", look);
        void finished.then(() => reject(new Error(`ended without printing ${pattern}:\n${printed.all}`)), reject);
        look();
      }),
  };
}
