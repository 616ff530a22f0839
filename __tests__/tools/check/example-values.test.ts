import { merge } from "../../../language/merge.ts";
import type { PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { hybrid } from "../../../platforms/hybrid.ts";
import { roboshop } from "../../../platforms/roboshop.ts";
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

/** Values of the platforms that only a person knows. */
const MUST_BE_REPLACED: Readonly<Record<string, string[]>> = {
  "roboshop lab": ["networks.main.instanceConnect.principals[0]"],
  "roboshop prod": ["networks.main.instanceConnect.principals[0]", "alarms.emails[0]"],
  "hybrid prod": [
    "connections.office-vpn.customerGateway.address",
    "connections.depot-vpn.customerGateway.address",
    "connections.staff-vpn.certificateArns.server",
    "connections.staff-vpn.certificateArns.clientAuthority",
    "edge.domain.name",
  ],
};

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

  it("include a certificate that no authority issued, in a real account too", () => {
    const certificateArns = {
      server: "arn:aws:acm:us-east-1:210987654321:certificate/11111111-1111-4111-8111-111111111111",
      clientAuthority: "arn:aws:acm:us-east-1:210987654321:certificate/0f3c2a11-1111-4111-8111-111111111111",
    };
    const platform = resolve(
      merge(hybrid, { connections: { "staff-vpn": { certificateArns } } }) as PlatformSpec,
      "prod",
    );
    const found = exampleValues(platform).filter(({ path }) => path.includes("certificateArns"));
    expect(found.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      "connections.staff-vpn.certificateArns.server: an ID of examples",
    ]);
  });

  it.each(["roboshop lab", "roboshop prod", "hybrid prod"])(
    "include what a first deployment of %s needs",
    (label) => {
      const [name = "", environment = ""] = label.split(" ");
      const spec = [roboshop, hybrid].find((each) => each.name === name)!;
      const paths = exampleValues(resolve(spec, environment)).map(({ path }) => path);
      expect(paths).toContain("account");
      expect(paths).toEqual(expect.arrayContaining(MUST_BE_REPLACED[label]!));
    },
  );
});
