import { existingResource } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

describe("the data sources of CloudFront's policies", () => {
  it("read CloudFront's managed policies by name or ID, then the account's", () => {
    expect(
      readDataSource("aws_cloudfront_cache_policy", { name: "Managed-CachingDisabled" }, ["id"]),
    ).toEqual({
      id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    });
    expect(
      readDataSource("aws_cloudfront_origin_request_policy", { id: "216adef6-5c7f-47e4-b989-5492eafa07d3" }, [
        "name",
      ]),
    ).toEqual({ name: "Managed-AllViewer" });
    const own = existingResource("aws_cloudfront_cache_policy", "p1", { name: "mine" });
    expect(readDataSource("aws_cloudfront_cache_policy", { name: "mine" }, ["id"], own)).toEqual({
      id: "p1",
    });
    expect(readDataSource("aws_cloudfront_cache_policy", { name: "none" }, ["id"], own)).toMatchObject({
      apiError: { message: "no matching cloudfront cache policy found: none" },
    });
  });
});
