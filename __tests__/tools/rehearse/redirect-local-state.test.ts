import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redirectLocalState } from "../../../tools/rehearse/redirect-local-state.ts";
import type { SynthesizedStack, TerraformJson } from "../../../tools/rehearse/synthesized-stacks.ts";

describe("the states that a folder keeps in files", () => {
  let folder: string;
  let states: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "local-states-"));
    states = join(folder, "states");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function stack(name: string, json: TerraformJson): SynthesizedStack {
    return { name, folder: `/theirs/stacks/${name}`, dependencies: [], json };
  }

  /** What is laid over each stack's own files. */
  function overrides(stacks: readonly SynthesizedStack[]): unknown[] {
    const copied = stacks.map((original) => ({ ...original, folder: join(folder, original.name) }));
    for (const { folder: path } of copied) mkdirSync(path, { recursive: true });
    redirectLocalState(stacks, copied, states);
    return copied.map(({ folder: path }) => {
      const file = join(path, "rehearsal_override.tf.json");
      return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as unknown) : undefined;
    });
  }

  const backend = { backend: { local: { path: "/theirs/one.tfstate" } } };
  const reader = (path: string) => ({ backend: "local", config: { path, workspace_dir: "w" } });

  it("are led into the rehearsal, for those who read them too", () => {
    const terraform_remote_state = {
      one: reader("/theirs/one.tfstate"),
      beside: reader("${path.module}/../one/terraform.tfstate"),
      far: reader("../far.tfstate"),
      anywhere: reader("${var.path}"),
      bucket: { backend: "s3", config: { key: "k" } },
    };
    mkdirSync(states);
    const stacks = [stack("one", { terraform: backend }), stack("two", { data: { terraform_remote_state } })];
    expect(overrides(stacks)).toEqual([
      { terraform: { backend: { local: { path: join(states, "one.tfstate") } } } },
      {
        terraform: { backend: { local: { path: join(states, "two.tfstate") } } },
        data: {
          terraform_remote_state: {
            one: { config: { path: join(states, "one.tfstate"), workspace_dir: "w" } },
            beside: { config: { path: "/theirs/stacks/one/terraform.tfstate", workspace_dir: "w" } },
            far: { config: { path: "/theirs/stacks/far.tfstate", workspace_dir: "w" } },
          },
        },
      },
    ]);
  });

  it("are none where S3 keeps them", () => {
    expect(overrides([stack("one", { terraform: { backend: { s3: { bucket: "b" } } } })])).toEqual([
      undefined,
    ]);
  });

  it.each([
    ["gcs", { backend: { gcs: {} } }],
    ["cloud", { cloud: { organization: "ours" } }],
  ])("cannot stand for %s", (kind, terraform) => {
    expect(() => overrides([stack("one", { terraform })])).toThrow(
      `The stack one keeps its state in "${kind}": a rehearsal stands in for S3 and for files on this machine.`,
    );
  });
});
