import { reachInProcess } from "../../../support/reach-in-process.ts";
import { inFolder, stackFiles } from "../support/network.ts";
import { ec2Instance, group, id, subnet, vpc } from "../support/resource-builders.ts";

const backend = (key: string) => ({ bucket: "states", key, region: "us-east-1" });
const provider = { aws: [{ region: "us-east-1" }] };
const read = (output: string) => `\${data.terraform_remote_state.net.outputs.${output}}`;

/**
 * A network with a database, and a stack that adds a web server to it. It reads the network's state
 * in the workspace `prod`, so only there is it the state of these files.
 */
const FILES = {
  "net/main.tf.json": {
    ...stackFiles(
      vpc("main", "10.0.0.0/16"),
      subnet("a", "main", "10.0.1.0/24"),
      subnet("b", "main", "10.0.2.0/24"),
      group("web", "main", { egress: [{ ports: 5432, groups: ["db"] }] }),
      group("db", "main", { ingress: [{ ports: 5432, groups: ["web"] }] }),
      ec2Instance("db", "b", "10.0.2.10", ["db"]),
    )["net/main.tf.json"],
    terraform: { backend: { s3: backend("net") } },
    output: {
      subnet: { value: id("aws_subnet.a") },
      group: { value: id("aws_security_group.web") },
    },
  },
  "web/main.tf.json": {
    provider,
    terraform: { backend: { s3: backend("web") } },
    data: {
      terraform_remote_state: { net: { backend: "s3", workspace: "prod", config: backend("net") } },
    },
    resource: {
      aws_instance: {
        web: { subnet_id: read("subnet"), private_ip: "10.0.1.10", vpc_security_group_ids: [read("group")] },
      },
      aws_vpc_security_group_ingress_rule: {
        ssh: {
          security_group_id: read("group"),
          ip_protocol: "tcp",
          from_port: 22,
          to_port: 22,
          cidr_ipv4: "0.0.0.0/0",
        },
      },
    },
  },
};

/** The JSON result and exit code of a command in a workspace; undefined: without the option. */
async function reach(workspace: string | undefined, ...command: readonly string[]) {
  const option = workspace === undefined ? [] : ["--workspace", workspace];
  const { exitCode, stdout } = await inFolder(FILES, (folder) =>
    reachInProcess(...command, "--in", folder, "--json", ...option),
  );
  return { exitCode, result: JSON.parse(stdout) };
}

describe("drydock reach --workspace", () => {
  it.each([undefined, "default"])(
    "leaves the state of another workspace out of lint: %s",
    async (workspace) => {
      const { exitCode, result } = await reach(workspace, "lint");
      expect([exitCode, result.findings]).toEqual([0, []]);
      expect(result.gaps).toContainEqual({
        address: "web/aws_vpc_security_group_ingress_rule.ssh",
        why: "its security group (an unknown value (the state env:/prod/net, of the workspace prod, is not among the files)) is not in these files",
      });
    },
  );

  it("joins the states of the workspace in lint", async () => {
    const { exitCode, result } = await reach("prod", "lint");
    expect(exitCode).toBe(3);
    expect(result).toEqual({
      findings: [
        {
          code: "PORT_OPEN_TO_ALL",
          severity: "error",
          address: "web/aws_vpc_security_group_ingress_rule.ssh",
          text: "opens SSH (22) to every address (0.0.0.0/0)",
          fix: "allow only the networks or the security group that need it",
        },
      ],
      gaps: [],
    });
  });

  /** The connections that the proof finds, besides those that the platform declares. */
  async function proofOf(workspace: string | undefined): Promise<string[]> {
    const { exitCode, result } = await reach(workspace, "prove", "cybershield", "prod");
    expect(exitCode).toBe(3);
    const differences = result[0].differences as Record<"kind" | "from" | "to" | "ports", string>[];
    return differences
      .filter(({ kind }) => kind !== "missing")
      .map(({ kind, from, to, ports }) => `${kind}: ${from} → ${to} ${ports}`);
  }

  it.each([undefined, "default"])(
    "leaves the state of another workspace out of a proof: %s",
    async (workspace) => {
      expect(await proofOf(workspace)).toEqual([
        "unknown: net/aws_instance.db → web/aws_instance.web all",
        "unknown: web/aws_instance.web → net/aws_instance.db all",
        "unknown: web/aws_instance.web → internet all",
        "unknown: internet → web/aws_instance.web all",
      ]);
    },
  );

  it("joins the states of the workspace in a proof", async () => {
    expect(await proofOf("prod")).toEqual([
      "undeclared: web/aws_instance.web → net/aws_instance.db tcp 5432",
    ]);
  });
});
