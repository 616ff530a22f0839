import { Server, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { applyChange, applyFailed } from "./apply.ts";
import { openEphemeral, readDataSource } from "./data-source.ts";
import { errorDiagnostic } from "./diagnostics.ts";
import { CALLS, type ProtocolCall } from "./protocol/calls.ts";
import type { Diagnostic } from "./protocol/messages.ts";
import { importResource, readResource } from "./read.ts";
import type { Session } from "./sessions.ts";
import { providerSchema, type Simulation } from "./simulation.ts";

/** Answers one call on one session. */
type Handler<Request, Response> = (request: Request, session: Session) => Promise<Response>;

/** The answer to a call that broke down, so that the user sees a diagnostic on the resource's address. */
type Failure<Request, Response> = (diagnostic: Diagnostic, request: Request) => Response;

/**
 * The gRPC server Terraform takes for the AWS provider. What needs no AWS goes to the provider; what AWS
 * would answer comes from the simulation.
 * @param sessionOf - finds a call's session by its peer
 */
export function cloudServer(simulation: Simulation, sessionOf: (peer: string) => Session): Server {
  const server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc.enable_channelz": 0,
  });
  const on = <Request, Response>(
    call: ProtocolCall<Request, Response>,
    handler: Handler<Request, Response>,
    failure?: Failure<Request, Response>,
  ) => register(server, sessionOf, call, handler, failure);
  passOn(on);
  simulate(on, simulation);
  return server;
}

type On = <Request, Response>(
  call: ProtocolCall<Request, Response>,
  handler: Handler<Request, Response>,
  failure?: Failure<Request, Response>,
) => void;

/** The calls the provider answers. */
function passOn(on: On): void {
  const said = (diagnostic: Diagnostic) => ({ diagnostics: [diagnostic] });
  on(CALLS.functions, async (_request, session) => (await session.backend()).functions());
  on(
    CALLS.prepareConfig,
    async (request, session) => (await session.backend()).prepareConfig(request),
    (diagnostic) => ({ preparedConfig: null, ...said(diagnostic) }),
  );
  on(
    CALLS.validateResource,
    async (request, session) => (await session.backend()).validateResource(request),
    said,
  );
  on(
    CALLS.validateDataSource,
    async (request, session) => (await session.backend()).validateDataSource(request),
    said,
  );
  on(
    CALLS.validateEphemeral,
    async (request, session) => (await session.backend()).validateEphemeral(request),
    said,
  );
  on(
    CALLS.upgradeState,
    async (request, session) => (await session.backend()).upgradeState(request),
    (diagnostic) => ({ upgradedState: null, ...said(diagnostic) }),
  );
  on(
    CALLS.moveState,
    async (request, session) => (await session.backend()).moveState(request),
    (diagnostic) => ({ targetState: null, ...said(diagnostic) }),
  );
  on(
    CALLS.renewEphemeral,
    async (request, session) => (await session.backend()).renewEphemeral(request),
    said,
  );
  on(
    CALLS.closeEphemeral,
    async (request, session) => (await session.backend()).closeEphemeral(request),
    said,
  );
  on(CALLS.callFunction, async (request, session) => (await session.backend()).callFunction(request));
}

/** The calls the simulation answers, or has a part in. */
function simulate(on: On, simulation: Simulation): void {
  const said = (diagnostic: Diagnostic) => ({ diagnostics: [diagnostic] });
  on(CALLS.schema, async () => {
    const { types, account } = simulation;
    const schema = await providerSchema(simulation);
    // What exists may have left the files: Terraform still needs its type to delete it.
    return schema.response(types === undefined ? undefined : new Set([...types, ...account.types()]));
  });
  on(CALLS.configure, (request, session) => session.configure(request, simulation.defaultRegion), said);
  on(
    CALLS.plan,
    async (request, session) => {
      const response = await session.configured.backend.plan(request);
      if (response.legacyTypeSystem) simulation.legacyTypes.add(request.typeName);
      return response;
    },
    (diagnostic) => ({
      plannedState: null,
      requiresReplace: [],
      legacyTypeSystem: true,
      ...said(diagnostic),
    }),
  );
  on(
    CALLS.apply,
    (request, session) => applyChange(simulation, session, request),
    (diagnostic, request) => applyFailed(request, diagnostic),
  );
  on(
    CALLS.readResource,
    (request, session) => readResource(simulation, session, request),
    (diagnostic, request) => ({ newState: request.currentState, ...said(diagnostic) }),
  );
  on(
    CALLS.readDataSource,
    (request, session) => readDataSource(simulation, session, request),
    (diagnostic) => ({ state: null, ...said(diagnostic) }),
  );
  on(
    CALLS.importState,
    (request, session) => importResource(simulation, session, request),
    (diagnostic) => ({ importedResources: [], ...said(diagnostic) }),
  );
  on(
    CALLS.openEphemeral,
    (request, session) => openEphemeral(simulation, session, request),
    (diagnostic) => ({ result: null, ...said(diagnostic) }),
  );
  // Never passed on: it would stop the provider for every other Terraform that uses it.
  on(CALLS.stop, async () => ({ error: "" }));
}

function register<Request, Response>(
  server: Server,
  sessionOf: (peer: string) => Session,
  { path, request, response }: ProtocolCall<Request, Response>,
  handler: Handler<Request, Response>,
  failure: Failure<Request, Response> | undefined,
): void {
  const answer = async (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => {
    try {
      done(null, await handler(call.request, sessionOf(call.getPeer())));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      if (failure === undefined) done({ code: status.UNKNOWN, details });
      else done(null, failure(errorDiagnostic("The rehearsal failed", details), call.request));
    }
  };
  server.register(path, answer, response.encode, request.decode, "unary");
}
