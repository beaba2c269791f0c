import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Surprise } from "./transcript";

/** What a Pulumi project of the quickstart consists of, as far as it is there. */
const PARTS = ["Pulumi.yaml", "examples/quickstart", ".pulumi-state/Pulumi.quickstart.yaml"];
const FILE = "examples/quickstart/index.ts";

/** A change of the program's text; undefined where the text is not the one that it is written for. */
export type Edit = (text: string) => string | undefined;

/** The example program, and a copy of it that the acts edit, so that the checkout stays as its owner has it. */
export class Program {
  /** The folder of the copy's Pulumi.yaml. */
  readonly copy: string;
  readonly #root: string;
  #text: string;

  constructor(root: string, folder: string) {
    this.#root = root;
    this.copy = path.join(folder, "edited");
    this.#text = this.text;
  }

  /** The text of the program in the checkout. */
  get text(): string {
    return readFileSync(path.join(this.#root, FILE), "utf8");
  }

  /** The text of the copy, or of the program as long as there is none. */
  get edited(): string {
    return this.#text;
  }

  /** Whether the program has the text that all these edits are written for. */
  fits(...edits: readonly Edit[]): boolean {
    return edits.every((edit) => edit(this.#text) !== undefined);
  }

  /** Edits the copy, and shows which lines that changes. */
  edit(edit: Edit): void {
    const text = edit(this.#text);
    if (text === undefined) throw new Surprise(`${FILE} has not the text that was to be edited.`);
    console.log(`  ${FILE}\n${changedLines(this.#text, text).join("\n")}\n`);
    this.write(text);
  }

  /** Gives the copy this text. */
  write(text: string): void {
    for (const part of PARTS) {
      const [from, to] = [path.join(this.#root, part), path.join(this.copy, part)];
      if (existsSync(from)) cpSync(from, to, { recursive: true, filter: (file) => !file.endsWith("node_modules") });
    }
    writeFileSync(path.join(this.copy, FILE), text);
    this.#text = text;
  }

  /** Whether there is a copy, be it from a run that was interrupted. */
  get isEdited(): boolean {
    return existsSync(this.copy);
  }

  /** Removes the copy. */
  forget(): void {
    rmSync(this.copy, { recursive: true, force: true });
    this.#text = this.text;
  }
}

/** What lies between the lines that two texts begin and end with. */
function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  while (old.length > 0 && now.length > 0 && old[0] === now[0]) for (const lines of [old, now]) lines.shift();
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) for (const lines of [old, now]) lines.pop();
  return [...old.map((line) => `  - ${line}`), ...now.map((line) => `  + ${line}`)];
}
