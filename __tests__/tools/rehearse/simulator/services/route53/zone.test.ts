import { callContextWith, computedAfterCreate, existingResource } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));
describe("the computed values of hosted zones", () => {
  it("a hosted zone has four name servers, in AWS's four domains", () => {
    const createdValues = computedAfterCreate(
      "aws_route53_zone",
      { name: "example.com" },
      { zone_id: "string", name_servers: ["list", "string"], arn: "string" },
    );
    const servers = createdValues.name_servers as readonly string[];
    expect(servers.map((server) => server.replace(/^ns-\d+\.awsdns-\d\d\./, "")).sort()).toEqual([
      "co.uk",
      "com",
      "net",
      "org",
    ]);
    expect(createdValues).toMatchObject({
      zone_id: like("Z[A-Z0-9]{20}"),
      arn: `arn:aws:route53:::hostedzone/${createdValues.zone_id}`,
    });
    const zone = existingResource("aws_route53_zone", "Z1", { name: "example.com" });
    expect(
      computedAfterCreate(
        "aws_route53_record",
        { zone_id: "Z1", name: "www", type: "A" },
        ["id", "fqdn"],
        callContextWith(zone),
      ),
    ).toMatchObject({ id: "Z1_www_A", fqdn: "www.example.com" });
  });
});

describe("the data sources of hosted zones", () => {
  it("read hosted zones: public unless a private one is requested", () => {
    const zones = [
      existingResource("aws_route53_zone", "Z1", { name: "a.com", zone_id: "Z1", vpc: [] }),
      existingResource("aws_route53_zone", "Z2", {
        name: "a.com",
        zone_id: "Z2",
        vpc: [{ vpc_id: "vpc-0a" }],
      }),
    ];
    expect(readDataSource("aws_route53_zone", { name: "a.com." }, ["zone_id"], ...zones)).toEqual({
      zone_id: "Z1",
    });
    expect(
      readDataSource("aws_route53_zone", { name: "a.com", private_zone: true }, ["zone_id"], ...zones),
    ).toEqual({
      zone_id: "Z2",
    });
    expect(readDataSource("aws_route53_zone", { name: "b.com" }, ["zone_id"], ...zones)).toMatchObject({
      apiError: { code: "NoSuchHostedZone" },
    });
  });
});
