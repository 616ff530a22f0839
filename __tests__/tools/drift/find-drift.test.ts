import { findDrift } from "../../../tools/drift/find-drift.ts";
import { driftMarkdown, formatDrift } from "../../../tools/drift/format-drift.ts";
import type { Json } from "../../../tools/reach/terraform/configuration/json.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";

type Values = Readonly<Record<string, Json>>;

interface Change {
  readonly address: string;
  readonly mode?: string;
  readonly actions: readonly string[];
  readonly before: Values | null;
  readonly after: Values | null;
  readonly unknown?: Values;
}

const changeJson = ({ address, mode = "managed", actions, before, after, unknown = {} }: Change) => ({
  ...{ address, mode, type: address.split(".")[0]!, name: address.split(".")[1]! },
  provider_name: "registry.terraform.io/hashicorp/aws",
  change: { actions: [...actions], before, after, after_unknown: unknown },
});

/** A plan of what is deployed, with drift and what Terraform would change. */
function planOf(changes: readonly Change[], drift: readonly Change[]) {
  const resources = drift
    .filter(({ after }) => after !== null)
    .map((change) => ({ ...changeJson(change), change: null, values: change.after }));
  const json = {
    format_version: "1.2",
    resource_changes: changes.map(changeJson),
    resource_drift: drift.map(changeJson),
    prior_state: { format_version: "1.0", values: { root_module: { resources } } },
    planned_values: { root_module: { resources } },
    configuration: { root_module: {} },
  };
  return parsePlan(JSON.parse(JSON.stringify(json)), { stack: "shop-prod-data", path: "plan" });
}

const update = (address: string, real: Values, wanted: Values): Change => ({
  ...{ address, actions: ["update"], before: real, after: wanted },
});
/** The drift of a resource: from the state's values to the real ones. */
const drifted = (address: string, before: Values, real: Values | null): Change => ({
  ...{ address, actions: [real === null ? "delete" : "update"], before, after: real },
});
const noChange = (address: string, values: Values): Change => ({
  ...{ address, actions: ["no-op"], before: values, after: values },
});

function find(changes: readonly Change[], drift: readonly Change[]) {
  const [stack] = findDrift([planOf(changes, drift)], []);
  return stack!;
}

describe("drift", () => {
  it("is what was changed outside and would be changed back, by attribute", () => {
    const found = find(
      [update("aws_db_instance.a", { port: 1, class: "x" }, { port: 2, class: "x" })],
      [drifted("aws_db_instance.a", { port: 2, class: "y" }, { port: 1, class: "x" })],
    );
    expect(found.drift).toMatchObject([{ kind: "changed", attributes: ["port"], isSecurity: false }]);
  });

  it("is not what its owner changed: the configuration ignores it", () => {
    const found = find(
      [noChange("aws_ecs_service.a", { desired_count: 7 })],
      [drifted("aws_ecs_service.a", { desired_count: 2 }, { desired_count: 7 })],
    );
    expect(found).toEqual({ stack: "shop-prod-data", drift: [], ownedByOthers: 1 });
    expect(
      formatDrift({
        format: "drydock.drift.v1",
        subject: "s",
        verdict: "quiet",
        stacks: [found],
        failures: [],
      }),
    ).toBe("✓ shop-prod-data  no drift; 1 resource changed by their owners\n");
  });

  it("is not a data source that is read again, nor what only follows from something deleted", () => {
    const found = find(
      [
        { ...update("data.aws_ami.a", { id: "1" }, { id: "2" }), mode: "data", actions: ["read"] },
        { address: "aws_sqs_queue.a", actions: ["create"], before: null, after: { name: "a" } },
        { ...update("aws_sns_topic.b", { arn: "x" }, {}), unknown: { arn: true } },
      ],
      [drifted("aws_sqs_queue.a", { name: "a" }, null)],
    );
    expect(found.drift).toMatchObject([{ kind: "deleted", addresses: ["aws_sqs_queue.a"] }]);
    expect(found.drift).toHaveLength(1);
  });

  it("names apart what a deployment did not finish", () => {
    const found = find([update("aws_db_instance.a", { port: 1 }, { port: 2 })], []);
    expect(found.drift).toMatchObject([{ kind: "unapplied", attributes: ["port"], level: "ask" }]);
  });

  it("is joined where it is alike, security first, and judged as a change that does it", () => {
    const tags = (name: string): [Change, Change] => [
      update(`aws_db_instance.${name}`, { tags: { a: "x" } }, { tags: { a: "y" } }),
      drifted(`aws_db_instance.${name}`, { tags: { a: "y" } }, { tags: { a: "x" } }),
    ];
    const off = { deletion_protection: false };
    const on = { deletion_protection: true };
    const found = find(
      [
        ...["b", "a"].map((name) => tags(name)[0]),
        update("aws_db_instance.c", off, on),
        update("aws_security_group.d", { name: "x" }, { name: "y" }),
      ],
      [
        ...["b", "a"].map((name) => tags(name)[1]),
        drifted("aws_db_instance.c", on, off),
        drifted("aws_security_group.d", { name: "y" }, { name: "x" }),
      ],
    );
    expect(found.drift.map(({ addresses, isSecurity }) => [addresses, isSecurity])).toEqual([
      [["aws_security_group.d"], true],
      [["aws_db_instance.a", "aws_db_instance.b"], false],
      [["aws_db_instance.c"], false],
    ]);
    // The review of a plan that takes the protection off, not of one that puts it back.
    expect(found.drift[2]?.risks).toEqual([expect.stringMatching(/deletion_protection/)]);
  });

  it("has no effect in an issue's Markdown, whatever a resource's key is", () => {
    const address = 'aws_db_instance.a["`@team` <!-- #1"]';
    const found = find(
      [update(address, { port: 1 }, { port: 2 })],
      [drifted(address, { port: 2 }, { port: 1 })],
    );
    expect(driftMarkdown(found)).toContain('- ``aws_db_instance.a["`@team` <!-- #1"]``\n');
  });
});
