import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The checkout. */
export const root = path.resolve(__dirname, "../..");

/** A piece of code of a page. */
export interface Snippet {
  /** `README.md:9`, where its first line stands. */
  readonly place: string;
  /** The file that it is compiled as, beside no other file of that name. */
  readonly file: string;
  readonly text: string;
}

/** The text of a page, by its path from the checkout. */
export function read(page: string): string {
  return readFileSync(path.join(root, page), "utf8");
}

/** What is wrong with each snippet, by its place: all are modules of one program, strict, against the package as users see it. */
export function compile(snippets: readonly Snippet[]): ReadonlyMap<string, readonly string[]> {
  const texts = new Map(snippets.map(({ file, text }) => [file, text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { fileExists: host.fileExists, readFile: host.readFile, getSourceFile: host.getSourceFile };
  host.fileExists = (file) => texts.has(file) || onDisk.fileExists(file);
  host.readFile = (file) => texts.get(file) ?? onDisk.readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = texts.get(file);
    return text === undefined
      ? onDisk.getSourceFile(file, target, ...rest)
      : ts.createSourceFile(file, text, target, true);
  };
  host.getCurrentDirectory = () => root;
  const program = ts.createProgram([...texts.keys()], options, host);
  return new Map(
    snippets.map(({ place, file }) => {
      const source = program.getSourceFile(file);
      return [place, ts.getPreEmitDiagnostics(program, source).map(inWords)];
    }),
  );
}

function inWords({ messageText, file, start }: ts.Diagnostic): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
