import { readSimulatedDataSource } from "../../../../../../tools/rehearse/simulator/data-sources/index.ts";
import type { ObjectValue } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, schemaBlockOf } from "../../computed-values/support.ts";

const SCHEMA = schemaBlockOf({
  id: "string",
  bucket: "string",
  prefix: "string",
  keys: ["list", "string"],
  common_prefixes: ["list", "string"],
});

const KEYS = ["shop-prod-data/terraform.tfstate", "shop-prod-network/terraform.tfstate", "other/x"];

/** Reads `aws_s3_objects` in an account whose bucket `states` has {@link KEYS}. */
function listed(config: ObjectValue) {
  const { account, ...context } = callContextWith();
  const objectKeys = (bucket: string, prefix: string) =>
    bucket === "states" ? KEYS.filter((key) => key.startsWith(prefix)) : [];
  const call = { ...context, account: { ...account, objectKeys } };
  return readSimulatedDataSource("aws_s3_objects", config, SCHEMA, call, () => false);
}

describe("the objects of a bucket", () => {
  it("are listed by their keys, also by a prefix", () => {
    expect(listed({ bucket: "states" })).toMatchObject({ id: "states", keys: KEYS, common_prefixes: [] });
    expect(listed({ bucket: "states", prefix: "shop-prod-" })).toMatchObject({
      bucket: "states",
      prefix: "shop-prod-",
      keys: KEYS.slice(0, 2),
    });
    expect(listed({ bucket: "states", prefix: "gone-" })).toMatchObject({ keys: [] });
  });

  it("are none in an account without objects", () => {
    const read = readSimulatedDataSource(
      "aws_s3_objects",
      { bucket: "states" },
      SCHEMA,
      callContextWith(),
      () => false,
    );
    expect(read).toMatchObject({ keys: [] });
  });
});
