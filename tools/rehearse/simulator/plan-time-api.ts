import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Where the provider sends what it asks AWS while it plans. */
export interface PlanTimeApi {
  /** The environment by which the provider finds it: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it. */
  stop(): void;
}

/** AWS's answer to a call. */
type ApiOperation = (request: unknown) => object;

/**
 * The calls by which the provider has AWS judge a plan, by their names on the wire. They neither read nor change an
 * account.
 */
const API_OPERATIONS: Readonly<Record<string, ApiOperation>> = {
  "AWSStepFunctions.ValidateStateMachineDefinition": validateStateMachine,
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
function validateStateMachine(request: unknown): object {
  const text = fieldOf(request, "definition");
  const definition = typeof text === "string" ? parseJson(text) : undefined;
  const missing = ["StartAt", "States"].filter((name) => fieldOf(definition, name) === undefined);
  if (definition !== undefined && missing.length === 0) return { result: "OK", diagnostics: [] };
  const [code, message] =
    definition === undefined
      ? ["INVALID_JSON_DESCRIPTION", "The definition is not valid JSON"]
      : ["SCHEMA_VALIDATION_FAILED", `The field "${missing[0]}" is required but was missing`];
  return { result: "FAIL", diagnostics: [{ severity: "ERROR", code, message, location: "/" }] };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Answers what the provider asks AWS while it plans, on loopback. */
export async function startPlanTimeApi(): Promise<PlanTimeApi> {
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    env: { AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${port}` },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const operation = API_OPERATIONS[String(request.headers["x-amz-target"])];
  const body =
    operation === undefined
      ? { __type: "UnknownOperationException", message: "The rehearsal has no answer to this call" }
      : operation(parseJson(Buffer.concat(chunks).toString("utf8")));
  response.writeHead(operation === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(body));
}
