import { flow, platform, server, tcp } from "../../../language/language.ts";
import { resolve } from "../../../language/resolve.ts";
import { withChangedAccount } from "../../support/change-in-simulation.ts";

const MINUTES = 60_000;

/** A server that calls an office over a VPN, through a private NAT gateway or directly. */
function depot(kind: "private-gateway" | "none") {
  const spec = platform({
    name: "depot",
    region: "us-east-1",
    protected: false,
    networks: {
      main: {
        cidr: "10.46.0.0/16",
        zones: ["us-east-1a"],
        tiers: { private: { access: "private" }, routable: { access: "isolated", slot: 6 } },
        nat: kind === "none" ? { kind } : { kind, tier: "routable" },
      },
    },
    connections: {
      vpn: {
        kind: "site-to-site-vpn",
        customerGateway: { address: "198.51.100.7" },
        endsOn: { kind: "virtual-private-gateway", network: "main" },
        routing: { kind: "static", cidrs: ["192.168.0.0/16"] },
      },
    },
    outside: { office: { cidrs: ["192.168.1.0/24"], via: "vpn" } },
    workloads: { app: server({ tier: "private", port: 8080 }) },
    flows: [flow("app", "office", tcp(443))],
    environments: { prod: { account: "123456789012" } },
  });
  return resolve(spec, "prod");
}

describe("an object that one stack has and another wants", () => {
  it.each([
    ["connect", "network", "private-gateway", "none"],
    ["network", "connect", "none", "private-gateway"],
  ] as const)(
    "is imported by the %s stack, and forgotten by the %s stack",
    async (taker, giver, from, to) => {
      await withChangedAccount([depot(from), depot(to)], "snapshot", async (account, [before, after]) => {
        await account.deploy(before!);
        const routes = () =>
          account.simulation.simulator.account
            .resources("aws_route")
            .filter(({ values }) => values.destination_cidr_block === "192.168.1.0/24")
            .map(({ id }) => id)
            .sort();
        const deployed = routes();
        const steps = await account.deploy(after!);
        const turned = steps.filter(({ pass }) => pass === "turn");
        expect(turned).toMatchObject([{ stack: `depot-prod-${taker}`, create: [], replace: [], delete: [] }]);
        expect(turned[0]?.update).toEqual([
          expect.stringMatching(/^aws_route\..*private-us-east-1a-to-19216810-24/),
        ]);
        const deleted = steps
          .filter((step) => step.stack === `depot-prod-${giver}`)
          .flatMap((step) => step.delete);
        expect(deleted.filter((address) => /^aws_route\..*private/.test(address))).toEqual([]);
        // The route is changed, and neither deleted nor made a second time.
        expect(routes().filter((id) => deployed.includes(id))).toHaveLength(1);
        expect(await account.secondPlans(after!)).toEqual([]);
      });
    },
    5 * MINUTES,
  );
});
