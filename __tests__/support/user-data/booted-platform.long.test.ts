import { platform, server } from "../../../language/language.ts";
import { resolve } from "../../../language/resolve.ts";
import { BootedPlatform } from "./booted-platform.ts";

const spec = platform({
  name: "tiny",
  region: "us-east-1",
  networks: {
    main: {
      cidr: "10.50.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: { public: { access: "public" }, private: { access: "private" } },
      endpoints: { gateway: ["s3"] },
      privateZone: "tiny.internal",
    },
  },
  workloads: {
    web: server({ tier: "public", publicAddress: true, port: 80, packages: ["nginx"], units: ["nginx"] }),
    app: server({ tier: "private", setup: ["sysctl -n net.ipv4.ip_forward > /forwarding"] }),
    other: server({ tier: "private" }),
  },
  flows: [
    { from: "app", to: "web" },
    { from: "internet", to: "web" },
    { from: "web", to: "aws" },
  ],
  environments: { test: { account: "111111111111" } },
});
const platformSpec = resolve(spec, "test");
const unavailable = await BootedPlatform.unavailable("nginx");

describe.skipIf(unavailable !== undefined)(
  `servers that run their user data${unavailable === undefined ? "" : `: ${unavailable}`}`,
  () => {
    let booted: BootedPlatform;
    beforeAll(async () => {
      booted = await BootedPlatform.boot(platformSpec);
    });
    afterAll(() => booted.stop());

    const page = (name: string, url: string) => booted.server(name).shell(`curl -sS -m 3 ${url}`);

    it("answer by their private names where a flow allows it, and nowhere else", async () => {
      expect((await page("tiny-test-app", "http://web.tiny.internal/")).stdout).toContain("Welcome to nginx");
      expect((await page("tiny-test-other", "http://web.tiny.internal/")).code).toBe(28);
      const visitor = booted.host("198.51.100.7");
      const address = booted.network.hosts.find(({ publicAddress }) => publicAddress)!.publicAddress!;
      expect((await visitor.shell(`curl -sS -m 3 http://${address}/`)).stdout).toContain("Welcome to nginx");
      expect((await visitor.shell(`curl -sS -m 2 http://${address}:22/`)).code).toBe(28);
    });

    it("have an instance metadata service, a resolver that knows no other names, and no forwarding", async () => {
      const web = booted.server("tiny-test-web");
      const token = `$(curl -sX PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" 169.254.169.254/latest/api/token)`;
      const read = (path: string) =>
        web.output(
          `curl -s -H "X-aws-ec2-metadata-token: ${token}" 169.254.169.254/latest/meta-data/${path}`,
        );
      expect(await read("local-ipv4")).toBe(web.address);
      expect(await read("public-ipv4")).toMatch(/^54\./);
      expect((await web.shell("getent hosts nothing.tiny.internal")).code).toBe(2);
      expect(await booted.server("tiny-test-app").output("cat /forwarding")).toBe("0\n");
    });

    it("keep what is enabled over a reboot, and lack what they did not install", async () => {
      await booted.reboot("tiny-test-web");
      expect((await page("tiny-test-app", "http://web.tiny.internal/")).stdout).toContain("Welcome to nginx");
      expect((await booted.server("tiny-test-app").shell("nginx -v")).code).toBe(127);
    });
  },
);

describe.skipIf(unavailable !== undefined)("user data that is wrong", () => {
  const boot = (from: string, to: string) =>
    BootedPlatform.boot(platformSpec, {
      servers: ["tiny-test-web"],
      change: (userData) => userData.replace(from, to),
    });

  it.each([
    ["a package that Amazon Linux lacks", "nginx\n", "nginx-light\n", "Unable to find a match: nginx-light"],
    ["no package", "dnf install -y nginx", "true", "Unit nginx.service not found"],
    ["an unknown unit", "--now nginx", "--now httpd", "Unit httpd.service not found"],
  ])("ends the boot with its output: %s", async (_, from, to, output) => {
    await expect(boot(from, to)).rejects.toThrow(output);
  });

  it("starts nothing at a reboot if the unit is started only", async () => {
    const booted = await boot("enable --now", "start");
    const isListening = () => booted.server("tiny-test-web").shell("curl -sS -m 2 localhost");
    expect((await isListening()).code).toBe(0);
    await booted.reboot("tiny-test-web");
    expect((await isListening()).code).toBe(7);
    await booted.stop();
  });
});
