import { type MessageCodec, messageCodec } from "./descriptor.ts";
import type * as messages from "./messages.ts";

/** One call of the protocol: its name in the service and the codecs of its two messages. */
export interface ProtocolCall<Request, Response> {
  readonly path: string;
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
}

/** Bytes passed on as they are. */
const raw: MessageCodec<Uint8Array> = {
  encode: (message) => Buffer.from(message.buffer, message.byteOffset, message.byteLength),
  decode: (bytes) => bytes,
};

function call<Request extends object, Response extends object>(
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

type Nothing = Record<string, never>;

/** The calls of the `Provider` service that the rehearsal answers, by what they do. */
export const CALLS = {
  schema: {
    path: "/tfplugin5.Provider/GetSchema",
    request: messageCodec<Nothing>("Empty"),
    response: raw,
  } satisfies ProtocolCall<Nothing, Uint8Array>,
  functions: call<Nothing, messages.GetFunctionsResponse>("GetFunctions", "Empty", "GetFunctionsResponse"),
  prepareConfig: call<messages.PrepareConfigRequest, messages.PrepareConfigResponse>(
    "PrepareProviderConfig",
    "PrepareConfigRequest",
    "PrepareConfigResponse",
  ),
  validateResource: call<messages.ValidateRequest, messages.DiagnosticsResponse>(
    "ValidateResourceTypeConfig",
    "ValidateRequest",
    "DiagnosticsResponse",
  ),
  validateDataSource: call<messages.ValidateRequest, messages.DiagnosticsResponse>(
    "ValidateDataSourceConfig",
    "ValidateRequest",
    "DiagnosticsResponse",
  ),
  validateEphemeral: call<messages.ValidateRequest, messages.DiagnosticsResponse>(
    "ValidateEphemeralResourceConfig",
    "ValidateRequest",
    "DiagnosticsResponse",
  ),
  upgradeState: call<messages.UpgradeStateRequest, messages.UpgradeStateResponse>(
    "UpgradeResourceState",
    "UpgradeStateRequest",
    "UpgradeStateResponse",
  ),
  moveState: call<messages.MoveStateRequest, messages.MoveStateResponse>(
    "MoveResourceState",
    "MoveStateRequest",
    "MoveStateResponse",
  ),
  configure: call<messages.ConfigureRequest, messages.DiagnosticsResponse>(
    "Configure",
    "ConfigureRequest",
    "DiagnosticsResponse",
  ),
  plan: call<messages.PlanRequest, messages.PlanResponse>(
    "PlanResourceChange",
    "PlanRequest",
    "PlanResponse",
  ),
  apply: call<messages.ApplyRequest, messages.ApplyResponse>(
    "ApplyResourceChange",
    "ApplyRequest",
    "ApplyResponse",
  ),
  readResource: call<messages.ReadResourceRequest, messages.ReadResourceResponse>(
    "ReadResource",
    "ReadResourceRequest",
    "ReadResourceResponse",
  ),
  readDataSource: call<messages.ReadDataSourceRequest, messages.ReadDataSourceResponse>(
    "ReadDataSource",
    "ReadDataSourceRequest",
    "ReadDataSourceResponse",
  ),
  importState: call<messages.ImportRequest, messages.ImportResponse>(
    "ImportResourceState",
    "ImportRequest",
    "ImportResponse",
  ),
  openEphemeral: call<messages.OpenEphemeralRequest, messages.OpenEphemeralResponse>(
    "OpenEphemeralResource",
    "OpenEphemeralRequest",
    "OpenEphemeralResponse",
  ),
  renewEphemeral: call<messages.RenewEphemeralRequest, messages.RenewEphemeralResponse>(
    "RenewEphemeralResource",
    "RenewEphemeralRequest",
    "RenewEphemeralResponse",
  ),
  closeEphemeral: call<messages.CloseEphemeralRequest, messages.DiagnosticsResponse>(
    "CloseEphemeralResource",
    "CloseEphemeralRequest",
    "DiagnosticsResponse",
  ),
  callFunction: call<messages.CallFunctionRequest, messages.CallFunctionResponse>(
    "CallFunction",
    "CallFunctionRequest",
    "CallFunctionResponse",
  ),
  stop: call<Nothing, { readonly error: string }>("Stop", "Empty", "StopResponse"),
} as const;
