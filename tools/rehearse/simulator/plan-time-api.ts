import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A local endpoint for the AWS calls that the provider makes while planning. */
export interface PlanTimeApi {
  /**
   * Environment variables that point the provider to it:
   * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
   */
  readonly env: Readonly<Record<string, string>>;
  /** Stops the endpoint. */
  stop(): void;
}

/** Handles one AWS operation. */
type ApiOperation = (request: unknown) => object;

/**
 * The operations with which the provider validates a plan, by their wire names. They neither read
 * nor change the account.
 */
const API_OPERATIONS: Readonly<Record<string, ApiOperation>> = {
  "AWSStepFunctions.ValidateStateMachineDefinition": validateStateMachine,
};

/**
 * Validates a Step Functions definition.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
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

/** Starts the endpoint for the provider's calls at plan time, on loopback. */
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
      ? { __type: "UnknownOperationException", message: "The rehearsal does not simulate this operation" }
      : operation(parseJson(Buffer.concat(chunks).toString("utf8")));
  response.writeHead(operation === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(body));
}
