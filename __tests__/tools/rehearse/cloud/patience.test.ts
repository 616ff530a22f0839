import { join } from "node:path";
import { type Cloud, startCloud } from "../../../../tools/rehearse/cloud/cloud.ts";
import type { AnswerChange, Law } from "../../../../tools/rehearse/cloud/contracts.ts";
import { decodeObject } from "../../../../tools/rehearse/cloud/protocol/codec.ts";
import { makeWorkspace, type Workspace } from "../../../../tools/terraform/workspace.ts";
import { smallProviders } from "./support/small-provider.ts";
import { SmallTerraform } from "./support/small-terraform.ts";

const answerChange: AnswerChange = ({ after }) => ({ ...after, id: `${after.name}`, arn: "" });

/** `parent` cannot go before `child`, for the reason that `code` gives. */
const childFirst = (code: string): Law => ({
  name: "child-first",
  documentation: "https://docs.aws.amazon.com/",
  types: ["aws_thing"],
  check: ({ before, after }, { account }) =>
    after === null && before?.name === "parent" && account.resources().some(({ id }) => id === "child")
      ? [{ code, message: "parent has a dependent object", operation: "DeleteThing" }]
      : [],
});

let workspace: Workspace;
let cloud: Cloud;
let terraform: SmallTerraform;

beforeEach(() => {
  workspace = makeWorkspace("drydock-test");
});

afterEach(async () => {
  terraform.close();
  await cloud.stop();
  await workspace.remove();
});

async function family(code: string) {
  cloud = await startCloud({
    backend: smallProviders().factory,
    accountFile: join(workspace.path, "account.json"),
    accountId: "123456789012",
    knowledge: { answerChange, laws: [childFirst(code)] },
  });
  terraform = new SmallTerraform(cloud.reattachProviders);
  await terraform.configure({});
  return {
    parent: await terraform.create("aws_thing", { name: "parent" }),
    child: await terraform.create("aws_thing", { name: "child" }),
  };
}

describe("a thing that is deleted while another still holds it", () => {
  it("goes once the other has gone, as the provider tries again", async () => {
    const { parent, child } = await family("DependencyViolation");
    const deleted = terraform.apply("aws_thing", parent, null);
    await terraform.apply("aws_thing", child, null);
    expect(decodeObject((await deleted).newState)).toBeNull();
    expect(cloud.applied.slice(2).map(({ id, outcome }) => [id, outcome])).toEqual([
      ["child", "done"],
      ["parent", "done"],
    ]);
  });

  it("stays where the other stays", async () => {
    const { parent } = await family("DependencyViolation");
    const { diagnostics } = await terraform.apply("aws_thing", parent, null);
    expect(diagnostics[0]?.summary).toContain("DependencyViolation: parent has a dependent object");
  });

  it("stays at once for a reason that time does not mend", async () => {
    const { parent, child } = await family("OperationNotPermitted");
    const refused = terraform.apply("aws_thing", parent, null);
    await terraform.apply("aws_thing", child, null);
    expect((await refused).diagnostics).toHaveLength(1);
    expect(cloud.applied.slice(2).map(({ id, outcome }) => [id, outcome])).toEqual([
      ["parent", "refused"],
      ["child", "done"],
    ]);
  });
});
