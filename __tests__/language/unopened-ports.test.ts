import { fleet, flow, platform, server, tcp, udp } from "../../language/language.ts";
import { resolve } from "../../language/resolve.ts";
import { unopenedPorts } from "../../language/unopened-ports.ts";
import type { Workload } from "../../language/workloads.ts";
import { cqube } from "../../platforms/cqube.ts";
import { roboshop } from "../../platforms/roboshop.ts";

const NGINX = { packages: ["nginx"], units: ["nginx"] };
/** The check of specs refuses it without `opens`. */
const PUBLISHED = fleet({
  tier: "private",
  port: 8080,
  opens: [8080],
  publish: { loadBalancer: "alb" },
  min: 1,
  max: 1,
});

/** The unopened ports of a platform with some workloads, which the server `client` calls. */
function unopenedOf(
  workloads: Record<string, ReturnType<typeof server> | ReturnType<typeof fleet>>,
  ...flows: ReturnType<typeof flow>[]
): string[] {
  const spec = platform({
    name: "shop",
    region: "us-east-1",
    networks: {
      main: {
        cidr: "10.0.0.0/16",
        zones: ["us-east-1a", "us-east-1b"],
        tiers: { public: { access: "public" }, private: { access: "private" } },
        endpoints: { gateway: ["s3"] },
      },
    },
    edge: {
      loadBalancers: {
        alb: { kind: "application", tier: "public", listeners: [{ port: 80, protocol: "HTTP" }] },
      },
    },
    workloads: { client: server({ tier: "private" }), ...workloads },
    flows: [...flows, ...Object.keys(workloads).map((name) => flow(name, "aws"))],
    environments: { test: { account: "111111111111" } },
  });
  const resolved = resolve(spec, "test");
  const web =
    resolved.workloads.web === undefined ? {} : { web: withoutPublishedOpens(resolved.workloads.web) };
  return unopenedPorts({ ...resolved, workloads: { ...resolved.workloads, ...web } }).map(
    ({ path, protocol, port, isPublished }) =>
      `${path} ${protocol} ${port}${isPublished ? " published" : ""}`,
  );
}

/** A published workload without `opens`, as the check of specs sees it. */
function withoutPublishedOpens(workload: Workload): Workload {
  return workload.publish === undefined ? workload : ({ ...workload, opens: [] } as Workload);
}

describe("unopenedPorts", () => {
  const toWeb = flow("client", "web");

  it("finds a port of a server with nothing on it, also behind a load balancer", () => {
    expect(unopenedOf({ web: server({ tier: "private", port: 80 }) }, toWeb)).toEqual([
      "workloads.web tcp 80",
    ]);
    expect(unopenedOf({ web: PUBLISHED }, flow("internet", "web"))).toEqual([
      "workloads.web tcp 8080 published",
    ]);
  });

  it.each([
    ["a unit of a known package", { port: 80, ...NGINX }],
    ["a line with its number", { port: 8080, setup: ["python3 -m http.server 8080"] }],
    ["opens", { port: 9000, opens: [9000] }],
    ["sshd of the image", { port: 22 }],
  ])("accepts a port with %s", (_, settings) => {
    expect(unopenedOf({ web: server({ tier: "private", ...settings }) }, toWeb)).toEqual([]);
  });

  it.each([
    ["a package without its unit", { port: 80, packages: ["nginx"] }],
    ["a unit of another port", { port: 8080, ...NGINX }],
    ["a line with a longer number", { port: 80, setup: ["python3 -m http.server 8080"] }],
    ["a line with an address", { port: 10, setup: ["ping 10.0.0.10"] }],
  ])("does not accept a port with %s", (_, settings) => {
    expect(unopenedOf({ web: server({ tier: "private", ...settings }) }, toWeb)).toHaveLength(1);
  });

  it("does not take a UDP port for the published TCP port of the same number", () => {
    const flows = [flow("internet", "web"), flow("client", "web", udp(8080))];
    expect(unopenedOf({ web: PUBLISHED }, ...flows)).toEqual([
      "workloads.web tcp 8080 published",
      "workloads.web udp 8080",
    ]);
  });

  it("reads the ports of flows, but no ranges", () => {
    const flows = [flow("client", "web", tcp(25), udp(53), tcp(7000, 7100))];
    expect(unopenedOf({ web: server({ tier: "private" }) }, ...flows)).toEqual([
      "workloads.web tcp 25",
      "workloads.web udp 53",
    ]);
  });

  it("finds cQube's own ports, which its installer opens, and none of RoboShop", () => {
    const found = [cqube, roboshop].flatMap((spec) =>
      Object.keys(spec.environments).flatMap((environment) =>
        unopenedPorts(resolve(spec, environment)).map(
          ({ path, port, isPublished }) => `${path} ${port}${isPublished ? " published" : ""}`,
        ),
      ),
    );
    expect(found).toEqual(
      [4200, 3000, 8000, 4201, 3001, 9000, 8080, 8096].map((port) => `workloads.cqube ${port}`),
    );
  });
});
