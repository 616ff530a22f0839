import { formatCheck } from "../../../tools/check/format-check.ts";
import { summarizeStack } from "../../../tools/check/stack-summary.ts";

const STACK = {
  resource: {
    aws_vpc: { main: {} },
    aws_subnet: { a: {}, b: {} },
    aws_alb: { web: {} },
    aws_kms_key: { logs: {} },
    random_id: { suffix: {} },
  },
};

describe("the summary of a stack", () => {
  it("counts its resources by service, the largest first", () => {
    const { resources, services } = summarizeStack({ name: "shop-prod-network", json: STACK });
    expect(resources).toBe(6);
    expect(Object.entries(services)).toEqual([
      ["EC2", 3],
      ["ELBv2", 1],
      ["KMS", 1],
      ["random", 1],
    ]);
  });

  it("counts nothing in a stack without resources", () => {
    expect(summarizeStack({ name: "shop-prod-data", json: {} })).toEqual({
      name: "shop-prod-data",
      resources: 0,
      services: {},
    });
  });
});

describe("a check's text", () => {
  it("names the environments of each problem", () => {
    const problem = { path: "region", received: "1", allowed: "a region", fix: "use one" };
    const text = formatCheck({
      problems: [{ platform: "shop", environments: ["dev", "prod"], ...problem }],
      platforms: [],
    });
    expect(text).toBe(
      "shop: 1 problem in the spec\n  region: received 1; allowed: a region. Fix: use one. (dev, prod)\n",
    );
  });

  it("gives the reason why a good spec beside a bad one has no stacks", () => {
    const problem = { path: "region", received: "1", allowed: "a region", fix: "use one" };
    const good = { platform: "shop", environment: "prod", account: "123456789012", region: "us-east-1" };
    const text = formatCheck({
      problems: [{ platform: "shop", environments: ["dev"], ...problem }],
      platforms: [{ ...good, stacks: [], toReplace: [], unopened: [] }],
    });
    expect(text).toMatch(
      /\n\nshop prod {2}account 123456789012, us-east-1\n\nStacks are listed once no selected spec has a problem\.\n$/,
    );
  });

  it("lists stacks, values to replace, and ports that nothing opens", () => {
    const text = formatCheck({
      problems: [],
      platforms: [
        {
          platform: "shop",
          environment: "prod",
          account: "123456789012",
          region: "us-east-1",
          stacks: [summarizeStack({ name: "shop-prod-network", json: STACK })],
          toReplace: [{ path: "account", value: "123456789012", reason: "an account ID of examples" }],
          unopened: [
            { path: "workloads.app", protocol: "tcp", port: 22, isPublished: false },
            { path: "workloads.app", protocol: "udp", port: 53, isPublished: false },
            { path: "interfaces.licence", protocol: "tcp", port: 27_000, isPublished: true },
          ],
        },
      ],
    });
    expect(text.split("\n")).toEqual([
      "shop prod  account 123456789012, us-east-1",
      "  shop-prod-network  6 resources  3 EC2, 1 ELBv2, 1 KMS, 1 random",
      "  Replace before the first real deployment:",
      '    account  "123456789012"  an account ID of examples',
      "  Nothing opens these ports yet:",
      "    workloads.app       tcp 22, udp 53",
      "    interfaces.licence  tcp 27000",
      "",
    ]);
  });
});
