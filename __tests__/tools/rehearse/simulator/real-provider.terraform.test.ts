import { readdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { faultOnce } from "../../../../tools/rehearse/simulator/faults.ts";
import { providerProcessBackends } from "../../../../tools/rehearse/simulator/provider-process.ts";
import type { Constraint } from "../../../../tools/rehearse/simulator/simulator-types.ts";
import { makeTemporaryFolder } from "../../../../tools/terraform/temporary-folder.ts";
import {
  awsProvider,
  keptProviders,
  NO_PROVIDER,
  ownProvider,
  RealProvider,
  stateAttributes,
  unframedError,
} from "./support/real-provider.ts";
import { webPlatform } from "./support/web-platform.ts";

/** https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic */
interface ValidateDiagnostic {
  readonly snippet: { readonly context: string | null };
  readonly summary: string;
  readonly detail: string;
}

describe.skipIf(NO_PROVIDER.isMissing)(
  `the real AWS provider in front of the simulated AWS${NO_PROVIDER.reason}`,
  () => {
    let real: RealProvider;
    beforeEach(() => {
      real = new RealProvider();
    });
    afterEach(() => real.stop());
    afterAll(() => keptProviders.stop());

    it("deploys a platform, has an empty second plan, replaces where required, and destroys it", async () => {
      await real.start();
      const folder = real.writeAlone("web", webPlatform());
      await real.succeed(folder, "init", "-input=false");
      await real.succeed(folder, "validate");
      const applied = await real.succeed(folder, "apply", "-auto-approve");
      expect(applied).toContain("Apply complete! Resources: 23 added, 0 changed, 0 destroyed.");
      expect(applied).toContain('service = "elasticloadbalancing"');
      expect(real.simulator.account.resources()).toHaveLength(23);
      expect(stateAttributes(folder, "aws_vpc", "main").tags_all).toEqual({ Owner: "drydock" });

      const again = await real.terraform(folder, "plan", "-detailed-exitcode");
      expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining("No changes.")]);

      real.writeAlone("web", webPlatform({ subnetCidr: "10.0.2.0/24" }));
      const replaced = await real.terraform(folder, "plan", "-detailed-exitcode");
      expect(replaced.exitCode).toBe(2);
      expect(replaced.stdout).toContain("aws_subnet.b must be replaced");
      expect(replaced.stdout).toMatch(
        /cidr_block +.*"10\.0\.1\.0\/24" -> "10\.0\.2\.0\/24" # forces replacement/,
      );

      await real.succeed(folder, "destroy", "-auto-approve");
      expect(real.simulator.account.resources()).toEqual([]);
      // No lock file and no provider folder: nothing was installed.
      expect(readdirSync(folder).sort()).toEqual([
        "main.tf.json",
        "terraform.tfstate",
        "terraform.tfstate.backup",
      ]);
    });

    it("serves two concurrent processes, each with its own region and tags", async () => {
      await real.start({ types: new Set(["aws_vpc", "aws_sqs_queue"]) });
      const deploy = async (owner: string, region: string) => {
        const folder = real.write(owner, {
          ...awsProvider({ region, default_tags: { tags: { Owner: owner } } }),
          resource: {
            aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
            aws_sqs_queue: { work: { name: `${owner}-work` } },
          },
        });
        await real.succeed(folder, "init", "-input=false");
        await real.succeed(folder, "apply", "-auto-approve");
        const plan = await real.terraform(folder, "plan", "-detailed-exitcode");
        expect(plan.exitCode).toBe(0);
        return stateAttributes(folder, "aws_vpc", "main");
      };
      const [one, other] = await Promise.all([deploy("one", "eu-west-1"), deploy("other", "us-east-1")]);
      expect(one).toMatchObject({ tags_all: { Owner: "one" }, arn: expect.stringContaining(":eu-west-1:") });
      expect(other).toMatchObject({
        tags_all: { Owner: "other" },
        arn: expect.stringContaining(":us-east-1:"),
      });
    });

    it("keeps the aliases of a process apart", async () => {
      await real.start();
      // All of the provider's types, as for a folder whose types are unknown.
      real.simulator.setTypes(undefined);
      const folder = real.write("aliases", {
        ...awsProvider(),
        provider: { aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "edge" }] },
        resource: {
          aws_acm_certificate: {
            here: { domain_name: "a.example.org", validation_method: "DNS" },
            edge: { domain_name: "a.example.org", validation_method: "DNS", provider: "aws.edge" },
          },
        },
      });
      await real.succeed(folder, "init", "-input=false");
      await real.succeed(folder, "apply", "-auto-approve");
      const regions = real.simulator.account.resources("aws_acm_certificate").map(({ region }) => region);
      expect([...regions].sort()).toEqual(["eu-west-1", "us-east-1"]);
    });

    it("reports the provider's own errors, each at its resource", async () => {
      await real.start();
      const wrong = {
        "an unknown attribute": [{ cidr: "10.0.0.0/16" }, "Extraneous JSON object property"],
        "a wrong value": [{ cidr_block: "10.0.0.0/33" }, "invalid CIDR address: 10.0.0.0/33"],
        "a value that AWS refuses": [
          { cidr_block: "10.0.0.0/8" },
          'expected "cidr_block" to contain a network Value with between 16 and 28 significant bits',
        ],
        "a wrong type": [{ cidr_block: "10.0.0.0/16", enable_dns_support: "perhaps" }, "a bool is required"],
        "arguments that exclude each other": [
          { cidr_block: "10.0.0.0/16", ipv4_netmask_length: 20 },
          "all of `ipv4_ipam_pool_id,ipv4_netmask_length` must be specified",
        ],
      } as const;
      const named = Object.values(wrong).map(([vpc], index) => [`wrong${index}`, vpc]);
      const folder = real.writeAlone("wrong", {
        ...awsProvider(),
        resource: { aws_vpc: Object.fromEntries(named) },
      });
      await real.succeed(folder, "init", "-input=false");
      const { exitCode, stdout } = await real.terraform(folder, "validate", "-json");
      const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly ValidateDiagnostic[] };
      const errorsAt = (context: string) =>
        diagnostics
          .filter(({ snippet }) => snippet.context === context)
          .map(({ summary, detail }) => `${summary}: ${detail}`);
      expect(exitCode).toBe(1);
      for (const [index, [mistake, [, message]]] of Object.entries(wrong).entries()) {
        const errors = errorsAt(`resource.aws_vpc.wrong${index}`);
        expect(errors.join("\n"), mistake).toContain(message);
      }

      const vpc = { main: { cidr_block: "10.0.0.0/16" } };
      const far = real.writeAlone("far", {
        ...awsProvider({ region: "eu-wst-1" }),
        resource: { aws_vpc: vpc },
      });
      await real.succeed(far, "init", "-input=false");
      expect(unframedError(await real.terraform(far, "plan"))).toContain("invalid AWS Region: eu-wst-1");
    });

    it("reports an API error on the resource's address, and continues once it is fixed", async () => {
      const constraint: Constraint = {
        name: "no-small-queues",
        documentation: "https://docs.aws.amazon.com/",
        errorCodes: ["InvalidName"],
        types: ["aws_sqs_queue"],
        check: ({ after }) =>
          after?.name === "small"
            ? [{ code: "InvalidName", message: "too small", operation: "CreateQueue", attribute: "name" }]
            : [],
      };
      await real.start({ behavior: { constraints: [constraint] } });
      const queues = (name: string) => ({
        ...awsProvider(),
        resource: { aws_sqs_queue: { a: { name }, b: { name: "b" } } },
      });
      const folder = real.writeAlone("queues", queues("small"));
      await real.succeed(folder, "init", "-input=false");
      const refused = await real.terraform(folder, "apply", "-auto-approve");
      expect(refused.exitCode).toBe(1);
      expect(unframedError(refused)).toContain(
        "Error: creating SQS Queue: operation error SQS: CreateQueue, https response error",
      );
      expect(unframedError(refused)).toContain("api error InvalidName: too small with aws_sqs_queue.a,");
      expect(real.simulator.account.resources("aws_sqs_queue")).toHaveLength(1);
      real.writeAlone("queues", queues("large"));
      expect(await real.succeed(folder, "apply", "-auto-approve")).toContain(
        "1 added, 0 changed, 0 destroyed",
      );
    });

    it("loses its connection in a crash, and is repaired by the next apply", async () => {
      await real.start({
        faults: faultOnce("aws_sqs_queue", "create", { kind: "crash", afterApply: false }),
      });
      const folder = real.writeAlone("crash", {
        ...awsProvider(),
        resource: { aws_sqs_queue: { work: { name: "work" } } },
      });
      await real.succeed(folder, "init", "-input=false");
      const crashed = await real.terraform(folder, "apply", "-auto-approve");
      expect(crashed.exitCode).toBe(1);
      expect(unframedError(crashed)).toContain("Plugin did not respond");
      expect(await real.succeed(folder, "apply", "-auto-approve")).toContain("1 added");
    });

    it("imports existing resources, and finds no difference", async () => {
      await real.start();
      const resource = { aws_ecs_cluster: { main: { name: "main" } } };
      const made = real.writeAlone("made", { ...awsProvider(), resource });
      await real.succeed(made, "init", "-input=false");
      await real.succeed(made, "apply", "-auto-approve");
      const folder = real.writeAlone("imported", { ...awsProvider(), resource });
      await real.succeed(folder, "init", "-input=false");
      await real.succeed(folder, "import", "aws_ecs_cluster.main", "main");
      expect((await real.terraform(folder, "plan", "-detailed-exitcode")).exitCode).toBe(0);
      const missing = await real.terraform(folder, "import", "aws_ecs_cluster.other", "other");
      expect(missing.exitCode).toBe(1);
    });

    it("validates a plan through AWS where the provider does", async () => {
      await real.start();
      const planned = async (name: string, definition: string) => {
        const machine = { name, definition, role_arn: "arn:aws:iam::123456789012:role/flow" };
        const folder = real.writeAlone(name, {
          ...awsProvider(),
          resource: { aws_sfn_state_machine: { flow: machine } },
        });
        await real.succeed(folder, "init", "-input=false");
        const { stdout, stderr } = await real.terraform(folder, "plan");
        return stdout + stderr;
      };
      const good = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
      expect(await planned("good", good)).toContain("1 to add");
      expect(await planned("bad", '{"States":{}}')).toContain("SCHEMA_VALIDATION_FAILED");
    });

    it("reports a data source that it does not simulate, and the host that it calls", async () => {
      await real.start({ behavior: { readDataSource: () => undefined } });
      const folder = real.writeAlone("far", {
        ...awsProvider(),
        data: {
          aws_pricing_product: {
            price: { service_code: "AmazonEC2", filters: [{ field: "a", value: "b" }] },
          },
        },
      });
      await real.succeed(folder, "init", "-input=false");
      const result = unframedError(await real.terraform(folder, "plan"));
      expect(result).toContain("The rehearsal does not simulate the data source aws_pricing_product");
      expect(result).toContain("amazonaws.com");
    });

    it("leaves no process, socket or folder behind when it is stopped", async () => {
      const before = makeTemporaryFolder("drydock-test-tmp");
      const tmp = process.env.TMPDIR;
      process.env.TMPDIR = before.path;
      try {
        await real.start({ backend: ownProvider });
        const folder = real.writeAlone("kept", {
          ...awsProvider(),
          resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
        });
        await real.succeed(folder, "init", "-input=false");
        await real.succeed(folder, "apply", "-auto-approve");
        expect(readdirSync(before.path)).not.toEqual([]);
        await real.simulator.stop();
        expect(readdirSync(before.path)).toEqual([]);
      } finally {
        if (tmp === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = tmp;
        await before.remove();
      }
      const { Addr } = Object.values(JSON.parse(real.simulator.reattachProviders))[0] as {
        Addr: { String: string };
      };
      const port = Number(Addr.String.split(":")[1]);
      const refused = await new Promise((resolve) => connect(port, "127.0.0.1").once("error", resolve));
      expect(refused).toMatchObject({ code: "ECONNREFUSED" });
    });
  },
);

describe("a provider that does not start", () => {
  it("reports the end of its output", async () => {
    const folder = makeTemporaryFolder("drydock-test");
    const binary = join(folder.path, "terraform-provider-aws_v5.100.0_x5");
    writeFileSync(binary, "#!/bin/sh\necho broken >&2\nexit 3\n", { mode: 0o755 });
    await expect(providerProcessBackends(binary)()).rejects.toThrow(
      `the provider ${binary} did not start: it exited with code 3\nbroken`,
    );
    await expect(providerProcessBackends(join(folder.path, "none"))()).rejects.toThrow(
      "did not start: spawn",
    );
    await folder.remove();
  });

  it("reports another protocol", async () => {
    const folder = makeTemporaryFolder("drydock-test");
    const binary = join(folder.path, "provider");
    writeFileSync(binary, "#!/bin/sh\necho '1|6|unix|/nowhere|grpc|'\nsleep 60\n", { mode: 0o755 });
    await expect(providerProcessBackends(binary)()).rejects.toThrow(
      'it printed "1|6|unix|/nowhere|grpc|" instead of offering protocol 5 over gRPC',
    );
    await folder.remove();
  });
});
