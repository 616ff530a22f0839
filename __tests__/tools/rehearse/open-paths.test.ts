import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { flow, platform, registry, service, tcp } from "../../../language/language.ts";
import { resolve } from "../../../language/resolve.ts";
import { findOpenPaths, proveDeclaredPaths, summarizeOpenPaths } from "../../../tools/rehearse/open-paths.ts";
import { withSynthesized } from "../../support/synth.ts";

const PUBLIC_IMAGE = { uri: "public.ecr.aws/nginx/nginx:1.27" };

/** Proves a platform with a service behind a load balancer, and some more flows. */
function openPathsWith(...flows: readonly ReturnType<typeof flow>[]) {
  return openPathsOf({ image: PUBLIC_IMAGE, services: [] }, flows);
}

interface Container {
  readonly image: { readonly uri: string } | { readonly registry: string };
  /** The interface endpoints of its network. */
  readonly services: readonly string[];
}

function openPathsOf({ image, services }: Container, flows: readonly ReturnType<typeof flow>[]) {
  const small = platform({
    name: "small",
    region: "us-east-1",
    networks: {
      main: {
        cidr: "10.0.0.0/16",
        zones: ["us-east-1a", "us-east-1b"],
        tiers: { public: { access: "public" }, private: { access: "private" } },
        nat: { kind: "gateway", placement: "single" },
        endpoints: { interface: [...services] },
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
        image,
        cpuUnits: 256,
        memoryMiB: 512,
        publish: { loadBalancer: "alb" },
      }),
    },
    stores: { images: registry() },
    flows: [flow("internet", "web"), ...flows],
    environments: { prod: { account: "111111111111" } },
  });
  const resolved = resolve(small, "prod");
  return withSynthesized([resolved], (folder) => proveDeclaredPaths(folder, resolved));
}

describe("the open paths of a platform", () => {
  it("are the declared ones, with their flows", async () => {
    const { paths: openPaths, gaps } = await openPathsWith(flow("web", "internet", tcp(443)));
    expect(gaps).toEqual([]);
    expect(openPaths.map(({ from, to, ports, flows }) => `${from} -> ${to} ${ports} (${flows})`)).toEqual([
      "internet -> small-prod/alb tcp 80 (internet -> web)",
      "small-prod/alb -> small-prod/web tcp 8080 (internet -> web)",
      "small-prod/web -> internet tcp 443 (web -> internet)",
    ]);
  });

  it("are rejected if AWS would accept them and tasks could never start", async () => {
    await expect(openPathsWith()).rejects.toThrow(
      /\n\nDeclare in the spec: flow\("web", "internet", tcp\(443\)\)\.$/,
    );
    await expect(openPathsWith()).rejects.toThrow(
      /TASK_CANNOT_START {2}small-prod-compute\/aws_ecs_service\.web-service_\w+\n.+they cannot reach the internet/,
    );
  });

  it("are rejected with the flow to an endpoint, to which its service's name resolves", async () => {
    const own = { image: PUBLIC_IMAGE, services: ["logs"] };
    const toInternet = flow("web", "internet", tcp(443));
    await expect(openPathsOf(own, [toInternet])).rejects.toThrow(
      /\n\nDeclare in the spec: flow\("web", "aws"\)\.$/,
    );
    expect((await openPathsOf(own, [toInternet, flow("web", "aws")])).gaps).toEqual([]);
  });

  it("are accepted if the pushed image can start, even if its placeholder cannot", async () => {
    const own = { image: { registry: "images" }, services: ["ecr.api", "ecr.dkr", "logs"] };
    const flows = [flow("web", "aws")];
    expect((await openPathsOf(own, flows)).paths.map(({ to }) => to)).toContain("small-prod/main-endpoints");
    await expect(openPathsOf({ ...own, image: PUBLIC_IMAGE }, flows)).rejects.toThrow("TASK_CANNOT_START");
    await expect(openPathsOf({ ...own, services: ["ecr.api", "ecr.dkr"] }, flows)).rejects.toThrow(
      "TASK_CANNOT_START",
    );
  });
});

describe("the open paths of a folder", () => {
  const path = { from: "a", to: "b", ports: "tcp 443", flows: "", unknown: "" };
  const gap = { address: "web/module.net", why: "its folder is not there" };

  it.each([
    [{ paths: [], gaps: [] }, "0 flows, nothing else is open"],
    [{ paths: [path], gaps: [] }, "1 flow, nothing else is open"],
    [{ paths: [path, { ...path, unknown: "udp 53" }], gaps: [] }, "2 flows; not known: 1 flow"],
    [{ paths: [{ ...path, ports: "", unknown: "udp 53" }], gaps: [] }, "0 flows; not known: 1 flow"],
    [{ paths: [path], gaps: [gap, gap] }, "1 flow; not known: 2 parts"],
    [{ paths: [path, { ...path, unknown: "udp 53" }], gaps: [gap] }, "2 flows; not known: 1 flow, 1 part"],
  ])("are summarized: %j", (openPaths, words) => {
    expect(summarizeOpenPaths(openPaths)).toBe(words);
  });

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "open-paths-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("are unknown for an HCL module", async () => {
    mkdirSync(join(folder, "net"));
    writeFileSync(join(folder, "net", "main.tf"), "");
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ module: { net: { source: "./net" } } }));
    const { paths: openPaths, gaps } = await findOpenPaths(folder);
    expect(openPaths).toEqual([]);
    expect(gaps.map(({ address }) => address.replace(/^[^/]+/, ""))).toEqual(["/module.net"]);
  });

  it("include paths that may be open through a security group outside the folder", async () => {
    const server = (groups: readonly string[]) => ({
      ami: "ami-1",
      instance_type: "t3.micro",
      subnet_id: "${aws_subnet.a.id}",
      vpc_security_group_ids: groups,
    });
    const json = {
      provider: { aws: { region: "eu-west-1" } },
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
        aws_security_group: { all: { vpc_id: "${aws_vpc.main.id}", ingress: [], egress: [ALL] } },
        aws_instance: { known: server(["${aws_security_group.all.id}"]), far: server(["sg-0a1b2c3d"]) },
      },
    };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
    const found = await findOpenPaths(folder);
    const stack = basename(folder);
    expect(found.paths).toEqual([
      {
        from: `${stack}/aws_instance.known`,
        to: `${stack}/aws_instance.far`,
        ports: "",
        flows: "",
        unknown: "all",
      },
    ]);
    expect(summarizeOpenPaths(found)).toMatch(/^0 flows; not known: 1 flow/);
  });

  const ALL = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
});
