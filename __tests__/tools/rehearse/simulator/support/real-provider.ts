import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../../../tools/reach/terraform/configuration/json.ts";
import {
  type AwsSimulator,
  type AwsSimulatorOptions,
  startAwsSimulator,
} from "../../../../../tools/rehearse/simulator/aws-simulator.ts";
import { providerProcessBackends } from "../../../../../tools/rehearse/simulator/provider-process.ts";
import { writeCliConfig } from "../../../../../tools/terraform/cli-config.ts";
import { findProvider } from "../../../../../tools/terraform/find-provider.ts";
import { type CommandResult, runCommand } from "../../../../../tools/terraform/run-command.ts";
import {
  makeTemporaryFolder,
  type TemporaryFolder,
} from "../../../../../tools/terraform/temporary-folder.ts";
import { KeptBackends } from "./kept-backends.ts";

const binary = (await findProvider()).binary?.path;

/** The provider's processes, shared by the tests of a file: stop them after all. */
export const keptProviders = new KeptBackends(providerProcessBackends(binary ?? ""));

/** A provider's process of a test's own. */
export const ownProvider = providerProcessBackends(binary ?? "");

/** There is no copy of the AWS provider on this machine, and the reason for a test's title. */
export const NO_PROVIDER = {
  isMissing: binary === undefined,
  reason: binary === undefined ? " (not run: no copy of the AWS provider on this machine)" : "",
};

/** A root module in Terraform's JSON syntax. */
export interface RootModuleJson {
  readonly terraform: object;
  readonly provider: object;
  readonly resource?: object;
  readonly data?: object;
}

/** The blocks of a root module that uses the AWS provider. */
export const awsProvider = (settings: object = {}): RootModuleJson => ({
  terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  provider: { aws: { region: "eu-west-1", ...settings } },
});

/** Terraform and the real AWS provider, in front of a simulated AWS. */
export class RealProvider {
  readonly #temporaryFolder: TemporaryFolder = makeTemporaryFolder("drydock-test");
  #simulator: AwsSimulator | undefined;

  /** Starts the simulator, without any type unless the options have them. */
  async start(options: Partial<AwsSimulatorOptions> = {}): Promise<void> {
    this.#simulator = await startAwsSimulator({
      backend: keptProviders.factory,
      accountFile: join(this.#temporaryFolder.path, "account.json"),
      accountId: "123456789012",
      types: new Set(),
      ...options,
    });
  }

  /** @throws Error before {@link start} */
  get simulator(): AwsSimulator {
    if (this.#simulator === undefined) throw new Error("The simulator is not started.");
    return this.#simulator;
  }

  /** Stops the simulator and removes the root modules. */
  async stop(): Promise<void> {
    await this.#simulator?.stop();
    await this.#temporaryFolder.remove();
  }

  /** Writes a root module into its own folder. */
  write(name: string, body: RootModuleJson | JsonObject): string {
    const folder = join(this.#temporaryFolder.path, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(body));
    return folder;
  }

  /** Writes a root module and limits Terraform's schema to its types, which is fast. */
  writeAlone(name: string, body: RootModuleJson): string {
    this.simulator.setTypes(new Set([body.resource ?? {}, body.data ?? {}].flatMap(Object.keys)));
    return this.write(name, body);
  }

  /** Runs Terraform against the simulator; any exit code is accepted. */
  terraform(folder: string, ...args: string[]): Promise<CommandResult> {
    const { env } = writeCliConfig(join(this.#temporaryFolder.path, "cli"));
    return runCommand("terraform", [args[0] ?? "", "-no-color", ...args.slice(1)], {
      cwd: folder,
      env: { ...env, TF_REATTACH_PROVIDERS: this.simulator.reattachProviders },
      okExitCodes: [0, 1, 2],
    });
  }

  /** Runs Terraform and expects success. */
  async succeed(folder: string, ...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.terraform(folder, ...args);
    expect([exitCode, stderr]).toEqual([0, ""]);
    return stdout;
  }
}

/** Terraform's error text without its frame and line breaks. */
export function unframedError({ stderr }: CommandResult): string {
  return stderr.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");
}

/** The attributes of a resource in a folder's local state. */
export function stateAttributes(folder: string, type: string, name: string): Record<string, unknown> {
  const state = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8"));
  const resource = state.resources.find(
    (one: { type: string; name: string }) => one.type === type && one.name === name,
  );
  return resource.instances[0].attributes;
}
