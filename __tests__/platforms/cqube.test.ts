import type { WafSettings } from "../../language/edge.ts";
import { flowEndpoints, tierOfEndpoint } from "../../language/endpoints.ts";
import { resolve } from "../../language/resolve.ts";
import { instanceTypeOf } from "../../language/sizing.ts";
import { targetAttachments } from "../../language/target-attachments.ts";
import type { ServerSettings } from "../../language/workloads.ts";
import { cqube } from "../../platforms/cqube.ts";
import { describeFlows, problemsAfter } from "./support.ts";

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
  it("VPC: has a public and a private tier in two zones, without NAT", () => {
    expect(prod.region).toBe("ap-south-1");
    expect(prod.networks.main?.zones).toEqual(["ap-south-1a", "ap-south-1b"]);
    expect(Object.values(prod.networks.main!.tiers).map(({ access }) => access)).toEqual([
      "public",
      "private",
    ]);
    expect(prod.networks.main?.nat).toEqual({ kind: "none" });
  });

  it("cQube server: is private without a public address, with 8 vCPUs, 32 GiB and 1 TB", () => {
    const server = serverNamed("cqube");
    expect(accessOf("cqube")).toBe("private");
    expect(server).toMatchObject({ publicAddress: false, size: { vcpus: 8, memoryGiB: 32 } });
    expect(server.dataDisk).toEqual({ sizeGiB: 1024, mountPath: "/data" });
    expect(instanceTypeOf(server.size, server.architecture)).toBe("m7i.2xlarge");
  });

  it("nginx: is in the public tier, sized by concurrent users", () => {
    const server = serverNamed("nginx");
    expect(accessOf("nginx")).toBe("public");
    expect(server.size).toEqual({ concurrentUsers: 500 });
    expect(instanceTypeOf(server.size, server.architecture)).toBe("c7i.large");
    const resize = (concurrentUsers: number) =>
      problemsAfter(cqube, "prod", { workloads: { nginx: { size: { concurrentUsers } } } });
    expect([resize(100), resize(1000), resize(20_000)]).toEqual([[], [], []]);
    expect(resize(0)).toEqual([
      "workloads.nginx.size.concurrentUsers: received 0; allowed: a whole number from 1 to 1000000 (concurrent users). Fix: use 1 or more.",
    ]);
  });

  it("OpenVPN: is in the public tier with a public address, and its port is reachable from the internet", () => {
    expect(accessOf("openvpn")).toBe("public");
    expect(serverNamed("openvpn").publicAddress).toBe(true);
    expect(describeFlows(prod, "internet", "openvpn")).toEqual(["internet -> openvpn udp/1194"]);
  });

  it("firewall: has flows to cQube's ports from nginx and OpenVPN only", () => {
    expect(describeFlows(prod, "nginx", "cqube")).toEqual(
      [4200, 3000, 8000].map((port) => `nginx -> cqube tcp/${port}`),
    );
    expect(describeFlows(prod, "openvpn", "cqube")).toEqual(
      [4201, 3001, 9000, 8080, 8096, 22].map((port) => `openvpn -> cqube tcp/${port}`),
    );
    const callers = prod.flows.filter(({ to }) => to === "cqube").map(({ from }) => from);
    expect(callers).toEqual(["nginx", "openvpn"]);
  });

  it("firewall: has flows from the internet to the load balancer's ports 80 and 443, not to nginx directly", () => {
    expect(prod.edge.loadBalancers.alb?.listeners.map(({ port, protocol }) => `${protocol} ${port}`)).toEqual(
      ["HTTP 80", "HTTPS 443"],
    );
    expect(accessOf("alb")).toBe("public");
    expect(prod.flows.filter(({ to }) => to === "nginx")).toEqual([{ from: "internet", to: "nginx" }]);
    expect(serverNamed("nginx").publicAddress).toBe(false);
  });

  it("load balancer: forwards to nginx on 80 and 443", () => {
    const attachments = targetAttachments(prod).map(({ endpoint, settings, port }) => [
      endpoint,
      settings.loadBalancer,
      settings.listenerPort,
      settings.targetProtocol,
      port,
    ]);
    expect(attachments).toEqual([
      ["nginx", "alb", 80, "HTTP", 80],
      ["nginx", "alb", 443, "HTTPS", 443],
    ]);
  });

  it("domain and SSL: has a name for the load balancer, and a certificate that covers it", () => {
    expect(prod.edge.domain).toMatchObject({
      hosts: ["cqube.example.org"],
      certificateNames: ["cqube.example.org"],
      entry: "alb",
    });
  });

  it("people who upload: counts bodies over 8 KB, and no other WAF rule only counts", () => {
    const { managedRuleGroups, countedRules } = prod.edge.waf as WafSettings;
    expect(managedRuleGroups).toContain("AWSManagedRulesCommonRuleSet");
    expect(countedRules).toEqual({ AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"] });
  });

  it("S3: has three buckets, which the server and a user may access", () => {
    const buckets = Object.keys(prod.stores).filter((name) => prod.stores[name]?.kind === "bucket");
    const own = ["input", "output", "emission"];
    const grants = own.map((bucket) => ({ bucket, access: "read-write" }));
    expect(buckets).toEqual([...own, "vpn"]);
    expect(serverNamed("openvpn").buckets).toEqual([{ bucket: "vpn", access: "read-write" }]);
    expect(serverNamed("cqube").buckets).toEqual(grants);
    expect(prod.users.s3?.buckets).toEqual(grants);
  });

  it("egress: uses the gateway endpoint of S3 and interface endpoints of Systems Manager", () => {
    expect(prod.networks.main?.endpoints).toMatchObject({
      gateway: ["s3"],
      interface: ["ssm", "ssmmessages"],
    });
    expect(describeFlows(prod, "cqube")).toEqual(["cqube -> aws"]);
  });

  it("egress: may be NAT instead, by a setting", () => {
    const nat = { kind: "gateway", placement: "single" };
    expect(problemsAfter(cqube, "prod", { networks: { main: { nat } } })).toEqual([]);
  });
});
