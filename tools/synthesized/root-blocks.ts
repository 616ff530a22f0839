import { escapeForTerminal } from "../escape-for-terminal.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { isNonArrayObject, mergeTerraformJson } from "./merge-terraform-json.ts";

/** The block types that the rehearsal reads, with the number of their labels. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  module: 1,
  provider: 1,
  terraform: 0,
};

type Body = Readonly<Record<string, unknown>>;

interface Block {
  readonly labels: readonly string[];
  readonly body: Body;
}

/**
 * Normalizes a file in Terraform's JSON syntax, which allows several forms: objects by label, then
 * the body. Provider types, which may repeat, have lists of bodies. Other block types stay as they
 * are.
 * https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping
 *
 * @param file its path, for messages
 * @throws SetupError for a value that Terraform does not accept as a block
 */
export function rootBlocks(json: unknown, file: string): Body {
  return blocksAt(json, [], 0, file)
    .map(({ body }) => blocksOfRoot(body, file))
    .reduce(mergeTerraformJson, {});
}

function blocksOfRoot(root: Body, file: string): Body {
  const kinds = Object.entries(root).map(([kind, value]) => {
    const labels = Object.hasOwn(LABELS, kind) ? LABELS[kind] : undefined;
    if (labels === undefined) return [kind, value] as const;
    const blocks = blocksAt(value, [kind], labels, file);
    if (kind === "terraform") return [kind, settings(blocks, file)] as const;
    return [kind, byLabels(blocks, kind === "provider")] as const;
  });
  return Object.fromEntries(kinds);
}

/** The `terraform` settings, whose `backend` has a label. */
function settings(blocks: readonly Block[], file: string): unknown {
  return blocks
    .map(({ body }) => {
      if (body.backend === undefined) return body;
      return { ...body, backend: byLabels(blocksAt(body.backend, ["terraform", "backend"], 1, file), false) };
    })
    .reduce<Body>(mergeTerraformJson, {});
}

/**
 * Returns the blocks below their labels. Each level is an object or a list of objects. Comments
 * (`//`) are not labels.
 */
function blocksAt(value: unknown, path: readonly string[], labels: number, file: string): Block[] {
  const objects = [value ?? []].flat().filter((item) => item !== null);
  return objects.flatMap((object) => {
    if (!isNonArrayObject(object)) throw new SetupError(noBlock(object, path, file));
    if (labels === 0) return [{ labels: [], body: object as Body }];
    return Object.entries(object)
      .filter(([label]) => label !== "//")
      .flatMap(([label, inner]) =>
        blocksAt(inner, [...path, label], labels - 1, file).map((block) => ({
          ...block,
          labels: [label, ...block.labels],
        })),
      );
  });
}

function noBlock(value: unknown, path: readonly string[], file: string): string {
  const name = path.length === 0 ? "it" : path.join(".");
  const found = JSON.stringify(value).slice(0, 40);
  return escapeForTerminal(
    `${file}: ${name} is ${found}, where Terraform expects an object: synthesize it again.`,
  );
}

function byLabels(blocks: readonly Block[], isRepeated: boolean): unknown {
  if (blocks.every(({ labels }) => labels.length === 0)) {
    const bodies = blocks.map(({ body }) => body);
    return isRepeated && blocks.length > 0 ? bodies : bodies.reduce<Body>(mergeTerraformJson, {});
  }
  const groups = new Map<string, Block[]>();
  for (const { labels, body } of blocks) {
    const [label = "", ...rest] = labels;
    const group = groups.get(label) ?? [];
    groups.set(label, group);
    group.push({ labels: rest, body });
  }
  return Object.fromEntries([...groups].map(([label, group]) => [label, byLabels(group, isRepeated)]));
}
