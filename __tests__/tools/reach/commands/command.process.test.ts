import { stripVTControlCharacters } from "node:util";
import { resolve } from "../../../../language/resolve.ts";
import { roboshop } from "../../../../platforms/roboshop.ts";
import { type CommandOutcome, runDrydock } from "../../../support/command-line.ts";
import { cybershieldIn } from "../../../support/platforms.ts";
import { type InProcessResult, reachInProcess } from "../../../support/reach-in-process.ts";
import { withSynthesized } from "../../../support/synth.ts";
import { inFolder, stackFiles } from "../support/network.ts";
import { ec2Instance, gateway, group, id, MAIN, routes } from "../support/resource-builders.ts";

/**
 * A public web server, its database, and a third instance whose security group is unknown.
 */
const FILES = stackFiles(
  ...MAIN,
  gateway("igw", "main"),
  routes("a", "main", ["a"], { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.igw") }),
  group("web", "main", {
    ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }],
    egress: [{ ports: 5432, groups: ["db"] }],
  }),
  group("db", "main", { ingress: [{ ports: 5432, groups: ["web"] }] }),
  ec2Instance("web", "a", "10.0.1.10", ["web"], { associate_public_ip_address: true }),
  ec2Instance("db", "b", "10.0.2.10", ["db"]),
  ec2Instance("odd", "b", "10.0.2.11", [], { vpc_security_group_ids: ["sg-0123456789abcdef0"] }),
);

/** Runs the command line as a user does. */
function started(...args: readonly string[]): Promise<CommandOutcome> {
  return inFolder(FILES, (folder) =>
    runDrydock(["reach", ...args.map((arg) => (arg === "FOLDER" ? folder : arg))], {
      env: { NO_COLOR: "1" },
    }),
  );
}

function reach(...args: readonly string[]): Promise<InProcessResult> {
  return inFolder(FILES, (folder) => reachInProcess(...args.map((arg) => (arg === "FOLDER" ? folder : arg))));
}

const widthOf = (text: string) =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split("\n")
      .map((line) => [...line].length),
  );

describe("drydock reach explain", () => {
  it("exits 0 if the connection is allowed, with a stable JSON schema", async () => {
    const { exitCode, stdout, stderr, leftFiles } = await started(
      "explain",
      "net/aws_instance.web",
      "net/aws_instance.db:5432",
      "--in",
      "FOLDER",
      "--json",
    );
    expect([exitCode, stderr, leftFiles]).toEqual([0, "", []]);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual(["from", "to", "protocol", "port", "verdict", "hops", "causes"]);
    expect(result).toMatchObject({
      from: "net/aws_instance.web",
      to: "net/aws_instance.db",
      protocol: "tcp",
      port: 5432,
      verdict: "allowed",
      causes: [],
    });
    expect(result.hops.length).toBeGreaterThan(0);
    expect(result.hops.map(Object.keys)).toEqual(result.hops.map(() => ["address", "text", "by"]));
  });

  it("exits 3 if it is blocked, with every cause and the change that would allow it", async () => {
    const json = await reach("explain", "--json", "--in", "FOLDER", "internet", "net/aws_instance.db:5432");
    expect(json.exitCode).toBe(3);
    const { verdict, causes } = JSON.parse(json.stdout);
    expect(verdict).toBe("blocked");
    expect(causes.map(Object.keys)).toEqual(causes.map(() => ["code", "address", "text"]));
    expect(causes.map(({ code }: { code: string }) => code)).toEqual([
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
      "NO_ROUTE_BACK",
      "ENI_SG_RULES_MISMATCH",
    ]);
    const text = await reach("explain", "internet", "net/aws_instance.db:5432", "--in", "FOLDER");
    expect(text.exitCode).toBe(3);
    expect(text.stdout).toContain("internet → net/aws_instance.db, tcp 5432: blocked");
    expect(text.stdout).toContain("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS  net/aws_instance.db");
    expect(widthOf(text.stdout)).toBeLessThanOrEqual(110);
  });

  it("exits 4 if it is unknown", async () => {
    const ping = ["explain", "net/aws_instance.web", "net/aws_instance.odd", "--protocol", "icmp"];
    const json = await reach(...ping, "--in", "FOLDER", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ protocol: "icmp", port: null });
    const text = await reach("explain", "10.0.1.77", "net/aws_instance.odd:22", "--in", "FOLDER");
    expect([json.exitCode, text.exitCode]).toEqual([3, 4]);
    expect(text.stdout).toContain("Unknown because of");
  });

  it.each<[string, string[], string]>([
    ["an unknown name", ["net/aws_instance.wen", "internet"], "Did you mean net/aws_instance.web?"],
    ["an invalid port", ["internet", "net/aws_instance.web:70000"], 'invalid port "70000"'],
    ["a port with ICMP", ["internet", "net/aws_instance.web:8", "--protocol", "icmp"], "ICMP has no ports"],
  ])("exits 1 for %s, in one line", async (_, args, message) => {
    const { exitCode, stdout, stderr } = await reach("explain", ...args, "--in", "FOLDER");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it.each<[string, string[], string, number]>([
    ["an unknown name", ["net/aws_instance.wen", "internet"], "Did you mean net/aws_instance.web?", 1],
    [
      "an unknown protocol",
      ["internet", "net/aws_instance.web", "--protocol", "gre"],
      "Allowed choices are tcp, udp, icmp",
      2, // With the command's help.
    ],
  ])("prints only the problem for %s, without a stack trace", async (_, args, message, lines) => {
    const { exitCode, stdout, stderr } = await started("explain", ...args, "--in", "FOLDER");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(lines);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("exits 1 for a folder that does not exist", async () => {
    const { exitCode, stderr } = await reach("explain", "internet", "internet", "--in", "no-such-folder");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("no-such-folder does not exist.");
  });
});

describe("drydock reach table", () => {
  it("prints the connectivity, as text and as JSON", async () => {
    const text = await reach("table", "--in", "FOLDER");
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/internet +net\/aws_instance\.web +tcp 443/);
    const json = await reach("table", "--in", "FOLDER", "--json");
    const rows: Record<string, string>[] = JSON.parse(json.stdout);
    expect(rows.map(Object.keys)).toEqual(rows.map(() => ["from", "to", "ports", "unknown"]));
    expect(rows).toContainEqual({
      from: "net/aws_instance.web",
      to: "net/aws_instance.db",
      ports: "tcp 5432",
      unknown: "",
    });
  });
});

describe("drydock reach prove", () => {
  it("exits 3 if the files contain nothing that the platform declares", async () => {
    const { exitCode, stdout, stderr } = await reach("prove", "cybershield", "prod", "--in", "FOLDER");
    expect([exitCode, stderr]).toEqual([3, ""]);
    expect(stdout).toContain("✗ cybershield-prod: ");
    expect(stdout).toContain(
      "  declared, but not possible: cybershield-prod/app → cybershield-prod/db  tcp 5432  (app -> db)",
    );
    expect(stdout).toContain("no endpoint named cybershield-prod/db in these files");
    expect(widthOf(stdout)).toBeLessThanOrEqual(110);
  });

  it("exits 0 if everything is as declared", async () => {
    const { exitCode, stdout } = await runDrydock(["reach", "prove", "cybershield", "dev"], {
      env: { NO_COLOR: "1" },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("✓ cybershield-dev: connectivity is exactly as declared");
    expect(widthOf(stdout)).toBeLessThanOrEqual(110);
  });

  it("proves all platforms in the files as one network", async () => {
    await withSynthesized([cybershieldIn("dev"), resolve(roboshop, "lab")], async (folder) => {
      const { exitCode, stdout, stderr } = await reachInProcess("prove", "--in", folder);
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("✓ cybershield-dev, roboshop-lab: connectivity is exactly as declared");
      const named = await reachInProcess("prove", "cybershield", "dev", "--in", folder, "--json");
      expect(JSON.parse(named.stdout).map(({ subject }: { subject: string }) => subject)).toEqual([
        "cybershield-dev, roboshop-lab",
      ]);
    });
  });

  it("exits 1 if the files contain no platform stack and none is named", async () => {
    const { exitCode, stderr } = await reach("prove", "--in", "FOLDER");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "These files contain no platform stack. Fix: name the platform and environment.",
    );
  });

  it("exits 1 for an unknown platform, with the known ones", async () => {
    const { exitCode, stderr } = await reach("prove", "cyber-shield", "--in", "FOLDER");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("cybershield");
  });
});
