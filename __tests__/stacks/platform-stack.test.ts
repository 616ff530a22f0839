import { formatOutputRead, outputsReadBy } from "../../modules/state/outputs-read.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { outputValues, parseStackJson, synthesize } from "../support/synth.ts";

const stacks = synthesize(cybershieldIn("prod"));
const names = Object.keys(stacks).filter((name) => name.startsWith("cybershield-prod-"));

/** The states that each kind of stack reads. */
const READ_STATES: Readonly<Record<string, readonly string[]>> = {
  network: [],
  data: ["network"],
  edge: ["network"],
  compute: ["data", "edge", "network"],
  observe: ["compute", "edge", "network"],
};

describe.each(names)("%s", (name) => {
  const stack = parseStackJson(stacks, name);

  it("stores its state in S3: encrypted, with native locking, under its own key", () => {
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

  it("reads other states with the backend settings of their stacks", () => {
    const states = Object.entries(stack.data?.terraform_remote_state ?? {}).filter(
      ([, remote]) => remote.for_each === undefined,
    );
    expect(states.map(([kind]) => kind)).toEqual(READ_STATES[name.replace("cybershield-prod-", "")]);
    for (const [kind, remote] of states) {
      const { backend } = parseStackJson(stacks, `cybershield-prod-${kind}`).terraform;
      expect(remote.config).toEqual((backend as Record<string, unknown>).s3);
    }
  });

  it("supports provider versions 5 and 6, and requires Terraform 1.11", () => {
    expect(stack.terraform).toMatchObject({
      required_version: ">= 1.11.0, < 2.0.0",
      required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } },
    });
  });

  it("allows only its own account, and sets default tags", () => {
    expect(stack.provider.aws).toEqual([
      {
        region: "us-east-1",
        allowed_account_ids: ["111111111111"],
        default_tags: [{ tags: { Platform: "cybershield", Environment: "prod", ManagedBy: "drydock" } }],
      },
    ]);
  });

  it("has no generated outputs, and no sensitive ones but the record of its own file", () => {
    const outputs = Object.entries(stack.output!);
    expect(Object.keys(outputValues(stack)).length).toBeGreaterThan(0);
    expect(outputs.filter(([, output]) => "sensitive" in output).map(([output]) => output)).toEqual([
      "deployed_configuration",
    ]);
    expect(stacks[name]).not.toContain("cross-stack-output");
  });

  it("records its own file, compressed", () => {
    expect(stack.output!.deployed_configuration).toMatchObject({
      value: `\${base64gzip(file("\${path.module}/cdk.tf.json"))}`,
      sensitive: true,
    });
  });

  it("lists every output of another stack that its JSON reads", () => {
    const { output = {}, ...rest } = stack;
    const reads = outputsReadBy(stack, rest).map(formatOutputRead);
    const { outputs_read, ...others } = output;
    expect(outputs_read?.value ?? []).toEqual([...new Set(reads)].sort());
    // Nothing is only passed on, by an output.
    const passedOn = outputsReadBy(stack, others).map(formatOutputRead);
    expect(passedOn.filter((read) => !reads.includes(read))).toEqual([]);
    const read = READ_STATES[name.replace("cybershield-prod-", "")]!;
    expect(new Set(reads.map((each) => each.split(" ")[0]))).toEqual(
      new Set(read.map((kind) => `cybershield-prod-${kind}/terraform.tfstate`)),
    );
  });
});

describe("a platform's tags", () => {
  it("are default tags of every stack, but do not override Drydock's own", () => {
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
