import { flowEndpoints, tierOfEndpoint } from "../../language/endpoints.ts";
import { flow, tcp } from "../../language/language.ts";
import { resolve } from "../../language/resolve.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { describeFlows, platformAfter, problemsAfter } from "./support.ts";

const lab = resolve(roboshop, "lab");
const prod = resolve(roboshop, "prod");
const BACKENDS = ["user", "catalogue", "cart", "payment", "order", "dispatch"];
const SERVERS = ["frontend", ...BACKENDS];

/** Returns the sources of flows to a target. */
function callersOf(platform: typeof lab, to: string): string[] {
  return platform.flows.filter((one) => one.to === to).map(({ from }) => from);
}

function accessOf(platform: typeof lab, name: string) {
  return tierOfEndpoint(platform, flowEndpoints(platform).get(name)!)?.access;
}

describe.each([
  ["lab", lab],
  ["prod", prod],
] as const)("RoboShop %s", (environment, platform) => {
  it("frontend: has port 80, reachable from the internet", () => {
    expect(platform.workloads.frontend?.port).toBe(80);
    expect(describeFlows(platform, "internet")).toEqual(["internet -> frontend"]);
  });

  it("way in: has an SSH flow from the office to the frontend, and on to payment, in lab", () => {
    expect(platform.outside.office).toEqual({ cidrs: ["106.51.167.88/32"], via: "internet" });
    const ssh = platform.flows.filter(({ ports }) => ports?.some(({ from, to }) => from <= 22 && 22 <= to));
    expect(ssh.map(({ from, to }) => `${from} -> ${to}`)).toEqual(
      environment === "lab" ? ["office -> frontend", "frontend -> payment"] : [],
    );
  });

  it("backends: are separate and private, with flows to port 8080 from the frontend only", () => {
    expect(Object.keys(platform.workloads)).toEqual(SERVERS);
    for (const name of BACKENDS) {
      expect(platform.workloads[name]?.port).toBe(8080);
      expect(new Set(callersOf(platform, name))).toEqual(new Set(["frontend"]));
      expect(describeFlows(platform, "frontend", name)[0]).toBe(`frontend -> ${name}`);
      expect(accessOf(platform, name)).toBe("private");
    }
  });

  it("proof: has the flows of the telnet test", () => {
    expect(describeFlows(platform, "internet", "frontend")).toEqual(["internet -> frontend"]);
    expect(describeFlows(platform, "internet", "payment")).toEqual([]);
    expect(describeFlows(platform, "frontend", "payment")).toContain("frontend -> payment");
    expect(describeFlows(platform, "payment", "frontend")).toEqual([]);
  });

  it("proof: rejects a flow internet -> payment:8080", () => {
    const flows = [...(roboshop.flows ?? []), flow("internet", "payment", tcp(8080))];
    expect(problemsAfter(roboshop, environment, { flows }).join()).toMatch(
      /received "internet -> payment"; allowed: a path from the internet/,
    );
  });

  it("data: has a flow to each store from its own service only, in an isolated tier", () => {
    const owners = Object.fromEntries(
      Object.keys(platform.stores)
        .filter((name) => name !== "releases")
        .map((name) => [name, callersOf(platform, name)]),
    );
    expect(owners).toEqual({
      "user-db": ["user"],
      "catalogue-db": ["catalogue"],
      "payment-db": ["payment"],
      "order-db": ["order"],
      "cart-cache": ["cart"],
    });
    for (const name of Object.keys(owners)) expect(accessOf(platform, name)).toBe("isolated");
  });

  it("data: has only its own database's credentials in each service", () => {
    const read = Object.entries(platform.workloads).flatMap(([name, workload]) =>
      workload.kind === "service" ? [] : workload.secrets.map((store) => `${name}: ${store}`),
    );
    expect(read).toEqual([
      "user: user-db",
      "catalogue: catalogue-db",
      "payment: payment-db",
      "order: order-db",
    ]);
  });

  it("start-up: installs and starts nginx on the frontend", () => {
    expect(platform.workloads.frontend).toMatchObject({ packages: ["nginx"], units: ["nginx"] });
    expect(describeFlows(platform, "frontend", "aws")).toEqual(["frontend -> aws"]);
  });

  it.each([
    ["user", "java-21-amazon-corretto-headless", "java Placeholder.java"],
    ["catalogue", "nodejs22", "node placeholder.js"],
    ["cart", "nodejs22", "node placeholder.js"],
    ["payment", "python3.12", "python3.12 placeholder.py"],
    ["order", "java-21-amazon-corretto-headless", "java Placeholder.java"],
    ["dispatch", "python3.12", "python3.12 placeholder.py"],
  ])("languages: %s has %s, and a placeholder in that language", (name, runtime, command) => {
    const workload = platform.workloads[name]!;
    const { packages, setup } = workload as Extract<typeof workload, { kind: "server" }>;
    expect(packages).toEqual([runtime]);
    expect(setup.join("\n")).toContain(`'exec ${command}' > /opt/app/start`);
  });

  it("way in: lets only named people log in to every server, through an Instance Connect Endpoint", () => {
    expect(platform.networks.main?.instanceConnect).toEqual({
      principals: [`arn:aws:iam::${platform.account}:role/shop-operators`],
      permissionSets: [],
    });
    const none = problemsAfter(roboshop, environment, {
      networks: { main: { instanceConnect: { principals: [] } } },
    });
    expect(none.join()).toContain("networks.main.instanceConnect.principals: received []");
    const anyone = problemsAfter(roboshop, environment, {
      networks: { main: { instanceConnect: { principals: ["*"] } } },
    });
    expect(anyone.join()).toContain(
      'networks.main.instanceConnect.principals[0]: received "*"; allowed: the ARN of an IAM user or role',
    );
  });

  it("names: has a private zone", () => {
    expect(platform.networks.main?.privateZone).toBe("roboshop.internal");
  });

  it("region: is us-east-1", () => {
    expect(platform.region).toBe("us-east-1");
  });
});

describe("RoboShop lab", () => {
  it("has a t3.micro for each server, and a public address for the frontend only", () => {
    for (const name of SERVERS) {
      expect(lab.workloads[name]).toMatchObject({ kind: "server", size: { instanceType: "t3.micro" } });
    }
    expect(lab.workloads.frontend).toMatchObject({ tier: "public", publicAddress: true });
    for (const name of BACKENDS) expect(lab.workloads[name]).toMatchObject({ publicAddress: false });
    expect(lab.edge.loadBalancers).toEqual({});
  });
});

describe("RoboShop prod", () => {
  it("has a fleet for each service, in private subnets of two zones", () => {
    expect(prod.networks.main?.zones).toHaveLength(2);
    for (const name of SERVERS) {
      expect(prod.workloads[name]).toMatchObject({ kind: "fleet", tier: "private", min: 2 });
    }
  });

  it("has a public load balancer for the frontend and an internal one for the backends", () => {
    expect(accessOf(prod, "public-alb")).toBe("public");
    expect(accessOf(prod, "internal-alb")).toBe("private");
    expect(prod.workloads.frontend?.publish?.loadBalancer).toBe("public-alb");
    for (const name of BACKENDS) {
      expect(prod.workloads[name]?.publish).toMatchObject({
        loadBalancer: "internal-alb",
        hosts: [`${name}.roboshop.internal`],
      });
    }
    expect(prod.edge.loadBalancers["internal-alb"]?.listeners.map(({ port }) => port)).toEqual([8080]);
  });

  it("scales each service separately", () => {
    const sizes = ({ workloads }: typeof prod) =>
      Object.entries(workloads).map(([name, { kind, ...settings }]) =>
        "min" in settings ? `${name}: ${kind} ${settings.min}-${settings.max}` : `${name}: ${kind}`,
      );
    expect(sizes(prod)).toEqual([
      "frontend: fleet 2-6",
      "user: fleet 2-4",
      "catalogue: fleet 2-12",
      "cart: fleet 2-4",
      "payment: fleet 2-4",
      "order: fleet 2-4",
      "dispatch: fleet 2-4",
    ]);
    const sale = platformAfter(roboshop, "prod", { workloads: { catalogue: { min: 8, max: 30 } } });
    const { catalogue, ...rest } = sale.workloads;
    expect(catalogue).toEqual({ ...prod.workloads.catalogue, min: 8, max: 30 });
    expect({ ...rest, catalogue: prod.workloads.catalogue }).toEqual(prod.workloads);
  });

  it("has the flows of the lab, except those that require a public address", () => {
    const key = ({ from, to }: (typeof prod.flows)[number]) => `${from} -> ${to}`;
    const missing = lab.flows.map(key).filter((one) => !prod.flows.map(key).includes(one));
    expect(missing).toEqual(["office -> frontend"]);
    expect(prod.flows.map(key).filter((one) => !lab.flows.map(key).includes(one))).toEqual([]);
    expect(describeFlows(prod, "frontend", "payment")).toEqual(["frontend -> payment"]);
  });
});
