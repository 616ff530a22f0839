import { join } from "node:path";
import { type AwsSimulator, startAwsSimulator } from "../../../../tools/rehearse/simulator/aws-simulator.ts";
import { decodeObjectValue } from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import type { ComputeValues, Constraint } from "../../../../tools/rehearse/simulator/simulator-types.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../../tools/terraform/temporary-folder.ts";
import { smallProviders } from "./support/small-provider.ts";
import { SmallTerraform } from "./support/small-terraform.ts";

const computeValues: ComputeValues = ({ after }) => ({ ...after, id: `${after.name}`, arn: "" });

/** `parent` cannot be deleted before `child`: the constraint fails with `code`. */
const childFirst = (code: string): Constraint => ({
  name: "child-first",
  documentation: "https://docs.aws.amazon.com/",
  errorCodes: [code],
  types: ["aws_thing"],
  check: ({ before, after }, { account }) =>
    after === null && before?.name === "parent" && account.resources().some(({ id }) => id === "child")
      ? [{ code, message: "parent has a dependent object", operation: "DeleteThing" }]
      : [],
});

let temporaryFolder: TemporaryFolder;
let simulator: AwsSimulator;
let terraform: SmallTerraform;

beforeEach(() => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
});

afterEach(async () => {
  terraform.close();
  await simulator.stop();
  await temporaryFolder.remove();
});

async function family(code: string) {
  simulator = await startAwsSimulator({
    backend: smallProviders().factory,
    accountFile: join(temporaryFolder.path, "account.json"),
    accountId: "123456789012",
    behavior: { computeValues, constraints: [childFirst(code)] },
  });
  terraform = new SmallTerraform(simulator.reattachProviders);
  await terraform.configure({});
  return {
    parent: await terraform.create("aws_thing", { name: "parent" }),
    child: await terraform.create("aws_thing", { name: "child" }),
  };
}

describe("the deletion of a resource with a dependent", () => {
  it("succeeds once the dependent is deleted, as the provider retries", async () => {
    const { parent, child } = await family("DependencyViolation");
    const deleted = terraform.apply("aws_thing", parent, null);
    await terraform.apply("aws_thing", child, null);
    expect(decodeObjectValue((await deleted).new_state)).toBeNull();
    expect(simulator.applied.slice(2).map(({ id, outcome }) => [id, outcome])).toEqual([
      ["child", "done"],
      ["parent", "done"],
    ]);
  });

  it("fails if the dependent remains", async () => {
    const { parent } = await family("DependencyViolation");
    const { diagnostics } = await terraform.apply("aws_thing", parent, null);
    expect(diagnostics[0]?.summary).toContain("DependencyViolation: parent has a dependent object");
  });

  it("fails at once with an error that the provider does not retry", async () => {
    const { parent, child } = await family("OperationNotPermitted");
    const deletion = terraform.apply("aws_thing", parent, null);
    await terraform.apply("aws_thing", child, null);
    expect((await deletion).diagnostics).toHaveLength(1);
    expect(simulator.applied.slice(2).map(({ id, outcome }) => [id, outcome])).toEqual([
      ["parent", "rejected"],
      ["child", "done"],
    ]);
  });
});
