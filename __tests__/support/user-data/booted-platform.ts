import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Platform } from "../../../language/platform.ts";
import { platformNetwork } from "../kernel/platform-network.ts";
import { TerraformFolder } from "../kernel/terraform-folder.ts";
import type { TinyNetwork } from "../kernel/tiny-network.ts";
import { withSynthesized } from "../synth.ts";
import { BootedServer, CommandRunner, type RunningCommand, USER_DATA } from "./booted-server.ts";
import { LOAD_BALANCER_PROGRAM, loadBalancerSettings } from "./load-balancer.ts";
import { type MachinePlan, planMachines, planNames } from "./machine-plan.ts";
import { missingCounterparts, PACKAGE_COUNTERPARTS } from "./packages.ts";

const STUB_PROGRAM = fileURLToPath(new URL("stub-service.mjs", import.meta.url));
const PROGRAM = fileURLToPath(new URL("machines.py", import.meta.url));

/** Choices of {@link BootedPlatform.boot}. */
export interface BootOptions {
  /** The servers to boot, by Name tag. @default all */
  readonly servers?: readonly string[];
  /** Changes a server's user data, for tests that break it. @default as synthesized */
  readonly change?: (userData: string, server: string) => string;
  /** Secret values by ARN, which every server may read. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Block devices by server and name: `{ "cqube-prod-cqube": { sdf: "/dev/loop0" } }`. */
  readonly devices?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * A platform whose servers run: its synthesized network in the kernel, and each server's user data
 * in a root file system of its own, with real programs and real packets between them. Security
 * groups, ACLs and routes are those of the synthesized stacks; private names resolve.
 */
export class BootedPlatform {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #folder: string;
  readonly #servers = new Map<string, BootedServer>();
  #hosts: Readonly<Record<string, string>> = {};
  #stderr = "";
  /** The network as laid out. */
  readonly network: TinyNetwork;

  readonly #terraform: TerraformFolder | undefined;

  private constructor(network: TinyNetwork, terraform?: TerraformFolder) {
    this.network = network;
    this.#terraform = terraform;
    this.#folder = mkdtempSync(join(tmpdir(), "drydock-boot-"));
    this.#process = spawn("python3", ["-B", PROGRAM]);
    this.#process.stdin.on("error", () => undefined);
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Returns the reason if this machine cannot boot servers with some packages: no privileges for
   * namespaces and mounts, or a missing program.
   */
  static async unavailable(...packages: readonly string[]): Promise<string | undefined> {
    const missing = missingCounterparts(packages);
    if (missing.length > 0) return `not installed: ${missing.join(", ")}`;
    const empty = {
      vpcs: [],
      subnets: [],
      hosts: [],
      groups: [],
      natGateways: [],
      peerings: [],
      internetHosts: [],
    };
    const platform = new BootedPlatform(empty);
    try {
      const { refused } = await platform.#start([], {}, {});
      return refused;
    } finally {
      await platform.stop();
    }
  }

  /**
   * Synthesizes a platform, lays out its network and boots its servers one after another, each with
   * its user data.
   * @throws Error with the output of user data that failed
   */
  static async boot(spec: Platform, options: BootOptions = {}): Promise<BootedPlatform> {
    return withSynthesized([spec], async (path) => {
      const folder = TerraformFolder.read(path);
      const network = platformNetwork(folder);
      const machines = planMachines(folder, network).filter(
        ({ name }) => options.servers?.includes(name) ?? true,
      );
      const platform = new BootedPlatform(network, folder);
      try {
        await platform.#bootAll(machines, planNames(folder, network), bucketNamesOf(folder), options);
        return platform;
      } catch (error) {
        await platform.stop();
        throw error;
      }
    });
  }

  /** A server by its Name tag: `cqube-prod-nginx`. @throws Error for an unknown name */
  server(name: string): BootedServer {
    const server = this.#servers.get(name);
    if (server === undefined)
      throw new Error(`${name} is not booted: ${[...this.#servers.keys()].join(", ")}`);
    return server;
  }

  /**
   * Any host of the network, with this machine's programs: a client on the internet by its address
   * (`VISITOR`), or a resource by its address or its end (`aws_lb.alb_balancer`).
   */
  host(name: string): CommandRunner {
    const found = Object.keys(this.#hosts).find((host) => host === name || host.includes(`/${name}`));
    if (found === undefined) throw new Error(`no host ${name}: ${Object.keys(this.#hosts).join(", ")}`);
    return new CommandRunner(() => ["nsenter", `--net=${this.#hosts[found]!}`]);
  }

  /**
   * Starts an application load balancer in its own namespace, with its synthesized listeners, rules
   * and health checks; its output has a line `healthy GROUP ADDRESS` for each healthy target.
   */
  startLoadBalancer(name: string): RunningCommand {
    const balancer = Object.keys(this.#hosts).find((host) => host.includes(`/${name}`))!;
    const settings = loadBalancerSettings(this.#terraform!, this.network, balancer);
    const env = { PATH: process.env.PATH, LOAD_BALANCER: JSON.stringify(settings) };
    return this.host(balancer).start(process.execPath, [LOAD_BALANCER_PROGRAM], env);
  }

  /** The public address of a resource, as {@link host} names it. @throws Error without one */
  publicAddress(name: string): string {
    const found = this.network.hosts.find((host) => host.name.includes(`/${name}`))?.publicAddress;
    if (found === undefined) throw new Error(`${name} has no public address`);
    return found;
  }

  /**
   * Starts a stub of a service in a host's namespace. It answers each request on a port with
   * `<port> <method> <path> <bytes of the body>`.
   */
  startStub(name: string, ...ports: readonly number[]): RunningCommand {
    return this.host(name).start(process.execPath, [STUB_PROGRAM, ...ports.map(String)]);
  }

  /** Kills a server and boots it again: only what is enabled starts. */
  async reboot(name: string): Promise<void> {
    await this.#ask({ halt: name });
    await this.server(name).boot();
  }

  /** Ends all servers and removes their files. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, "exit");
      this.#process.stdin.end();
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #bootAll(
    machines: readonly MachinePlan[],
    names: Readonly<Record<string, readonly string[]>>,
    buckets: readonly string[],
    options: BootOptions,
  ): Promise<void> {
    const { refused } = await this.#start(machines, { names, buckets }, options);
    if (refused !== undefined) throw new Error(`the servers cannot be booted: ${refused}`);
    for (const { name, host, userData } of machines) {
      const [address] = this.network.hosts.find((one) => one.name === host)!.addresses;
      const boot = async () => (await this.#ask({ boot: name })).process as number;
      const server = new BootedServer(name, address!, boot);
      this.#servers.set(name, server);
      await server.boot();
      if (userData === undefined) continue;
      const { code } = await server.runUserData();
      if (code !== 0)
        throw new Error(`user data of ${name} ended with ${code}: ${await server.userDataOutput()}`);
    }
  }

  async #start(
    machines: readonly MachinePlan[],
    { names = {}, buckets = [] }: { names?: object; buckets?: readonly string[] },
    options: BootOptions,
  ): Promise<{ readonly refused?: string }> {
    const { secrets = {}, devices = {}, change = (text: string) => text } = options;
    const request = {
      network: this.network,
      sharedFolder: this.#folder,
      buckets,
      machines: machines.map(({ name, host, userData, tags }) => {
        const place = this.network.hosts.find((one) => one.name === host)!;
        return {
          name,
          host,
          secrets,
          packages: PACKAGE_COUNTERPARTS,
          hidden: Object.values(PACKAGE_COUNTERPARTS).flatMap(({ paths, programs = {} }) => [
            ...paths,
            ...Object.keys(programs),
          ]),
          devices: devices[name] ?? {},
          files: {
            ...(userData === undefined ? {} : { [USER_DATA]: change(userData, name) }),
            "/etc/resolv.conf": "nameserver 169.254.169.253\n",
            "/etc/hosts": "127.0.0.1 localhost\n",
            "/etc/fstab": "",
          },
          linkLocal: { names, metadata: metadataOf(place.addresses[0]!, place.publicAddress, tags) },
        };
      }),
    };
    const answer = await this.#ask(request);
    this.#hosts = (answer.hosts ?? {}) as Readonly<Record<string, string>>;
    return answer;
  }

  async #ask(request: unknown): Promise<Readonly<Record<string, unknown>>> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done !== true) return JSON.parse(value);
    throw new Error(`the program of the servers ended: ${this.#stderr.trim()}`);
  }
}

function metadataOf(
  address: string,
  publicAddress: string | undefined,
  tags: Readonly<Record<string, string>>,
): Record<string, string> {
  const tagged = Object.entries(tags).map(([key, value]) => [`tags/instance/${key}`, value] as const);
  return {
    "local-ipv4": address,
    ...(publicAddress === undefined ? {} : { "public-ipv4": publicAddress }),
    ...Object.fromEntries(tagged),
  };
}

function bucketNamesOf(folder: TerraformFolder): string[] {
  return folder.ofType("aws_s3_bucket").map(({ values }) => String(values.bucket));
}
