import { bucket, flow, redis, server, service } from "../../../language/language.ts";
import { resolve } from "../../../language/resolve.ts";
import { bucketName, resourceName } from "../../../modules/names.ts";
import { itRejects, problemLines } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

describe("checks of names in AWS", () => {
  itRejects(shop, [
    [
      "a load balancer whose derived name is too long",
      {
        environments: {
          prod: {
            edge: {
              loadBalancers: {
                "internal-for-the-reports": {
                  kind: "application",
                  tier: "private",
                  listeners: [{ port: 80, protocol: "HTTP" }],
                },
              },
            },
          },
        },
        name: "corner-shop",
      },
      'environments.prod.edge.loadBalancers.internal-for-the-reports.name: received "corner-shop-prod-internal-for-the-reports"; allowed: a load balancer name of at most 32 characters. Fix: set a shorter name here.',
    ],
    [
      "a target group whose derived name is too long",
      {
        name: "corner-shop",
        workloads: {
          "relay-of-orders": server({
            tier: "private",
            port: 81,
            opens: [81],
            publish: { loadBalancer: "alb", paths: ["/r"] },
          }),
        },
        flows: [flow("internet", "relay-of-orders"), ...shopIngress],
      },
      'workloads.relay-of-orders.publish.targetGroupName: received "corner-shop-prod-relay-of-orders-81"; allowed: a target group name of at most 32 characters. Fix: set a shorter name here.',
    ],
    [
      "a cache whose derived name is too long",
      {
        name: "corner-shop-abc",
        stores: {
          "sessions-of-visitors": redis({ tier: "database", version: "7.1", nodeType: "cache.t3.micro" }),
        },
        workloads: { relay: { publish: { targetGroupName: "relay" } } },
      },
      'stores.sessions-of-visitors.name: received "corner-shop-abc-prod-sessions-of-visitors"; allowed: a cache name of at most 40 characters. Fix: set a shorter name here.',
    ],
    [
      "a role whose derived name is too long",
      {
        name: "corner-shop-abcd",
        environments: { prod: null, "pre-production-x": { account: "123456789012" } },
        workloads: {
          "web-of-all-the-branches": service({
            tier: "private",
            port: 8080,
            image: { uri: "nginx" },
            cpuUnits: 256,
            memoryMiB: 512,
          }),
        },
        edge: { loadBalancers: { alb: { name: "front" } } },
      },
      'edge.loadBalancers.nlb.name: received "corner-shop-abcd-pre-production-x-nlb"; allowed: a load balancer name of at most 32 characters. Fix: set a shorter name here.',
      'workloads.web.publish.targetGroupName: received "corner-shop-abcd-pre-production-x-web"; allowed: a target group name of at most 32 characters. Fix: set a shorter name here.',
      'workloads.relay.publish.targetGroupName: received "corner-shop-abcd-pre-production-x-relay-9000-tcp"; allowed: a target group name of at most 32 characters. Fix: set a shorter name here.',
      'workloads.web-of-all-the-branches: received "corner-shop-abcd-pre-production-x-web-of-all-the-branches-execution"; allowed: a role name of at most 64 characters. Fix: shorten the name of the platform, the environment or this item.',
    ],
    [
      "a duplicate target group name",
      { workloads: { relay: { publish: { targetGroupName: "shop-prod-web" } } } },
      'workloads.relay.publish.targetGroupName: received "shop-prod-web"; allowed: a unique target group name: workloads.web.publish.targetGroupName has the same. Fix: choose another name.',
    ],
    [
      "a target group name that another one's derived name with its port is equal to",
      { workloads: { web: { publish: { targetGroupName: "shop-prod-relay-9000-tcp" } } } },
      'workloads.relay.publish.targetGroupName: received "shop-prod-relay-9000-tcp"; allowed: a unique target group name: workloads.web.publish.targetGroupName has the same. Fix: choose another name.',
    ],
  ]);
});

describe("names that the check derives", () => {
  const platform = resolve(shop, "prod");

  it.each([
    [
      { edge: { loadBalancers: { alb: { name: resourceName(platform, "nlb") } } } },
      "edge.loadBalancers.nlb.name",
    ],
    [
      { users: { other: { name: resourceName(platform, "uploader"), buckets: [{ bucket: "files" }] } } },
      "users.other.name",
    ],
    [{ stores: { more: bucket({ name: bucketName(platform, "files") }) } }, "stores.more.name"],
  ])("equal those of the modules: %j", (change, path) => {
    const [line, ...others] = problemLines(shop, change);
    expect(others).toEqual([]);
    expect(line).toMatch(new RegExp(`^${path.replaceAll(".", "\\.")}: received .* unique .* name`));
  });
});
