import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, synthesize } from "../support/synth.ts";

const stacks = synthesize(cybershieldIn("prod"));
const names = Object.keys(stacks).filter((name) => name.startsWith("cybershield-prod-"));

/** The stacks whose states each stack reads. */
const READ: Readonly<Record<string, readonly string[]>> = {
  network: [],
  data: ["network"],
  edge: ["network"],
  compute: ["data", "edge", "network"],
  observe: ["compute", "edge", "network"],
};

describe.each(names)("%s", (name) => {
  const stack = parseStackJson(stacks, name);

  it("keeps its state in S3: encrypted, locked natively, under a key of its own", () => {
    expect(stack.terraform.backend).toEqual({
      s3: {
        bucket: "111111111111-us-east-1-drydock-state",
        key: `${name}/terraform.tfstate`,
        region: "us-east-1",
        encrypt: true,
        kms_key_id: "arn:aws:kms:us-east-1:111111111111:alias/drydock-state",
        use_lockfile: true,
      },
    });
  });

  it("reads other states with the very settings that they are written with", () => {
    const remotes = Object.entries(stack.data?.terraform_remote_state ?? {});
    expect(remotes.map(([kind]) => kind).sort()).toEqual(READ[name.replace("cybershield-prod-", "")]);
    for (const [kind, { config }] of remotes) {
      const { backend } = parseStackJson(stacks, `cybershield-prod-${kind}`).terraform;
      expect(config).toEqual((backend as Record<string, unknown>).s3);
    }
  });

  it("is valid for both majors of the provider, and asks for Terraform 1.11", () => {
    expect(stack.terraform).toMatchObject({
      required_version: ">= 1.11.0, < 2.0.0",
      required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } },
    });
  });

  it("refuses any other account and tags everything", () => {
    expect(stack.provider.aws).toEqual([
      {
        region: "us-east-1",
        allowed_account_ids: ["111111111111"],
        default_tags: [{ tags: { Platform: "cybershield", Environment: "prod", ManagedBy: "drydock" } }],
      },
    ]);
  });

  it("has no output of a generated name, and no sensitive one", () => {
    const outputs = Object.entries(stack.output ?? {});
    expect(outputs.length).toBeGreaterThan(0);
    for (const [output, { sensitive }] of outputs) {
      expect(output).not.toMatch(/cross-stack-output/);
      expect(sensitive).toBeUndefined();
    }
    expect(stacks[name]).not.toContain("cross-stack-output");
  });
});

describe("a platform's tags", () => {
  it("are on everything, beside the ones that say whose it is, which they cannot replace", () => {
    const tagged = synthesize({
      ...cybershieldIn("prod"),
      tags: { CostCenter: "42", Platform: "other", ManagedBy: "hand" },
    });
    for (const name of names) {
      expect(parseStackJson(tagged, name).provider.aws![0]!.default_tags).toEqual([
        {
          tags: {
            CostCenter: "42",
            Platform: "cybershield",
            Environment: "prod",
            ManagedBy: "drydock",
          },
        },
      ]);
    }
  });
});
