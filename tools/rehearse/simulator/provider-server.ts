import { Server, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { errorDiagnostic } from "./diagnostics.ts";
import { failedApplyResponse, handleApply } from "./handle-apply.ts";
import { handleOpenEphemeral, handleReadDataSource } from "./handle-data-source.ts";
import { handleImportResource, handleReadResource } from "./handle-read.ts";
import { PROTOCOL_CALLS, type ProtocolCall } from "./protocol/calls.ts";
import type { Diagnostic } from "./protocol/messages.ts";
import type { ProviderSession } from "./provider-sessions.ts";
import { readProviderSchema, type SimulatorContext } from "./simulator-context.ts";

/** Handles one call of one session. */
type CallHandler<Request, Response> = (request: Request, session: ProviderSession) => Promise<Response>;

/**
 * The response to a call that failed internally, so that the user sees a diagnostic on the
 * resource's address.
 */
type FailureResponse<Request, Response> = (diagnostic: Diagnostic, request: Request) => Response;

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
  const handle = <Request, Response>(
    call: ProtocolCall<Request, Response>,
    handler: CallHandler<Request, Response>,
    failure?: FailureResponse<Request, Response>,
  ) => registerCall(server, sessionOf, call, handler, failure);
  registerProviderCalls(handle);
  registerSimulatedCalls(handle, simulator);
  return server;
}

type RegisterHandler = <Request, Response>(
  call: ProtocolCall<Request, Response>,
  handler: CallHandler<Request, Response>,
  failure?: FailureResponse<Request, Response>,
) => void;

/** Registers the calls that the provider handles. */
function registerProviderCalls(handle: RegisterHandler): void {
  const diagnosticsOf = (diagnostic: Diagnostic) => ({ diagnostics: [diagnostic] });
  handle(PROTOCOL_CALLS.functions, async (_request, session) => (await session.backend()).functions());
  handle(
    PROTOCOL_CALLS.prepareConfig,
    async (request, session) => (await session.backend()).prepareConfig(request),
    (diagnostic) => ({ preparedConfig: null, ...diagnosticsOf(diagnostic) }),
  );
  handle(
    PROTOCOL_CALLS.validateResource,
    async (request, session) => (await session.backend()).validateResource(request),
    diagnosticsOf,
  );
  handle(
    PROTOCOL_CALLS.validateDataSource,
    async (request, session) => (await session.backend()).validateDataSource(request),
    diagnosticsOf,
  );
  handle(
    PROTOCOL_CALLS.validateEphemeral,
    async (request, session) => (await session.backend()).validateEphemeral(request),
    diagnosticsOf,
  );
  handle(
    PROTOCOL_CALLS.upgradeState,
    async (request, session) => (await session.backend()).upgradeState(request),
    (diagnostic) => ({ upgradedState: null, ...diagnosticsOf(diagnostic) }),
  );
  handle(
    PROTOCOL_CALLS.moveState,
    async (request, session) => (await session.backend()).moveState(request),
    (diagnostic) => ({ targetState: null, ...diagnosticsOf(diagnostic) }),
  );
  handle(
    PROTOCOL_CALLS.renewEphemeral,
    async (request, session) => (await session.backend()).renewEphemeral(request),
    diagnosticsOf,
  );
  handle(
    PROTOCOL_CALLS.closeEphemeral,
    async (request, session) => (await session.backend()).closeEphemeral(request),
    diagnosticsOf,
  );
  handle(PROTOCOL_CALLS.callFunction, async (request, session) =>
    (await session.backend()).callFunction(request),
  );
}

/** Registers the calls that the simulation handles, alone or with the provider. */
function registerSimulatedCalls(handle: RegisterHandler, simulator: SimulatorContext): void {
  const diagnosticsOf = (diagnostic: Diagnostic) => ({ diagnostics: [diagnostic] });
  handle(PROTOCOL_CALLS.schema, async () => {
    const { servedTypes, account } = simulator;
    const schema = await readProviderSchema(simulator);
    // Includes the types of resources no longer in the files: Terraform needs them for the
    // deletion.
    return schema.response(
      servedTypes === undefined ? undefined : new Set([...servedTypes, ...account.types()]),
    );
  });
  handle(
    PROTOCOL_CALLS.configure,
    (request, session) => session.configure(request, simulator.defaultRegion),
    diagnosticsOf,
  );
  handle(
    PROTOCOL_CALLS.plan,
    async (request, session) => {
      const response = await session.configured.backend.plan(request);
      if (response.legacyTypeSystem) simulator.legacyTypes.add(request.typeName);
      return response;
    },
    (diagnostic) => ({
      plannedState: null,
      requiresReplace: [],
      legacyTypeSystem: true,
      ...diagnosticsOf(diagnostic),
    }),
  );
  handle(
    PROTOCOL_CALLS.apply,
    (request, session) => handleApply(simulator, session, request),
    (diagnostic, request) => failedApplyResponse(request, diagnostic),
  );
  handle(
    PROTOCOL_CALLS.readResource,
    (request, session) => handleReadResource(simulator, session, request),
    (diagnostic, request) => ({ newState: request.currentState, ...diagnosticsOf(diagnostic) }),
  );
  handle(
    PROTOCOL_CALLS.readDataSource,
    (request, session) => handleReadDataSource(simulator, session, request),
    (diagnostic) => ({ state: null, ...diagnosticsOf(diagnostic) }),
  );
  handle(
    PROTOCOL_CALLS.importState,
    (request, session) => handleImportResource(simulator, session, request),
    (diagnostic) => ({ importedResources: [], ...diagnosticsOf(diagnostic) }),
  );
  handle(
    PROTOCOL_CALLS.openEphemeral,
    (request, session) => handleOpenEphemeral(simulator, session, request),
    (diagnostic) => ({ result: null, ...diagnosticsOf(diagnostic) }),
  );
  // Not forwarded: it would stop the provider for every other Terraform process that uses it.
  handle(PROTOCOL_CALLS.stop, async () => ({ error: "" }));
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
