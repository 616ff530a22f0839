import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { TerraformStack, Testing } from "cdktf";
import {
  compareAddresses,
  createAddressManifest,
  statefulAddressesOf,
} from "../../../tools/addresses/stateful-addresses.ts";
import type { TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";

/** Synthesizes a stack with one topic; `movedFrom` is its previous ID. */
function stackWithTopic(id: string, movedFrom?: string) {
  const app = Testing.app();
  const stack = new TerraformStack(app, "shop");
  const topic = new SnsTopic(stack, id, { name: "orders" });
  if (movedFrom !== undefined) topic.moveFromId(`aws_sns_topic.${movedFrom}`);
  return { shop: statefulAddressesOf(JSON.parse(Testing.synth(stack)) as TerraformJson) };
}

describe("stateful addresses", () => {
  const manifest = createAddressManifest(stackWithTopic("orders"));

  it("are the addresses of resource types that hold data", () => {
    expect(manifest).toEqual({ shop: ["aws_sns_topic.orders"] });
    expect(statefulAddressesOf({ resource: { aws_route: { a: {} } } }).stateful).toEqual([]);
  });

  it("may stay unchanged", () => {
    expect(compareAddresses(manifest, stackWithTopic("orders"))).toEqual([]);
  });

  it("must not change without moveFromId(), as the message explains", () => {
    const changes = compareAddresses(manifest, stackWithTopic("order-events"));
    expect(changes.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      "dropped aws_sns_topic.orders",
      "new aws_sns_topic.order-events",
    ]);
    expect(changes[0]!.message).toBe(
      "shop: aws_sns_topic.orders is gone, so Terraform would destroy its resource and data. One of aws_sns_topic.order-events may be its new address. " +
        "If it moved, call moveFromId() with its old ID on the resource. If it is to be deleted, remove it from the manifest with: npx drydock addresses --write",
    );
  });

  it("may change with moveFromId(), as in the example of docs/architecture.md", () => {
    expect(compareAddresses(manifest, stackWithTopic("order-events", "orders"))).toEqual([]);
  });

  it("must not be dropped with their stack", () => {
    expect(compareAddresses(manifest, {}).map((change) => change.kind)).toEqual(["dropped"]);
  });
});
