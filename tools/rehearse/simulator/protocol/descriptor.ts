import protobuf from "protobufjs";

/**
 * The part of Terraform's plugin protocol 5 that the rehearsal implements, redefined here: field
 * numbers are those of the public protocol (5.9),
 * https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 *
 * - Messages that are only forwarded (capabilities, deferrals, time stamps, functions) are declared
 *   as `bytes`: on the wire both are the same.
 * - Resource identities (5.9) are omitted on purpose: a message that is decoded and encoded again
 *   loses them, so Terraform sees a provider without identities, which it supports.
 * - Counts and versions are `int32`, whose wire format equals the protocol's `int64`.
 */
const PROTO_DEFINITION = `
syntax = "proto3";
package tfplugin5;

message DynamicValue { bytes msgpack = 1; bytes json = 2; }
message Step { string attribute_name = 1; string element_key_string = 2; int32 element_key_int = 3; }
message AttributePath { repeated Step steps = 1; }
message Diagnostic { int32 severity = 1; string summary = 2; string detail = 3; AttributePath attribute = 4; }
message RawState { bytes json = 1; map<string, string> flatmap = 2; }
message Empty {}

message SchemaAttribute {
  string name = 1; bytes type = 2; string description = 3; bool required = 4; bool optional = 5;
  bool computed = 6; bool sensitive = 7; int32 description_kind = 8; bool deprecated = 9;
  bool write_only = 10;
}
message SchemaNestedBlock {
  string type_name = 1; SchemaBlock block = 2; int32 nesting = 3; int32 min_items = 4; int32 max_items = 5;
}
message SchemaBlock {
  int32 version = 1; repeated SchemaAttribute attributes = 2; repeated SchemaNestedBlock block_types = 3;
  string description = 4; int32 description_kind = 5; bool deprecated = 6;
}
message Schema { int32 version = 1; SchemaBlock block = 2; }

message GetSchemaResponse {
  Schema provider = 1; map<string, Schema> resource_schemas = 2; map<string, Schema> data_source_schemas = 3;
  repeated Diagnostic diagnostics = 4; Schema provider_meta = 5; bytes server_capabilities = 6;
  map<string, bytes> functions = 7; map<string, Schema> ephemeral_resource_schemas = 8;
}
message GetFunctionsResponse { map<string, bytes> functions = 1; repeated Diagnostic diagnostics = 2; }

message PrepareConfigRequest { DynamicValue config = 1; }
message PrepareConfigResponse { DynamicValue prepared_config = 1; repeated Diagnostic diagnostics = 2; }
message ConfigureRequest { string terraform_version = 1; DynamicValue config = 2; bytes client_capabilities = 3; }
message DiagnosticsResponse { repeated Diagnostic diagnostics = 1; }
message ValidateRequest { string type_name = 1; DynamicValue config = 2; bytes client_capabilities = 3; }
message UpgradeStateRequest { string type_name = 1; int32 version = 2; RawState raw_state = 3; }
message UpgradeStateResponse { DynamicValue upgraded_state = 1; repeated Diagnostic diagnostics = 2; }

message ReadResourceRequest {
  string type_name = 1; DynamicValue current_state = 2; bytes private = 3; DynamicValue provider_meta = 4;
  bytes client_capabilities = 5;
}
message ReadResourceResponse {
  DynamicValue new_state = 1; repeated Diagnostic diagnostics = 2; bytes private = 3; bytes deferred = 4;
}
message PlanRequest {
  string type_name = 1; DynamicValue prior_state = 2; DynamicValue proposed_new_state = 3;
  DynamicValue config = 4; bytes prior_private = 5; DynamicValue provider_meta = 6;
  bytes client_capabilities = 7;
}
message PlanResponse {
  DynamicValue planned_state = 1; repeated AttributePath requires_replace = 2; bytes planned_private = 3;
  repeated Diagnostic diagnostics = 4; bool legacy_type_system = 5; bytes deferred = 6;
}
message ApplyRequest {
  string type_name = 1; DynamicValue prior_state = 2; DynamicValue planned_state = 3;
  DynamicValue config = 4; bytes planned_private = 5; DynamicValue provider_meta = 6;
}
message ApplyResponse {
  DynamicValue new_state = 1; bytes private = 2; repeated Diagnostic diagnostics = 3;
  bool legacy_type_system = 4;
}
message ImportRequest { string type_name = 1; string id = 2; bytes client_capabilities = 3; }
message ImportedResource { string type_name = 1; DynamicValue state = 2; bytes private = 3; }
message ImportResponse {
  repeated ImportedResource imported_resources = 1; repeated Diagnostic diagnostics = 2; bytes deferred = 3;
}
message MoveStateRequest {
  string source_provider_address = 1; string source_type_name = 2; int32 source_schema_version = 3;
  RawState source_state = 4; string target_type_name = 5; bytes source_private = 6;
}
message MoveStateResponse {
  DynamicValue target_state = 1; repeated Diagnostic diagnostics = 2; bytes target_private = 3;
}
message ReadDataSourceRequest {
  string type_name = 1; DynamicValue config = 2; DynamicValue provider_meta = 3; bytes client_capabilities = 4;
}
message ReadDataSourceResponse {
  DynamicValue state = 1; repeated Diagnostic diagnostics = 2; bytes deferred = 3;
}
message OpenEphemeralRequest { string type_name = 1; DynamicValue config = 2; bytes client_capabilities = 3; }
message OpenEphemeralResponse {
  repeated Diagnostic diagnostics = 1; bytes renew_at = 2; DynamicValue result = 3; bytes private = 4;
  bytes deferred = 5;
}
message RenewEphemeralRequest { string type_name = 1; bytes private = 2; }
message RenewEphemeralResponse { repeated Diagnostic diagnostics = 1; bytes renew_at = 2; bytes private = 3; }
message CloseEphemeralRequest { string type_name = 1; bytes private = 2; }
message FunctionError { string text = 1; int32 function_argument = 2; }
message CallFunctionRequest { string name = 1; repeated DynamicValue arguments = 2; }
message CallFunctionResponse { DynamicValue result = 1; FunctionError error = 2; }
message StopResponse { string error = 1; }
`;

const protocolRoot = protobuf.parse(PROTO_DEFINITION).root;

/** Encodes and decodes one message of the protocol. */
export interface MessageCodec<T> {
  encode(message: T): Buffer;
  decode(bytes: Uint8Array): T;
}

/**
 * Returns the codec of a message by its name in the protocol above. Decoded messages have every
 * repeated and map field; a message field that was not sent is `null`, an empty `bytes` field has
 * length 0.
 */
export function messageCodec<T extends object>(name: string): MessageCodec<T> {
  const type = protocolRoot.lookupType(`tfplugin5.${name}`);
  return {
    encode: (message) => Buffer.from(type.encode(message as Record<string, unknown>).finish()),
    decode: (bytes) => type.decode(bytes) as protobuf.Message & T,
  };
}
