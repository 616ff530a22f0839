import { Server, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import type { BackendCalls } from "./backend.ts";
import { errorDiagnostic } from "./diagnostics.ts";
import { failedApplyResponse, handleApply } from "./handle-apply.ts";
import { handleOpenEphemeral, handleReadDataSource } from "./handle-data-source.ts";
import { handleImportResource, handleReadResource } from "./handle-read.ts";
import {
  type CallName,
  type CallRequest,
  type CallResponse,
  GET_ENCODED_SCHEMA,
  type ProtocolCall,
  protocolCall,
} from "./protocol/calls.ts";
import { withoutDeferral } from "./protocol/client-capabilities.ts";
import type { Diagnostic } from "./protocol/tfplugin5.ts";
import type { ProviderSession } from "./provider-sessions.ts";
import { readProviderSchema, type SimulatorContext } from "./simulator-context.ts";

/** Handles one call of one session. */
type CallHandler<Request, Response> = (request: Request, session: ProviderSession) => Promise<Response>;

/**
 * The response to a call that failed internally, so that the user sees a diagnostic on the
 * resource's address.
 */
type FailureResponse<Request, Response> = (diagnostic: Diagnostic, request: Request) => Response;

/** The calls that the provider handles, and whose response has diagnostics. */
const FORWARDED_CALLS = [
  "PrepareProviderConfig",
  "ValidateResourceTypeConfig",
  "ValidateDataSourceConfig",
  "ValidateEphemeralResourceConfig",
  "UpgradeResourceState",
  "MoveResourceState",
  "RenewEphemeralResource",
  "CloseEphemeralResource",
] as const satisfies readonly (keyof BackendCalls)[];

/**
 * Creates the gRPC server that Terraform uses as the AWS provider. Calls that need no AWS go to the
 * provider; the simulation handles the rest.
 * @param sessionOf - finds a call's session by its peer
 */
export function createProviderServer(
  simulator: SimulatorContext,
  sessionOf: (peer: string) => ProviderSession,
): Server {
  const server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc.enable_channelz": 0,
  });
  const handle: RegisterHandler = (name, handler, failure) =>
    registerCall(server, sessionOf, protocolCall(name), handler, failure);
  registerCall(server, sessionOf, GET_ENCODED_SCHEMA, () => servedSchema(simulator), undefined);
  registerProviderCalls(handle);
  registerResourceCalls(handle, simulator);
  registerOtherCalls(handle, simulator);
  return server;
}

type RegisterHandler = <Name extends CallName>(
  name: Name,
  handler: CallHandler<CallRequest<Name>, CallResponse<Name>>,
  failure?: FailureResponse<CallRequest<Name>, CallResponse<Name>>,
) => void;

const withDiagnostic = (diagnostic: Diagnostic) => ({ diagnostics: [diagnostic] });

/** Registers the calls that the provider handles. */
function registerProviderCalls(handle: RegisterHandler): void {
  const forward = <Name extends keyof BackendCalls>(
    name: Name,
    failure?: FailureResponse<CallRequest<Name>, CallResponse<Name>>,
  ) => {
    handle(
      name,
      async (request, session) => {
        const backend: BackendCalls = await session.backend();
        const call = backend[name] as (request: CallRequest<Name>) => Promise<CallResponse<Name>>;
        return call(request);
      },
      failure,
    );
  };
  for (const name of FORWARDED_CALLS) forward(name, withDiagnostic);
  forward("GetFunctions");
  forward("CallFunction");
}

/** The encoded schema of the types that Terraform sees. */
async function servedSchema(simulator: SimulatorContext): Promise<Uint8Array> {
  const { servedTypes, account } = simulator;
  const schema = await readProviderSchema(simulator);
  // Includes the types of resources no longer in the files: Terraform needs them for the deletion.
  return schema.response(
    servedTypes === undefined ? undefined : new Set([...servedTypes, ...account.types()]),
  );
}

/** Registers the calls for resources that the simulation handles, alone or with the provider. */
function registerResourceCalls(handle: RegisterHandler, simulator: SimulatorContext): void {
  handle(
    "PlanResourceChange",
    async (request, session) => {
      const client_capabilities = withoutDeferral(request.client_capabilities);
      const response = await session.configured.backend.PlanResourceChange({
        ...request,
        client_capabilities,
      });
      if (response.legacy_type_system) simulator.legacyTypes.add(request.type_name);
      return response;
    },
    (diagnostic) => ({ requires_replace: [], legacy_type_system: true, ...withDiagnostic(diagnostic) }),
  );
  handle(
    "ApplyResourceChange",
    (request, session) => handleApply(simulator, session, request),
    (diagnostic, request) => failedApplyResponse(request, diagnostic),
  );
  handle(
    "ReadResource",
    (request, session) => handleReadResource(simulator, session, request),
    (diagnostic, request) => ({ new_state: request.current_state, ...withDiagnostic(diagnostic) }),
  );
  handle(
    "ImportResourceState",
    (request, session) => handleImportResource(simulator, session, request),
    (diagnostic) => ({ imported_resources: [], ...withDiagnostic(diagnostic) }),
  );
}

/** Registers the other calls that the simulation handles. */
function registerOtherCalls(handle: RegisterHandler, simulator: SimulatorContext): void {
  handle(
    "Configure",
    (request, session) => session.configure(request, simulator.defaultRegion),
    withDiagnostic,
  );
  handle(
    "ReadDataSource",
    (request, session) => handleReadDataSource(simulator, session, request),
    withDiagnostic,
  );
  handle(
    "OpenEphemeralResource",
    (request, session) => handleOpenEphemeral(simulator, session, request),
    withDiagnostic,
  );
  // Not forwarded: it would stop the provider for every other Terraform process that uses it.
  handle("Stop", async () => ({ Error: "" }));
}

function registerCall<Request, Response>(
  server: Server,
  sessionOf: (peer: string) => ProviderSession,
  { path, request, response }: ProtocolCall<Request, Response>,
  handler: CallHandler<Request, Response>,
  failure: FailureResponse<Request, Response> | undefined,
): void {
  const handleUnary = async (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
    try {
      callback(null, await handler(call.request, sessionOf(call.getPeer())));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      if (failure === undefined) callback({ code: status.UNKNOWN, details });
      else callback(null, failure(errorDiagnostic("The rehearsal failed", details), call.request));
    }
  };
  server.register(path, handleUnary, response.encode, request.decode, "unary");
}
