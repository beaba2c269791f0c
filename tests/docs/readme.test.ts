import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import * as sdk from "../../sdk";
import { setup } from "../../tools/setup.mjs";

const root = path.resolve(__dirname, "../..");
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "emulator/README.md", ...pagesIn("docs")];

interface Snippet {
  /** `README.md:9`, where its first line stands. */
  readonly place: string;
  /** The file that it is compiled as, beside no other file of that name. */
  readonly file: string;
  readonly text: string;
}

describe("the documentation", () => {
  const snippets = pages.flatMap(snippetsOf);
  let problems: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    await setup({ pulumi: false });
    problems = compile(snippets);
  }, 180_000);

  test.each(snippets.map(({ place }) => place))("compiles at %s", (place) => {
    expect(problems.get(place)).toEqual([]);
  });

  test("begins with a program of 14 lines", () => {
    expect(snippets[0]?.text.trimEnd().split("\n")).toHaveLength(14);
  });

  test("has every kind in its table, and every example among those to try", () => {
    const rows = read("README.md").split("\n");
    const managed = rows.filter((row) => row.startsWith("| `") && !row.endsWith("| planned |"));
    const kinds = Object.entries(sdk).flatMap(([name, one]) => ("__pulumiType" in Object(one) ? [name] : []));
    expect(kinds.filter((kind) => !managed.some((row) => row.includes(`| \`${kind}\` |`)))).toEqual([]);
    const links = linksOf("README.md");
    expect(
      readdirSync(path.join(root, "examples")).filter((one) => !links.includes(`examples/${one}/index.ts`)),
    ).toEqual([]);
  });

  test("tells of every look-up in the CHANGELOG", () => {
    const lookUps = Object.keys(sdk).filter((name) => /^(?:get|list)[A-Z]/.test(name));
    expect(lookUps.filter((name) => !read("CHANGELOG.md").includes(`\`${name}\``))).toEqual([]);
  });

  test.each(pages)("links to what is there: %s", (page) => {
    const broken = linksOf(page).filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });
});

function pagesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

function read(page: string): string {
  return readFileSync(path.join(root, page), "utf8");
}

function snippetsOf(page: string): Snippet[] {
  const text = read(page);
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match, index) => ({
    place: `${page}:${text.slice(0, match.index).split("\n").length + 1}`,
    file: path.join(root, `${page.replaceAll("/", "-")}-${index}.mts`),
    text: match[1] ?? "",
  }));
}

/** Compiles all snippets as modules of one program, strictly, against the package as users see it. */
function compile(snippets: readonly Snippet[]): ReadonlyMap<string, readonly string[]> {
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

/** Addresses of links that stay in the repository. */
function linksOf(page: string): string[] {
  const text = read(page).replaceAll(/^```.*?^```$/gms, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, address = ""]) => address)
    .filter((address) => !/^https?:/.test(address));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? page : path.join(path.dirname(page), file);
  if (!existsSync(path.join(root, target))) return false;
  return anchor === undefined || headingsOf(target).includes(anchor);
}

/** The anchors that a page's headings have on the web. */
function headingsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}
