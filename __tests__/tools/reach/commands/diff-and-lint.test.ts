import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { reachCommand } from "../../../../tools/reach/commands/command.ts";
import { inFolder, stackFiles } from "../support/network.ts";
import { ec2Instance, gateway, group, id, MAIN, routes } from "../support/resource-builders.ts";

const FOLDER = join(import.meta.dirname, "../../../fixtures/reach/lint");
const broken = (name: string) => join(FOLDER, name, "broken");
const mended = (name: string) => join(FOLDER, name, "mended");

/** Runs a command and returns its output and exit code. */
async function run(...words: readonly string[]): Promise<{ printed: string; code: number }> {
  const spy = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  process.exitCode = 0;
  try {
    await reachCommand().parseAsync(words, { from: "user" });
    const printed = spy.mock.calls.map(([text]) => String(text)).join("");
    return { printed: stripVTControlCharacters(printed), code: Number(process.exitCode) };
  } finally {
    process.exitCode = 0;
    spy.mockRestore();
  }
}

/** The lines that are wider than 110 columns, except addresses, which cannot be broken. */
const tooWide = (text: string) =>
  text.split("\n").filter((line) => line.length > 110 && line.trim().includes("  "));

describe("drydock reach lint", () => {
  it("exits 3 for errors, 0 for only warnings or no findings", async () => {
    const errors = await run("lint", "--in", broken("one-sided-flow"));
    expect(errors.code).toBe(3);
    expect(errors.printed).toMatch(
      /^✗ 3 errors\n\n {2}error {2}ONE_SIDED_FLOW {2}net\/aws_vpc_security_group_egress/,
    );
    const warnings = await run("lint", "--in", broken("group-unused"));
    expect(warnings).toEqual({
      code: 0,
      printed: [
        "! 1 warning",
        "",
        "  warning  GROUP_UNUSED  net/aws_security_group.old",
        "      no resource uses the security group aws_security_group.old",
        "      Fix: attach it, or remove it",
        "",
      ].join("\n"),
    });
    expect(await run("lint", "--in", mended("group-unused"))).toEqual({
      code: 0,
      printed: "✓ no findings\n",
    });
  });

  it("prints at most 110 columns, or JSON", async () => {
    const { printed } = await run("lint", "--in", broken("task-cannot-start"));
    expect(tooWide(printed)).toEqual([]);
    expect(printed).toMatch(/Fix: set private_dns_enabled = true on aws_vpc_endpoint\.logs/);
    const json = await run("lint", "--json", "--in", broken("task-cannot-start"));
    expect(JSON.parse(json.printed)).toMatchObject({
      findings: [{ code: "TASK_CANNOT_START", severity: "error", address: "net/aws_ecs_service.app" }],
      gaps: [],
    });
  });

  it("lists resources that it could not read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "drydock-reach-"));
    try {
      const module = { more: { source: "example/more/aws" } };
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ module }));
      const { printed, code } = await run("lint", "--in", folder);
      expect(code).toBe(0);
      expect(printed).toContain("Not checked: unknown or not modelled");
      expect(printed).toMatch(/module\.more: /);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("drydock reach diff", () => {
  it("exits 3 if something became possible, 5 if connections only ceased, 0 without a difference", async () => {
    const opened = await run(
      "diff",
      broken("systems-manager-unreachable"),
      mended("systems-manager-unreachable"),
    );
    expect(opened.code).toBe(3);
    expect(opened.printed).toContain(
      [
        "  + net/aws_instance.web → net/aws_vpc_endpoint.ssmmessages  tcp 443",
        "      added net/aws_security_group.endpoints#ingress[0]",
        "      added net/aws_vpc_endpoint.ssmmessages",
        "",
      ].join("\n"),
    );
    const closed = await run(
      "diff",
      mended("systems-manager-unreachable"),
      broken("systems-manager-unreachable"),
    );
    expect(closed.code).toBe(5);
    expect(closed.printed).toMatch(/^4 no longer possible\n/);
    const same = await run("diff", broken("group-unused"), broken("group-unused"));
    expect(same).toEqual({ code: 0, printed: "✓ No change in connectivity\n" });
  });

  it("prints JSON, with the affected part of an external network", async () => {
    const files = (cidr: string) =>
      stackFiles(
        ...MAIN,
        gateway("igw", "main"),
        routes("a", "main", ["a"], { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.igw") }),
        group("web", "main", { ingress: [{ ports: 443, cidrs: [cidr] }] }),
        ec2Instance("web", "a", "10.0.1.10", ["web"], { associate_public_ip_address: true }),
      )["net/main.tf.json"]!;
    const snapshots = {
      "old/net/main.tf.json": files("203.0.113.0/25"),
      "new/net/main.tf.json": files("203.0.113.0/24"),
    };
    const change = {
      from: "internet",
      sources: "203.0.113.128/25",
      to: "net/aws_instance.web",
      ports: "tcp 443",
      by: [{ address: "net/aws_security_group.web#ingress[0]", change: "changed" }],
      causes: [],
    };
    const mismatch = {
      code: "ENI_SG_RULES_MISMATCH",
      address: "net/aws_security_group.web",
      text: "security group web, inbound: blocks tcp 443 (add an inbound rule to web for tcp 443)",
    };
    await inFolder(snapshots, async (folder) => {
      const [old, now] = [join(folder, "old"), join(folder, "new")];
      const gained = await run("diff", "--json", old, now);
      expect(gained.code).toBe(3);
      expect(JSON.parse(gained.printed)).toEqual({ changes: [{ kind: "possible", ...change }], gaps: [] });
      const lost = await run("diff", "--json", now, old);
      expect(lost.code).toBe(5);
      expect(JSON.parse(lost.printed)).toEqual({
        changes: [{ kind: "ceased", ...change, causes: [mismatch] }],
        gaps: [],
      });
      const { printed } = await run("diff", old, now);
      expect(printed).toContain("  + internet (203.0.113.128/25) → net/aws_instance.web  tcp 443\n");
    });
  });

  it("prints JSON without changes", async () => {
    const { printed, code } = await run(
      "diff",
      "--json",
      mended("port-open-to-all"),
      broken("port-open-to-all"),
    );
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toEqual({ changes: [], gaps: [] });
    const moved = await run("diff", "--json", mended("route-to-nowhere"), broken("route-to-nowhere"));
    expect(JSON.parse(moved.printed)).toEqual({ changes: [], gaps: [] });
  });

  it("rejects input that is not Terraform JSON", async () => {
    await expect(run("diff", join(FOLDER, "nothing"), mended("group-unused"))).rejects.toThrow(/nothing/);
  });
});
