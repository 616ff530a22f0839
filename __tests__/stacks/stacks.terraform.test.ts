import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { regionalView } from "../../language/regional-view.ts";
import { buildApp, synthesizeApp } from "../../stacks/build.ts";
import { NetworkStack } from "../../stacks/network-stack.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { type SimulatedAccountProcess, startSimulatedAccountProcess } from "../support/simulated-account.ts";

const MINUTES = 60_000;

describe("CyberShield prod's stacks", () => {
  let account: SimulatedAccountProcess;
  let folder: string;
  let outdir: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "drydock-matchers-"));
    outdir = join(folder, "cdktf.out");
    synthesizeApp(buildApp([cybershieldIn("prod")], { outdir }));
    const bucket = "111111111111-us-east-1-drydock-state";
    account = await startSimulatedAccountProcess("111111111111", bucket, outdir);
    // cdktf's matchers run Terraform with this process's environment.
    for (const [name, value] of Object.entries(account.env)) vi.stubEnv(name, value);
    vi.stubEnv("AWS_CA_BUNDLE", undefined);
  }, MINUTES);

  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
    await account.stop();
  });

  /** A folder with one of the synthesized stacks, for cdktf's Terraform matchers. */
  function synthesized(name: string): string {
    const copy = mkdtempSync(join(folder, "stack-"));
    const { stacks, ...manifest } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
    cpSync(join(outdir, stacks[name].workingDirectory), join(copy, stacks[name].workingDirectory), {
      recursive: true,
    });
    const only = { ...manifest, stacks: { [name]: stacks[name] } };
    writeFileSync(join(copy, "manifest.json"), JSON.stringify(only));
    return copy;
  }

  // Plans for the other stacks read their states: a rehearsal has them.
  it.each(["data", "compute"])(
    "include a valid %s stack by the real provider's schema",
    (kind) => {
      expect(synthesized(`cybershield-prod-${kind}`)).toBeValidTerraform();
    },
    MINUTES,
  );

  it(
    "include a network stack that plans on its own",
    () => {
      expect(synthesized("cybershield-prod-network")).toPlanSuccessfully();
    },
    2 * MINUTES,
  );

  // The second is valid, and no type of the synthesized folder: the account has none of it.
  it.each([
    ["a mistyped argument", "resource.aws_vpc.main_vpc_5EEF3244.cidr_blok", "10.0.0.0/16"],
    ["another resource type than theirs", "resource.aws_codecommit_repository.a", { repository_name: "a" }],
  ])(
    "are not valid with %s",
    (_mistake, path, value) => {
      const platform = cybershieldIn("prod");
      const app = new App({
        outdir: mkdtempSync(join(folder, "out-")),
        stackTraces: false,
        skipValidation: true,
      });
      const stack = new NetworkStack(app, regionalView(platform, platform.region));
      stack.addOverride(path, value);
      expect(Testing.fullSynth(stack)).not.toBeValidTerraform();
    },
    MINUTES,
  );
});
