import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import {
  App,
  AzurermBackend,
  CloudBackend,
  ConsulBackend,
  CosBackend,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  NamedCloudWorkspace,
  NamedRemoteWorkspace,
  OssBackend,
  PgBackend,
  RemoteBackend,
  S3Backend,
  TerraformOutput,
  type TerraformRemoteState,
  TerraformStack,
} from "cdktf";
import { NetworkAnalysis } from "../../../tools/reach/analysis/network-analysis.ts";
import { reachCommand } from "../../../tools/reach/commands/command.ts";
import { ReachError } from "../../../tools/reach/terraform/reach-error.ts";
import { verdictAndCauses } from "./support/network.ts";

/** Configures the backend of a stack. */
type Backend = (stack: TerraformStack) => unknown;

const BACKENDS: Readonly<Record<string, Backend>> = {
  none: () => {},
  local: (stack) =>
    new LocalBackend(stack, { path: `/states/${stack}.tfstate`, workspaceDir: `/states/${stack}` }),
  s3: (stack) => new S3Backend(stack, { bucket: "states", key: `${stack}.tfstate`, region: "eu-west-1" }),
  gcs: (stack) => new GcsBackend(stack, { bucket: "states", prefix: `${stack}` }),
  azurerm: (stack) =>
    new AzurermBackend(stack, { storageAccountName: "a", containerName: "c", key: `${stack}` }),
  consul: (stack) => new ConsulBackend(stack, { path: `states/${stack}`, accessToken: "secret" }),
  cos: (stack) => new CosBackend(stack, { bucket: "states", prefix: `${stack}` }),
  pg: (stack) => new PgBackend(stack, { connStr: "postgres://db/states", schemaName: `${stack}` }),
  oss: (stack) => new OssBackend(stack, { bucket: "states", key: `${stack}` }),
  http: (stack) => new HttpBackend(stack, { address: `https://states/${stack}` }),
  remote: (stack) =>
    new RemoteBackend(stack, { organization: "acme", workspaces: new NamedRemoteWorkspace(`${stack}`) }),
  cloud: (stack) =>
    new CloudBackend(stack, { organization: "acme", workspaces: new NamedCloudWorkspace(`${stack}`) }),
};

/**
 * A stack with a VPC, a subnet, a security group open to itself on 5432, and an instance with it.
 */
class Net extends TerraformStack {
  readonly subnet: Subnet;
  readonly group: SecurityGroup;

  constructor(app: App, backend: Backend) {
    super(app, "net");
    new AwsProvider(this, "aws", { region: "eu-west-1" });
    backend(this);
    const vpc = new Vpc(this, "vpc", { cidrBlock: "10.1.0.0/16" });
    this.subnet = new Subnet(this, "subnet", { vpcId: vpc.id, cidrBlock: "10.1.1.0/24" });
    const postgres = { fromPort: 5432, toPort: 5432, protocol: "tcp", selfAttribute: true };
    this.group = new SecurityGroup(this, "group", {
      vpcId: vpc.id,
      ingress: [postgres],
      egress: [postgres],
    });
    server(this, "db", this.subnet.id, this.group.id);
  }
}

function server(stack: TerraformStack, name: string, subnetId: string, group: string): void {
  new Instance(stack, name, {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    subnetId,
    vpcSecurityGroupIds: [group],
  });
}

/** Synthesizes a foreign project; its stack `web` has an instance in the network of `net`. */
function synthesized(backend: Backend, build: (web: TerraformStack, net: Net) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "drydock-foreign-"));
  const app = new App({ outdir, stackTraces: false });
  const net = new Net(app, backend);
  const web = new TerraformStack(app, "web");
  new AwsProvider(web, "aws", { region: "eu-west-1" });
  backend(web);
  build(web, net);
  app.synth();
  return outdir;
}

/** References that cdktf resolves through the network's state. */
const byReference = (web: TerraformStack, { subnet, group }: Net) => server(web, "web", subnet.id, group.id);

const QUESTION = ["web/aws_instance.web", "net/aws_instance.db:5432"] as const;

async function verdict(folder: string, workspace?: string): Promise<readonly string[]> {
  return verdictAndCauses(await NetworkAnalysis.read(folder, () => [], { workspace }), ...QUESTION);
}

describe("references between the stacks of a foreign project", () => {
  it.each(Object.entries(BACKENDS))("are resolved through the backend %s", async (name, backend) => {
    const folder = synthesized(backend, byReference);
    expect(await verdict(folder)).toEqual(["allowed"]);
    // In other workspaces than `default`, cdktf reads the wrong file without a backend or with oss.
    const [elsewhere] = await verdict(folder, "prod");
    expect(elsewhere).toBe(["none", "oss"].includes(name) ? "unknown" : "allowed");
  });
});

describe("explicit remote states of a foreign project", () => {
  type Read = (web: TerraformStack) => TerraformRemoteState;
  const s3 = { bucket: "states", key: "net.tfstate", region: "eu-west-1" };
  const file = { path: "/states/net.tfstate", workspaceDir: "/states/net" };
  const byOutput = (read: Read) => (web: TerraformStack, net: Net) => {
    new TerraformOutput(net, "subnet_id", { value: net.subnet.id, staticId: true });
    new TerraformOutput(net, "group_id", { value: net.group.id, staticId: true });
    const state = read(web);
    server(web, "web", state.getString("subnet_id"), state.getString("group_id"));
  };

  it.each<[backend: string, kind: string, read: Read, inDefault: string, inProd: string]>([
    ["s3", "unset", (web) => new DataTerraformRemoteStateS3(web, "net", s3), "allowed", "unknown"],
    [
      "s3",
      "terraform.workspace",
      (web) => new DataTerraformRemoteStateS3(web, "net", { ...s3, workspace: "${terraform.workspace}" }),
      "allowed",
      "allowed",
    ],
    [
      "s3",
      "prod",
      (web) => new DataTerraformRemoteStateS3(web, "net", { ...s3, workspace: "prod" }),
      "unknown",
      "allowed",
    ],
    ["local", "unset", (web) => new DataTerraformRemoteStateLocal(web, "net", file), "allowed", "unknown"],
    [
      "local",
      "prod",
      (web) => new DataTerraformRemoteStateLocal(web, "net", { ...file, workspace: "prod" }),
      "unknown",
      "allowed",
    ],
  ])(
    "with the backend %s and the workspace %s resolve as in Terraform",
    async (backend, _, read, inDefault, inProd) => {
      const folder = synthesized(BACKENDS[backend]!, byOutput(read));
      expect((await verdict(folder))[0]).toBe(inDefault);
      expect((await verdict(folder, "prod"))[0]).toBe(inProd);
    },
  );
});

describe("drydock reach --workspace", () => {
  let folder: string;
  beforeAll(() => {
    folder = synthesized(BACKENDS.s3!, (web, net) => {
      byReference(web, net);
      web.addOverride("resource.aws_instance.only", {
        ami: "ami-0123456789abcdef0",
        instance_type: "t3.micro",
        count: '${terraform.workspace == "prod" ? 1 : 0}',
        subnet_id: "${aws_instance.web.subnet_id}",
        vpc_security_group_ids: "${aws_instance.web.vpc_security_group_ids}",
      });
    });
  });
  afterEach(() => {
    process.exitCode = undefined;
  });

  /** Runs a command and returns its JSON and exit code. */
  async function reach(
    ...args: readonly string[]
  ): Promise<{ readonly exitCode: unknown; readonly answer: unknown }> {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    try {
      await reachCommand().parseAsync([...args, "--json"], { from: "user" });
      const text = write.mock.calls.map(([chunk]) => String(chunk)).join("");
      return { exitCode: process.exitCode, answer: JSON.parse(text) as unknown };
    } finally {
      write.mockRestore();
    }
  }
  const sourcesOf = (rows: unknown) => new Set((rows as { readonly from: string }[]).map(({ from }) => from));
  const ONLY = "web/aws_instance.only[0]";

  it("applies to table", async () => {
    expect(sourcesOf((await reach("table", "--in", folder)).answer)).not.toContain(ONLY);
    expect(sourcesOf((await reach("table", "--in", folder, "--workspace", "prod")).answer)).toContain(ONLY);
  });

  it("applies to explain", async () => {
    const question = ["explain", ONLY, "net/aws_instance.db:5432", "--in", folder];
    await expect(reach(...question)).rejects.toThrow(ReachError);
    const result = await reach(...question, "--workspace", "prod");
    expect(result).toMatchObject({ exitCode: undefined, answer: { verdict: "allowed" } });
  });

  it("applies to both sides of diff", async () => {
    const before = synthesized(BACKENDS.s3!, byReference);
    expect(await reach("diff", before, folder)).toMatchObject({
      exitCode: 0,
      answer: { changes: [], gaps: [] },
    });
    const { exitCode, answer: result } = await reach("diff", before, folder, "--workspace", "prod");
    const { changes, gaps } = result as { changes: unknown; gaps: unknown };
    expect([exitCode, gaps]).toEqual([3, []]);
    expect(sourcesOf(changes)).toContain(ONLY);
    expect(await reach("diff", folder, before, "--workspace", "prod")).toMatchObject({ exitCode: 5 });
  });

  it.each([["lint"], ["prove", "cybershield", "dev"]])("is validated by %s", async (...command) => {
    await expect(reach(...command, "--in", folder, "--workspace", "a b")).rejects.toThrow('received "a b"');
  });

  it.each([["table"], ["lint"], ["prove"], ["explain", "internet", "internet"]])(
    "must be default for this project's own platforms: %s",
    async (...command) => {
      await expect(reach(...command, "--workspace", "prod")).rejects.toThrow(
        "--workspace prod: this project's platforms are deployed in the workspace default. Fix: leave --workspace out, or name files with --in.",
      );
    },
  );
});
