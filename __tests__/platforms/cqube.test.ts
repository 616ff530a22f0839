import type { WafSettings } from "../../language/edge.ts";
import { flowEndpoints, tierOfEndpoint } from "../../language/endpoints.ts";
import { resolve } from "../../language/resolve.ts";
import { instanceTypeOf } from "../../language/sizing.ts";
import { targetAttachments } from "../../language/target-attachments.ts";
import type { ServerSettings } from "../../language/workloads.ts";
import { cqube } from "../../platforms/cqube.ts";
import { refusals, saidFlows } from "./support.ts";

const prod = resolve(cqube, "prod");

function serverNamed(name: string): ServerSettings {
  const workload = prod.workloads[name];
  if (workload?.kind !== "server") throw new Error(`${name} is no server`);
  return workload;
}

function accessOf(name: string) {
  return tierOfEndpoint(prod, flowEndpoints(prod).get(name)!)?.access;
}

describe("cQube prod", () => {
  it("VPC: a public and a private tier, two zones; nothing private leads to the internet", () => {
    expect(prod.region).toBe("ap-south-1");
    expect(prod.networks.main?.zones).toEqual(["ap-south-1a", "ap-south-1b"]);
    expect(Object.values(prod.networks.main!.tiers).map(({ access }) => access)).toEqual([
      "public",
      "private",
    ]);
    expect(prod.networks.main?.nat).toEqual({ kind: "none" });
  });

  it("cQube server: private, no public address, 8 vCPU, 32 GiB, 1 TB", () => {
    const server = serverNamed("cqube");
    expect(accessOf("cqube")).toBe("private");
    expect(server).toMatchObject({ publicAddress: false, size: { vcpus: 8, memoryGiB: 32 }, diskGiB: 1024 });
    expect(instanceTypeOf(server.size, server.architecture)).toBe("m7i.2xlarge");
  });

  it("nginx: in the public tier, sized by concurrent users", () => {
    const server = serverNamed("nginx");
    expect(accessOf("nginx")).toBe("public");
    expect(server.size).toEqual({ concurrentUsers: 500 });
    expect(instanceTypeOf(server.size, server.architecture)).toBe("c7i.large");
    const resize = (concurrentUsers: number) =>
      refusals(cqube, "prod", { workloads: { nginx: { size: { concurrentUsers } } } });
    expect([resize(100), resize(1000), resize(20_000)]).toEqual([[], [], []]);
    expect(resize(0)).toEqual([
      "workloads.nginx.size.concurrentUsers: received 0; allowed: a whole number from 1 to 1000000 (concurrent users). Fix: use 1 or more.",
    ]);
  });

  it("OpenVPN: in the public tier with an address of its own, its port from the internet", () => {
    expect(accessOf("openvpn")).toBe("public");
    expect(serverNamed("openvpn").publicAddress).toBe(true);
    expect(saidFlows(prod, "internet", "openvpn")).toEqual(["internet -> openvpn udp/1194"]);
  });

  it("firewall: cQube's ports from nginx, from OpenVPN, and from no one else", () => {
    expect(saidFlows(prod, "nginx", "cqube")).toEqual(
      [4200, 3000, 8000].map((port) => `nginx -> cqube tcp/${port}`),
    );
    expect(saidFlows(prod, "openvpn", "cqube")).toEqual(
      [4201, 3001, 9000, 8080, 8096, 22].map((port) => `openvpn -> cqube tcp/${port}`),
    );
    const callers = prod.flows.filter(({ to }) => to === "cqube").map(({ from }) => from);
    expect(callers).toEqual(["nginx", "openvpn"]);
  });

  it("firewall: the load balancer takes 80 and 443 from the internet, nginx from the load balancer only", () => {
    expect(prod.edge.loadBalancers.alb?.listeners.map(({ port, protocol }) => `${protocol} ${port}`)).toEqual(
      ["HTTP 80", "HTTPS 443"],
    );
    expect(accessOf("alb")).toBe("public");
    expect(prod.flows.filter(({ to }) => to === "nginx")).toEqual([{ from: "internet", to: "nginx" }]);
    expect(serverNamed("nginx").publicAddress).toBe(false);
  });

  it("load balancer: connects to nginx on 80 and 443", () => {
    const places = targetAttachments(prod).map(({ endpoint: end, settings: place, port }) => [
      end,
      place.loadBalancer,
      place.listenerPort,
      place.targetProtocol,
      port,
    ]);
    expect(places).toEqual([
      ["nginx", "alb", 80, "HTTP", 80],
      ["nginx", "alb", 443, "HTTPS", 443],
    ]);
  });

  it("domain and SSL: a name that leads to the load balancer, a certificate that covers it", () => {
    expect(prod.edge.domain).toMatchObject({
      hosts: ["cqube.example.org"],
      certificateNames: ["cqube.example.org"],
      entry: "alb",
    });
  });

  it("people who upload: bodies over 8 KB are counted, not blocked; every other rule of the WAF acts", () => {
    const { managedRuleGroups, countedRules } = prod.edge.waf as WafSettings;
    expect(managedRuleGroups).toContain("AWSManagedRulesCommonRuleSet");
    expect(countedRules).toEqual({ AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"] });
  });

  it("S3: three buckets; a role and a user that may use these and no others", () => {
    const buckets = Object.keys(prod.stores).filter((name) => prod.stores[name]?.kind === "bucket");
    const grants = buckets.map((bucket) => ({ bucket, access: "read-write" }));
    expect(buckets).toEqual(["input", "output", "emission"]);
    expect(serverNamed("cqube").buckets).toEqual(grants);
    expect(prod.users.s3?.buckets).toEqual(grants);
  });

  it("egress: S3 by the gateway endpoint, Systems Manager by its own", () => {
    expect(prod.networks.main?.endpoints).toMatchObject({
      gateway: ["s3"],
      interface: ["ssm", "ssmmessages"],
    });
    expect(saidFlows(prod, "cqube")).toEqual(["cqube -> aws"]);
  });

  it("egress: NAT is a setting", () => {
    const nat = { kind: "gateway", placement: "single" };
    expect(refusals(cqube, "prod", { networks: { main: { nat } } })).toEqual([]);
  });
});
