import { flow, platform, service, tcp } from "../../../spec/language.ts";
import { resolve } from "../../../spec/resolve.ts";
import { declaredWays } from "../../../tools/rehearse/open-ways.ts";
import { withSynthesized } from "../../support/synth.ts";

/** A container behind a load balancer, and what it may call besides. */
function waysWith(...flows: readonly ReturnType<typeof flow>[]) {
  const small = platform({
    name: "small",
    region: "us-east-1",
    networks: {
      main: {
        cidr: "10.0.0.0/16",
        zones: ["us-east-1a", "us-east-1b"],
        tiers: { public: { access: "public" }, private: { access: "private" } },
        nat: { kind: "gateway", placement: "single" },
      },
    },
    edge: {
      loadBalancers: {
        alb: { kind: "application", tier: "public", listeners: [{ port: 80, protocol: "HTTP" }] },
      },
    },
    workloads: {
      web: service({
        tier: "private",
        port: 8080,
        image: { uri: "public.ecr.aws/nginx/nginx:1.27" },
        cpuUnits: 256,
        memoryMiB: 512,
        publish: { loadBalancer: "alb" },
      }),
    },
    flows: [flow("internet", "web"), ...flows],
    environments: { prod: { account: "111111111111" } },
  });
  const resolved = resolve(small, "prod");
  return withSynthesized([resolved], (folder) => declaredWays(folder, resolved));
}

describe("the ways of a platform, before it is deployed", () => {
  it("are those declared, with the flows that ask for them", async () => {
    const ways = await waysWith(flow("web", "internet", tcp(443)));
    expect(ways.map(({ from, to, ports, flows }) => `${from} -> ${to} ${ports} (${flows})`)).toEqual([
      "internet -> small-prod/alb tcp 80 (internet -> web)",
      "small-prod/alb -> small-prod/web tcp 8080 (internet -> web)",
      "small-prod/web -> internet tcp 443 (web -> internet)",
    ]);
  });

  it("are refused where AWS would take them, and tasks could never start", async () => {
    await expect(waysWith()).rejects.toThrow(/\n\nIn the spec a way is a flow: flow\("app", "internet"/);
    await expect(waysWith()).rejects.toThrow(
      /TASK_CANNOT_START {2}small-prod-compute\/aws_ecs_service\.web-service_\w+\n.+they do not reach the internet/,
    );
  });
});
