import { flow, platform, registry, service, tcp } from "../../../language/language.ts";
import { resolve } from "../../../language/resolve.ts";
import { proveDeclaredPaths } from "../../../tools/rehearse/open-paths.ts";
import { withSynthesized } from "../../support/synth.ts";

const PUBLIC_IMAGE = { uri: "public.ecr.aws/nginx/nginx:1.27" };

/** A container behind a load balancer, and what it may call besides. */
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

describe("the ways of a platform, before it is deployed", () => {
  it("are those declared, with the flows that ask for them", async () => {
    const openPaths = await openPathsWith(flow("web", "internet", tcp(443)));
    expect(openPaths.map(({ from, to, ports, flows }) => `${from} -> ${to} ${ports} (${flows})`)).toEqual([
      "internet -> small-prod/alb tcp 80 (internet -> web)",
      "small-prod/alb -> small-prod/web tcp 8080 (internet -> web)",
      "small-prod/web -> internet tcp 443 (web -> internet)",
    ]);
  });

  it("are refused where AWS would take them, and tasks could never start", async () => {
    await expect(openPathsWith()).rejects.toThrow(/\n\nIn the spec a way is a flow: flow\("app", "internet"/);
    await expect(openPathsWith()).rejects.toThrow(
      /TASK_CANNOT_START {2}small-prod-compute\/aws_ecs_service\.web-service_\w+\n.+they do not reach the internet/,
    );
  });

  it("are not refused where a pushed image will start, though the placeholder before it does not", async () => {
    const own = { image: { registry: "images" }, services: ["ecr.api", "ecr.dkr", "logs"] };
    const flows = [flow("web", "aws")];
    expect((await openPathsOf(own, flows)).map(({ to }) => to)).toContain("small-prod/main-endpoints");
    await expect(openPathsOf({ ...own, image: PUBLIC_IMAGE }, flows)).rejects.toThrow("TASK_CANNOT_START");
    await expect(openPathsOf({ ...own, services: ["ecr.api", "ecr.dkr"] }, flows)).rejects.toThrow(
      "TASK_CANNOT_START",
    );
  });
});
