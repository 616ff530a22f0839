import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53VpcAssociationAuthorization } from "@cdktf/provider-aws/lib/route53-vpc-association-authorization/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Route53ZoneAssociation } from "@cdktf/provider-aws/lib/route53-zone-association/index.js";
import { TerraformOutput } from "cdktf";
import { resolve } from "../../../language/resolve.ts";
import { PrivateNames, PrivateZone, StoreNames, ZoneInVpc } from "../../../modules/network/dns.ts";
import { shop } from "../../language/support/shop.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { synthesize } from "../../support/synth.ts";

const FOREIGN = [
  { account: "210987654321", vpcId: "vpc-0123456789abcdef0", region: "eu-west-1" as const },
  { account: "210987654321", vpcId: "vpc-0123456789abcdef1" },
];

describe("a private zone", () => {
  it("is associated with its VPC, since a zone without one would be public", () => {
    const { text, json } = synthesizeConstruct((stack) => {
      const zone = new PrivateZone(stack, "names", {
        name: "shop.internal",
        isShared: false,
        vpcId: "vpc-1",
      });
      new TerraformOutput(stack, "zone_id", { staticId: true, value: zone.zoneId });
    });
    expect(text).toHaveResourceWithProperties(Route53Zone, {
      name: "shop.internal",
      vpc: [{ vpc_id: "vpc-1" }],
    });
    expect(json.output!.zone_id!.value).toMatch(/^\$\{aws_route53_zone\.names_zone_\w+\.zone_id\}$/);
  });
});

describe("private names", () => {
  const { text } = synthesizeConstruct((stack) => {
    new PrivateNames(stack, "names", {
      plans: [
        {
          endpoint: "db",
          network: "main",
          name: "db.shop.internal",
          target: { kind: "server", server: "db" },
        },
        {
          endpoint: "api",
          network: "main",
          name: "api.shop.internal",
          target: { kind: "load-balancer", loadBalancer: "alb" },
        },
      ],
      zoneIds: { main: "Z1" },
      addresses: { db: "10.0.0.9" },
      loadBalancerDnsNames: { alb: "internal-alb.us-east-1.elb.amazonaws.com" },
      loadBalancerZoneIds: { alb: "Z35SXDOTRQ7X7K" },
    });
  });

  it("resolve to a server's private address, with a short TTL, since a new server has another", () => {
    expect(text).toHaveResourceWithProperties(Route53Record, {
      zone_id: "Z1",
      name: "db.shop.internal",
      type: "A",
      records: ["10.0.0.9"],
      ttl: 60,
    });
  });

  it("resolve to a load balancer by an alias record", () => {
    expect(text).toHaveResourceWithProperties(Route53Record, {
      zone_id: "Z1",
      name: "api.shop.internal",
      type: "A",
      alias: {
        name: "internal-alb.us-east-1.elb.amazonaws.com",
        zone_id: "Z35SXDOTRQ7X7K",
        evaluate_target_health: false,
      },
    });
  });
});

describe("names of stores", () => {
  it("lead to the store's own name, since its address changes", () => {
    const { text } = synthesizeConstruct((stack) => {
      new StoreNames(stack, "names", {
        plans: [{ store: "db", network: "main", name: "db.shop.internal" }],
        zoneIds: { main: "Z1" },
        addresses: { db: "db.abc.us-east-1.rds.amazonaws.com" },
      });
    });
    expect(text).toHaveResourceWithProperties(Route53Record, {
      zone_id: "Z1",
      name: "db.shop.internal",
      type: "CNAME",
      ttl: 60,
      records: ["db.abc.us-east-1.rds.amazonaws.com"],
    });
  });
});

describe("a private zone in another VPC", () => {
  it("is an association that names the VPC's region, and the zone ignores it", () => {
    const { text } = synthesizeConstruct((stack) => {
      new PrivateZone(stack, "shared", { name: "corp.internal", isShared: true, vpcId: "vpc-1" });
      new ZoneInVpc(stack, "shared-in-shop", { zoneId: "Z1", vpcId: "vpc-2", vpcRegion: "eu-west-1" });
    });
    expect(text).toHaveResourceWithProperties(Route53Zone, { lifecycle: { ignore_changes: ["vpc"] } });
    expect(text).toHaveResourceWithProperties(Route53ZoneAssociation, {
      zone_id: "Z1",
      vpc_id: "vpc-2",
      vpc_region: "eu-west-1",
    });
  });

  it("of another account is authorized; the zone ignores what that account associates", () => {
    const shared = { ...shop, networks: { main: { ...shop.networks.main!, zoneAuthorizations: FOREIGN } } };
    const stacks = synthesize(resolve(shared, "prod"));
    const text = stacks["shop-prod-network"]!;
    expect(text).toHaveResourceWithProperties(Route53Zone, { lifecycle: { ignore_changes: ["vpc"] } });
    for (const [vpcId, region] of [
      ["vpc-0123456789abcdef0", "eu-west-1"],
      ["vpc-0123456789abcdef1", "us-east-1"],
    ]) {
      expect(text).toHaveResourceWithProperties(Route53VpcAssociationAuthorization, {
        zone_id: "${aws_route53_zone.main-private-zone_42D89F1F.zone_id}",
        vpc_id: vpcId,
        vpc_region: region,
      });
    }
    const without = synthesize(resolve(shop, "prod"))["shop-prod-network"]!;
    expect(without).not.toHaveResource(Route53VpcAssociationAuthorization);
    expect(without).not.toHaveResourceWithProperties(Route53Zone, { lifecycle: { ignore_changes: ["vpc"] } });
  });
});
