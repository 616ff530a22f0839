import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { resolve } from "../../language/resolve.ts";
import { targetAttachments } from "../../language/target-attachments.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { placeholder } from "../../platforms/placeholder.ts";
import { askOverUdp, canServe, checkHealth, whileServed } from "./placeholder-server.ts";

/** The files that shell lines write, by their paths on the server. */
async function filesOf(lines: readonly string[]): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-placeholder-"));
  try {
    const files: Record<string, string> = {};
    for (const line of lines) {
      const name = line.split(" > ")[1];
      if (name === undefined) continue;
      const file = join(folder, "written");
      await execa("/bin/sh", ["-c", line.replace(/ > .*$/, ` > ${file}`)]);
      files[name] = readFileSync(file, "utf8");
    }
    return files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("a placeholder", () => {
  it("writes a program that listens on its port, and a unit that runs it", async () => {
    const files = await filesOf(placeholder(8443));
    const program = files["/opt/placeholder.py"]!;
    expect(program).toContain("probe.connect(('169.254.169.254', 80))\nserver = ");
    expect(program).toContain(", 8443), Answer)\nserver.serve_forever()\n");
    const unit = files["/etc/systemd/system/placeholder.service"]!;
    expect(unit).toContain("\nExecStart=/usr/bin/python3 /opt/placeholder.py\n");
    expect(unit).not.toContain("openssl");
  });

  it("serves HTTPS with a certificate that it generates before it starts", async () => {
    const files = await filesOf(placeholder(7000, "https"));
    expect(files["/opt/placeholder.py"]).toContain("tls.load_cert_chain('/run/placeholder/pem')\n");
    expect(files["/etc/systemd/system/placeholder.service"]).toMatch(
      /ExecStartPre=.*openssl req .*\nExecStartPre=.*cat .*\nExecStart=/,
    );
  });

  // The TCP checks of the others succeed too where an HTTP check does.
  it.skipIf(!canServe).each(["http", "https"] as const)(
    "answers a health check over %s",
    async (protocol) => {
      const { healthCheck } = resolve(hybrid, "prod").workloads.ledger!.publish!;
      await whileServed(
        (port) => placeholder(port, protocol),
        async (port) => {
          expect(await checkHealth(protocol, port, healthCheck.path!)).toBe(200);
          expect(await checkHealth(protocol, port, "/")).toBe(200);
        },
      );
    },
  );

  it.skipIf(!canServe)("refuses each question over DNS", async () => {
    await whileServed(
      (port) => placeholder(port, "dns"),
      async (port) => {
        const question = Buffer.from("beef0100000100000000000004636f72700000010001", "hex");
        const reply = await askOverUdp(port, question);
        // The same question, marked as a reply with response code 5.
        expect(reply.toString("hex")).toBe(`beef8105${question.subarray(4).toString("hex")}`);
      },
    );
  });

  it("is the setup of every server and fleet of Hybrid behind a load balancer, for its health checks", () => {
    const prod = resolve(hybrid, "prod");
    const checked = targetAttachments(prod).flatMap(({ endpoint, port, settings }) => {
      const workload = prod.workloads[endpoint];
      if (workload === undefined || workload.kind === "service") return [];
      const protocol = settings.healthCheck.protocol === "HTTPS" ? "https" : "http";
      expect(workload.setup.slice(0, 3)).toEqual(placeholder(port!, protocol));
      return [endpoint];
    });
    expect(checked).toEqual(["terminal", "resolver", "ledger", "scanner"]);
  });

  it("listens on every port of Hybrid's servers, fleets and interfaces, and on those of flows to them", () => {
    const prod = resolve(hybrid, "prod");
    const owned = Object.entries({ ...prod.workloads, ...prod.interfaces }).flatMap(([name, settings]) =>
      settings.port === undefined ? [] : [[name, settings.port] as const],
    );
    const called = prod.flows.flatMap(({ to, ports = [] }) =>
      ports.flatMap(({ from }) => (Object.hasOwn(prod.workloads, to) ? [[to, from] as const] : [])),
    );
    const silent = [...owned, ...called].filter(([name, port]) => {
      const server = prod.workloads[prod.interfaces[name]?.attachTo ?? name];
      if (server === undefined) return true;
      // nginx-unprivileged listens on 8080.
      if (server.kind === "service") return !("uri" in server.image) || port !== 8080;
      return !server.setup.some((line) => line.includes(`, ${port}), Answer)`));
    });
    expect(silent).toEqual([]);
    expect(owned.length + called.length).toBeGreaterThan(11);
  });

  it("answers over UDP as well where a flow is UDP: the resolver's", () => {
    const { resolver } = resolve(hybrid, "prod").workloads;
    const { setup } = resolver as Extract<typeof resolver, { kind: "fleet" }>;
    expect(setup.join()).toContain("server.bind((probe.getsockname()[0], 53))");
  });
});
