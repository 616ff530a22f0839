import { type ChildProcess, spawn } from "node:child_process";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { Client, credentials } from "@grpc/grpc-js";
import { onExit } from "../../terraform/cleanup.ts";
import { makeTemporaryFolder } from "../../terraform/temporary-folder.ts";
import { BACKEND_CALLS, type BackendCalls, type BackendFactory, type ProviderSchema } from "./backend.ts";
import { GARBAGE_COLLECTION_ENV } from "./garbage-collection.ts";
import { startPlanTimeApi } from "./plan-time-api.ts";
import { type CallRequest, GET_ENCODED_SCHEMA, type ProtocolCall, protocolCall } from "./protocol/calls.ts";
import { EncodedProviderSchema } from "./protocol/encoded-provider-schema.ts";

/**
 * The proxy for every call to AWS: port 9 (discard) on this machine, where nothing listens. A call
 * fails at once, and its error names AWS's host.
 */
export const UNREACHABLE_PROXY = "http://127.0.0.1:9";

/** The time in milliseconds within which a provider must report its address. */
const START_TIMEOUT_MS = 30_000;

/**
 * The public constant that tells a provider that Terraform, not a user, started it:
 * https://github.com/hashicorp/terraform/blob/main/internal/plugin/serve.go
 */
const HANDSHAKE_ENVIRONMENT = {
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "5",
};

/**
 * A factory of backends that are processes of the provider at `binary`. All share one schema, which
 * the first process asked for it supplies.
 */
export function providerProcessBackends(binary: string): BackendFactory {
  let schema: Promise<ProviderSchema> | undefined;
  return async () => {
    const { client, ended, stop } = await startProvider(binary);
    const calls = BACKEND_CALLS.map((name) => {
      const call = protocolCall(name);
      return [name, (request: CallRequest<typeof name>) => callProvider(client, call, request)];
    });
    return {
      ...(Object.fromEntries(calls) as BackendCalls),
      name: providerName(binary),
      schema: () => {
        schema ??= callProvider(client, GET_ENCODED_SCHEMA, {}).then(
          (bytes) => new EncodedProviderSchema(bytes),
          (error) => {
            schema = undefined;
            throw error;
          },
        );
        return schema;
      },
      ended,
      stop,
    };
  };
}

interface RunningProvider {
  readonly client: Client;
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a provider and waits until it listens.
 * @throws Error with the end of the provider's output if it does not start.
 */
async function startProvider(binary: string): Promise<RunningProvider> {
  // Each provider has its own folder, since a killed provider leaves its socket behind.
  const folder = makeTemporaryFolder("drydock-provider");
  const planTimeApi = await startPlanTimeApi();
  const child = spawn(binary, [], {
    env: { ...providerEnvironment(folder.path), ...planTimeApi.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  let client: Client | undefined;
  const kill = () => void child.kill("SIGKILL");
  const stop = onExit({
    dispose: async () => {
      client?.close();
      kill();
      await ended;
      planTimeApi.stop();
      await folder.remove();
    },
    disposeNow: kill,
  });
  try {
    client = new Client(await handshake(child, binary), credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
    return { client, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Excludes the user's environment: no credentials, endpoints, certificates or network access. */
function providerEnvironment(folder: string): NodeJS.ProcessEnv {
  return {
    ...HANDSHAKE_ENVIRONMENT,
    ...GARBAGE_COLLECTION_ENV,
    PATH: process.env.PATH,
    HOME: folder,
    TMPDIR: folder,
    PLUGIN_UNIX_SOCKET_DIR: folder,
    HTTP_PROXY: UNREACHABLE_PROXY,
    HTTPS_PROXY: UNREACHABLE_PROXY,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
  };
}

/** Reads `1|5|unix|<socket>|grpc|…` from the provider's first line and returns the gRPC address. */
function handshake(child: ChildProcess, binary: string): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the provider's output is not piped");
  let stderrTail = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    stderrTail = (stderrTail + text).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => fail(`no address reported within ${START_TIMEOUT_MS / 1000} s`),
      START_TIMEOUT_MS,
    );
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(
        new Error(`the provider ${binary} did not start: ${why}${stderrTail && `\n${stderrTail.trim()}`}`),
      );
    };
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code, signal) => fail(`it exited with ${signal ?? `code ${code}`}`));
    createInterface({ input: stdout }).once("line", (line) => {
      clearTimeout(timer);
      const [core, protocol, network, address, protocolType] = line.split("|");
      if (core === "1" && protocol === "5" && protocolType === "grpc" && address !== undefined) {
        resolve(network === "unix" ? `unix:${address}` : address);
      } else fail(`it printed "${line}" instead of offering protocol 5 over gRPC`);
    });
  });
}

function callProvider<Request, Response>(
  client: Client,
  call: ProtocolCall<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      call.path,
      call.request.encode,
      call.response.decode,
      request,
      (error, response) => {
        if (error !== null) reject(new Error(`the AWS provider failed: ${error.details || error.message}`));
        else if (response === undefined) reject(new Error("the AWS provider sent an empty response"));
        else resolve(response);
      },
    );
  });
}

/** Returns `hashicorp/aws 5.100.0` for `terraform-provider-aws_v5.100.0_x5`. */
function providerName(binary: string): string {
  const version = /_v(\d+\.\d+\.\d+)/.exec(basename(binary))?.[1];
  return version === undefined ? "hashicorp/aws" : `hashicorp/aws ${version}`;
}
