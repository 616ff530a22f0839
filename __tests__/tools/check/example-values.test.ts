import { merge } from "../../../language/merge.ts";
import type { PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { hybrid } from "../../../platforms/hybrid.ts";
import { exampleValues } from "../../../tools/check/example-values.ts";
import { shop } from "../../language/support/shop.ts";

const REAL = {
  outside: { office: { cidrs: ["8.8.8.0/24"] } },
  edge: {
    domain: {
      name: "shop.acme.com",
      certificateNames: ["shop.acme.com"],
      hosts: ["shop.acme.com"],
    },
  },
  alarms: { emails: ["ops@acme.com"] },
  budget: { emails: ["ops@acme.com"] },
  environments: { prod: { account: "210987654321" } },
};

function valuesOf(change: object) {
  const platform = resolve(merge(merge(shop, REAL), change) as PlatformSpec, "prod");
  return exampleValues(platform).map(({ path, value, reason }) => `${path}: ${value}: ${reason}`);
}

describe("the example values of a platform", () => {
  it("are none in a platform with real ones", () => {
    expect(valuesOf({})).toEqual([]);
  });

  it.each(["123456789012", "111122223333", "444455556666", "000000000000", "999999999999"])(
    "include account %s",
    (account) => {
      expect(valuesOf({ environments: { prod: { account } } })).toEqual([
        `account: ${account}: an account ID of examples`,
      ]);
    },
  );

  it.each(["211111111111", "123456789013", "111111111112"])("do not include account %s", (account) => {
    expect(valuesOf({ environments: { prod: { account } } })).toEqual([]);
  });

  it.each([
    ["example.com", true],
    ["shop.example.org", true],
    ["shop.example", true],
    ["myexample.com", false],
    ["example.company.com", false],
    ["latest.com", false],
  ])("treat the domain name %s as an example: %s", (name, isExample) => {
    const hosts = [name];
    const values = valuesOf({ edge: { domain: { name, certificateNames: hosts, hosts } } });
    expect(values).toHaveLength(isExample ? 3 : 0);
  });

  it("include addresses and blocks reserved for documentation", () => {
    expect(valuesOf({ outside: { office: { cidrs: ["203.0.113.64/28"] } } })).toEqual([
      "outside.office.cidrs[0]: 203.0.113.64/28: an address that is reserved for documentation",
    ]);
  });

  it("include AS numbers reserved for documentation, and no other number", () => {
    const values = (asn: number) => {
      const connections = { "office-vpn": { customerGateway: { asn } } };
      const platform = resolve(merge(hybrid, { connections }) as PlatformSpec, "prod");
      return exampleValues(platform).filter(
        ({ path }) => path === "connections.office-vpn.customerGateway.asn",
      );
    };
    expect(values(64_496)).toHaveLength(1);
    expect(values(65_010)).toHaveLength(0);
  });

  it("include an account ID inside an ARN", () => {
    const paths = exampleValues(resolve(hybrid, "prod")).map(({ path }) => path);
    expect(paths).toContain("connections.staff-vpn.certificateArns.server");
  });
});
