import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { LINT_RULES } from "../tools/reach/analysis/lint/rules.ts";
import { constraints } from "../tools/rehearse/simulator/constraints/index.ts";
import { PROJECT_FOLDER } from "./support/command-line.ts";

/** Files that a page names although they are not in the project: examples and Terraform's own. */
const ELSEWHERE = new Set([
  "@cdktf/provider-aws/lib/vpc/index.js",
  "drydock-plan.json",
  "manifest.json",
  "metadata.json",
  "platforms/shop.ts",
  "rehearsal_override.tf.json",
  "review-waivers.json",
]);

const read = (file: string) => readFileSync(join(PROJECT_FOLDER, file), "utf8");
const files = filesBelow("");
const pages = files.filter((file) => /^(README|docs\/.+)\.md$/.test(file));

/** The files and folders of the project, as paths from its folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(PROJECT_FOLDER, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return /^(node_modules|\.git|\.drydock|cdktf\.out)$/.test(entry.name) ? [] : [path, ...filesBelow(path)];
  });
}

/** A page's code spans, outside code blocks. */
function codeSpans(page: string): string[] {
  const text = read(page).replace(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
}

/** True for a path from the project's folder, or for the end of one. */
function isInProject(path: string): boolean {
  return files.some((file) => file === path || file.endsWith(`/${path}`));
}

/** The anchors of a page, as GitHub makes them from headings. */
function anchorsOf(page: string): string[] {
  const headings = read(page).match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** A relative link's fault; undefined if it leads to a file and heading of the project. */
function linkFault(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (!files.includes(target)) return `${link}: no such file`;
  return anchor === undefined || anchorsOf(target).includes(anchor) ? undefined : `${link}: no such heading`;
}

/** The first column of a page's table, as code, below a heading. */
function codesInTable(page: string, heading: string): string[] {
  const section = read(page).split(`\n## ${heading}\n`)[1]!.split("\n## ")[0]!;
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code]) => code!);
}

describe.each(pages)("%s", (page) => {
  it("names only files and folders of the project", () => {
    const paths = codeSpans(page).filter((span) =>
      /^[\w@.-]+(\/[\w.-]+)*(\.(ts|mjs|cjs|js|json|md)|\/)$/.test(span),
    );
    const unknown = paths.filter((path) => !ELSEWHERE.has(path) && !isInProject(path.replace(/\/$/, "")));
    expect(unknown).toEqual([]);
  });

  it("links only to files and headings that exist", () => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const relative = links.filter((link) => !link.startsWith("https://"));
    expect(relative.flatMap((link) => linkFault(page, link) ?? [])).toEqual([]);
  });
});

describe("tables of the docs", () => {
  it("list every constraint of the simulated AWS", () => {
    expect(codesInTable("docs/rehearse.md", "Constraints")).toEqual(
      constraints.map(({ name }) => name).sort(),
    );
  });

  it("list every lint rule", () => {
    expect(codesInTable("docs/reach.md", "Lint").sort()).toEqual(LINT_RULES.map(({ code }) => code).sort());
  });
});
