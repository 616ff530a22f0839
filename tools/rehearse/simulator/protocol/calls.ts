import { type MessageCodec, messageCodec } from "./descriptor.ts";
import type * as messages from "./messages.ts";

/** One call of the protocol: its gRPC method name and the codecs of its two messages. */
export interface ProtocolCall<Request, Response> {
  readonly path: string;
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
}

/** Passes bytes through unchanged. */
const rawBytesCodec: MessageCodec<Uint8Array> = {
  encode: (message) => Buffer.from(message.buffer, message.byteOffset, message.byteLength),
  decode: (bytes) => bytes,
};

function protocolCall<Request extends object, Response extends object>(
  name: string,
  request: string,
  response: string,
): ProtocolCall<Request, Response> {
  return {
    path: `/tfplugin5.Provider/${name}`,
    request: messageCodec<Request>(request),
    response: messageCodec<Response>(response),
  };
}

type EmptyMessage = Record<string, never>;

/** The calls of the `Provider` service that the rehearsal handles. */
export const PROTOCOL_CALLS = {
  schema: {
    path: "/tfplugin5.Provider/GetSchema",
    request: messageCodec<EmptyMessage>("Empty"),
    response: rawBytesCodec,
  } satisfies ProtocolCall<EmptyMessage, Uint8Array>,
  functions: protocolCall<EmptyMessage, messages.GetFunctionsResponse>(
    "GetFunctions",
    "Empty",
    "GetFunctionsResponse",
  ),
  prepareConfig: protocolCall<messages.PrepareConfigRequest, messages.PrepareConfigResponse>(
    "PrepareProviderConfig",
    "PrepareConfigRequest",
    "PrepareConfigResponse",
  ),
  validateResource: protocolCall<messages.ValidateRequest, messages.DiagnosticsResponse>(
    "ValidateResourceTypeConfig",
    "ValidateRequest",
    "DiagnosticsResponse",
  ),
  validateDataSource: protocolCall<messages.ValidateRequest, messages.DiagnosticsResponse>(
    "ValidateDataSourceConfig",
    "ValidateRequest",
    "DiagnosticsResponse",
  ),
  validateEphemeral: protocolCall<messages.ValidateRequest, messages.DiagnosticsResponse>(
    "ValidateEphemeralResourceConfig",
    "ValidateRequest",
    "DiagnosticsResponse",
  ),
  upgradeState: protocolCall<messages.UpgradeStateRequest, messages.UpgradeStateResponse>(
    "UpgradeResourceState",
    "UpgradeStateRequest",
    "UpgradeStateResponse",
  ),
  moveState: protocolCall<messages.MoveStateRequest, messages.MoveStateResponse>(
    "MoveResourceState",
    "MoveStateRequest",
    "MoveStateResponse",
  ),
  configure: protocolCall<messages.ConfigureRequest, messages.DiagnosticsResponse>(
    "Configure",
    "ConfigureRequest",
    "DiagnosticsResponse",
  ),
  plan: protocolCall<messages.PlanRequest, messages.PlanResponse>(
    "PlanResourceChange",
    "PlanRequest",
    "PlanResponse",
  ),
  apply: protocolCall<messages.ApplyRequest, messages.ApplyResponse>(
    "ApplyResourceChange",
    "ApplyRequest",
    "ApplyResponse",
  ),
  readResource: protocolCall<messages.ReadResourceRequest, messages.ReadResourceResponse>(
    "ReadResource",
    "ReadResourceRequest",
    "ReadResourceResponse",
  ),
  readDataSource: protocolCall<messages.ReadDataSourceRequest, messages.ReadDataSourceResponse>(
    "ReadDataSource",
    "ReadDataSourceRequest",
    "ReadDataSourceResponse",
  ),
  importState: protocolCall<messages.ImportRequest, messages.ImportResponse>(
    "ImportResourceState",
    "ImportRequest",
    "ImportResponse",
  ),
  openEphemeral: protocolCall<messages.OpenEphemeralRequest, messages.OpenEphemeralResponse>(
    "OpenEphemeralResource",
    "OpenEphemeralRequest",
    "OpenEphemeralResponse",
  ),
  renewEphemeral: protocolCall<messages.RenewEphemeralRequest, messages.RenewEphemeralResponse>(
    "RenewEphemeralResource",
    "RenewEphemeralRequest",
    "RenewEphemeralResponse",
  ),
  closeEphemeral: protocolCall<messages.CloseEphemeralRequest, messages.DiagnosticsResponse>(
    "CloseEphemeralResource",
    "CloseEphemeralRequest",
    "DiagnosticsResponse",
  ),
  callFunction: protocolCall<messages.CallFunctionRequest, messages.CallFunctionResponse>(
    "CallFunction",
    "CallFunctionRequest",
    "CallFunctionResponse",
  ),
  stop: protocolCall<EmptyMessage, { readonly error: string }>("Stop", "Empty", "StopResponse"),
} as const;
