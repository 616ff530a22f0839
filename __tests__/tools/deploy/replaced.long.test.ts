import { flow, platform, server, tcp } from "../../../language/language.ts";
import { resolve } from "../../../language/resolve.ts";
import { withChangedAccount } from "../../support/change-in-simulation.ts";

const MINUTES = 60_000;

/** A server behind a load balancer, which another server finds by its private name. */
function yard(tier: string) {
  const spec = platform({
    name: "yard",
    region: "us-east-1",
    protected: false,
    networks: {
      main: {
        cidr: "10.45.0.0/16",
        zones: ["us-east-1a", "us-east-1b"],
        tiers: {
          public: { access: "public" },
          private: { access: "private" },
          back: { access: "private", slot: 2 },
        },
        nat: { kind: "gateway", placement: "single" },
        privateZone: "yard.internal",
      },
    },
    edge: {
      waf: "off",
      loadBalancers: {
        alb: { kind: "application", tier: "public", listeners: [{ port: 80, protocol: "HTTP" }] },
      },
    },
    workloads: {
      api: server({ tier, port: 8080, opens: [8080], publish: { loadBalancer: "alb" } }),
      job: server({ tier: "private" }),
    },
    flows: [flow("internet", "api"), flow("job", "api", tcp(8080))],
    environments: { prod: { account: "123456789012" } },
  });
  return resolve(spec, "prod");
}

const [SERVER, TARGET, NAME] = [
  expect.stringMatching(/^aws_instance\.api-server_instance_\w+$/),
  expect.stringMatching(/^aws_lb_target_group_attachment\.api-targets_attachment-8080_\w+$/),
  expect.stringMatching(/^aws_route53_record\.private-names_api_\w+$/),
];
const LEFT = [
  expect.stringMatching(/^aws_instance\..*-leaving$/),
  expect.stringMatching(/^aws_lb_target_group_attachment\..*-leaving$/),
];

describe("a resource that a changed argument would replace", () => {
  it(
    "stays beside its successor until traffic and names have moved",
    async () => {
      await withChangedAccount(
        [yard("private"), yard("back")],
        "snapshot",
        async (account, [before, after]) => {
          await account.deploy(before!);
          const steps = await account.deploy(after!);
          expect(steps.filter(({ replace }) => replace.length > 0)).toEqual([]);
          const compute = steps.filter(({ stack }) => stack === "yard-prod-compute");
          expect(compute).toMatchObject([
            { pass: "up", create: [SERVER, TARGET], update: [], delete: [] },
            { pass: "turn", create: [], update: [NAME], delete: [] },
            { pass: "down", create: [], update: [], delete: LEFT },
          ]);
          expect(await account.secondPlans(after!)).toEqual([]);
          const servers = account.simulation.simulator.account.resources("aws_instance");
          expect(servers).toHaveLength(2);
        },
      );
    },
    5 * MINUTES,
  );
});
