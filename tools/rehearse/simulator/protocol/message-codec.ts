import protobuf from "protobufjs/light.js";
import descriptor from "./tfplugin5.json" with { type: "json" };
import type { ProtocolMessages } from "./tfplugin5.ts";

/** The protocol's messages and calls at run time, as `tfplugin5.proto` declares them. */
export const protocol = protobuf.Root.fromJSON(descriptor).lookup("tfplugin5") as protobuf.Namespace;

/** Encodes and decodes one message of the protocol. */
export interface MessageCodec<T> {
  /** Encodes a message in protobuf's wire format. */
  encode(message: T): Buffer;
  /** Decodes a message; fields that are absent have their default. */
  decode(bytes: Uint8Array): T;
}

/**
 * Returns the codec of a message by its name in the protocol: `PlanResourceChange.Request`. Decoded
 * messages have every repeated and map field; a message field that was not sent is `null`, an empty
 * `bytes` field has length 0, and the fields of a `oneof` that are not set are empty or 0.
 */
export function messageCodec<Name extends keyof ProtocolMessages>(
  name: Name,
): MessageCodec<ProtocolMessages[Name]> {
  const type = protocol.lookupType(name);
  return {
    encode: (message) => Buffer.from(type.encode(message as Record<string, unknown>).finish()),
    decode: (bytes) => type.decode(bytes) as protobuf.Message & ProtocolMessages[Name],
  };
}

/**
 * Returns the number of a field, for code that reads a message's bytes.
 * @throws Error if the message or the field does not exist.
 */
export function fieldNumber<Name extends keyof ProtocolMessages>(
  message: Name,
  name: keyof ProtocolMessages[Name] & string,
): number {
  const field = protocol.lookupType(message).fields[name];
  if (field === undefined) throw new Error(`the protocol's message ${message} has no field ${name}`);
  return field.id;
}
