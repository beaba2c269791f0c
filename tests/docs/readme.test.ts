import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import * as sdk from "../../sdk";
import { setup } from "../../tools/setup.mjs";
import { compile, read, root, type Snippet } from "./compile";

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "emulator/README.md", ...pagesIn("docs")];

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

function snippetsOf(page: string): Snippet[] {
  const text = read(page);
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match, index) => ({
    place: `${page}:${text.slice(0, match.index).split("\n").length + 1}`,
    file: path.join(root, `${page.replaceAll("/", "-")}-${index}.mts`),
    text: match[1] ?? "",
  }));
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
