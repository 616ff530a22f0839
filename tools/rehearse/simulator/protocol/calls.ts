import { type MessageCodec, messageCodec, protocol } from "./message-codec.ts";
import type { GetProviderSchema_Request, ProtocolMessages, ProviderService } from "./tfplugin5.ts";

/** The name of a call of the `Provider` service: `PlanResourceChange`. */
export type CallName = keyof ProviderService;

/** The request message of a call. */
export type CallRequest<Name extends CallName> = Parameters<ProviderService[Name]>[0];

/** The response message of a call. */
export type CallResponse<Name extends CallName> = Awaited<ReturnType<ProviderService[Name]>>;

/** One call of the protocol: its gRPC method name and the codecs of its two messages. */
export interface ProtocolCall<Request, Response> {
  /** The method's path in gRPC: `/tfplugin5.Provider/Configure`. */
  readonly path: string;
  /** The codec of the request. */
  readonly request: MessageCodec<Request>;
  /** The codec of the response. */
  readonly response: MessageCodec<Response>;
}

/**
 * Returns a call by its name.
 * @throws Error if tfplugin5.proto lacks it.
 */
export function protocolCall<Name extends CallName>(
  name: Name,
): ProtocolCall<CallRequest<Name>, CallResponse<Name>> {
  const method = protocol.lookupService("Provider").methods[name];
  if (method === undefined) throw new Error(`the protocol has no call ${name}`);
  const { requestType, responseType } = method;
  return {
    path: `/tfplugin5.Provider/${name}`,
    request: messageCodec(requestType as keyof ProtocolMessages) as MessageCodec<CallRequest<Name>>,
    response: messageCodec(responseType as keyof ProtocolMessages) as MessageCodec<CallResponse<Name>>,
  };
}

/** The call for the provider's schema, whose large response stays encoded. */
export const GET_ENCODED_SCHEMA: ProtocolCall<GetProviderSchema_Request, Uint8Array> = {
  ...protocolCall("GetSchema"),
  response: {
    encode: (message) => Buffer.from(message.buffer, message.byteOffset, message.byteLength),
    decode: (bytes) => bytes,
  },
};
