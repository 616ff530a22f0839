import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { resolve } from "../../language/resolve.ts";
import { targetAttachments } from "../../language/target-attachments.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { placeholder } from "../../platforms/placeholder.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { canServe, checkHealth, whileServed } from "./placeholder-server.ts";

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

  it.skipIf(!canServe)("answers the health check of RoboShop's backends", async () => {
    const { payment } = resolve(roboshop, "prod").workloads;
    const { setup, publish } = payment as { setup: readonly string[] } & typeof payment & {};
    await whileServed(
      (port) => setup.map((line) => line.replaceAll("8080", String(port))),
      async (port) => expect(await checkHealth("http", port, publish!.healthCheck.path!)).toBe(200),
    );
  });

  it("is the setup of every server and fleet of Hybrid behind a load balancer, for its health checks", () => {
    const prod = resolve(hybrid, "prod");
    const checked = targetAttachments(prod).flatMap(({ endpoint, port, settings }) => {
      const workload = prod.workloads[endpoint];
      if (workload === undefined || workload.kind === "service") return [];
      const protocol = settings.healthCheck.protocol === "HTTPS" ? "https" : "http";
      expect(workload.setup).toEqual(placeholder(port!, protocol));
      return [endpoint];
    });
    expect(checked).toEqual(["terminal", "resolver", "ledger", "scanner"]);
  });
});
