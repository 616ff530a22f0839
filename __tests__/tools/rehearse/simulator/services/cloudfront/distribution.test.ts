import { computeValues } from "../../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { UNKNOWN } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, computedAfterCreate, schemaBlockOf } from "../../computed-values/support.ts";

const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));

describe("the computed values of distributions", () => {
  it("a distribution has AWS's domain and hosted zone, and a new etag at each change", () => {
    const createdValues = computedAfterCreate("aws_cloudfront_distribution", { comment: "a" }, [
      "id",
      "arn",
      "domain_name",
      "hosted_zone_id",
      "etag",
    ]);
    expect(createdValues).toMatchObject({
      id: like("E[A-Z0-9]{13}"),
      arn: `arn:aws:cloudfront::123456789012:distribution/${createdValues.id}`,
      domain_name: like("d[0-9a-z]{13}\\.cloudfront\\.net"),
      hosted_zone_id: "Z2FDTNDATAQYW2",
    });
    const again = computeValues(
      {
        type: "aws_cloudfront_distribution",
        before: createdValues,
        after: { ...createdValues, comment: "b", etag: UNKNOWN, domain_name: UNKNOWN },
      },
      schemaBlockOf({
        comment: "string",
        etag: "string",
        domain_name: "string",
        id: "string",
        arn: "string",
        hosted_zone_id: "string",
      }),
      callContextWith(),
    );
    expect(again).toMatchObject({ domain_name: createdValues.domain_name, etag: like("E[A-Z0-9]{13}") });
    expect(again.etag).not.toBe(createdValues.etag);
    expect(computedAfterCreate("aws_cloudfront_vpc_origin", {}, ["id", "arn"]).arn).toMatch(
      /^arn:aws:cloudfront::123456789012:vpcorigin\/vo_/,
    );
  });
});
