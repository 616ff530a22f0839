import { readFileSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";
import { projectFolder } from "../../../../../tools/project-folder.ts";
import { protocolCall } from "../../../../../tools/rehearse/simulator/protocol/calls.ts";
import { generateProtocol } from "../../../../../tools/rehearse/simulator/protocol/generate-protocol.ts";
import { fieldNumber, messageCodec } from "../../../../../tools/rehearse/simulator/protocol/message-codec.ts";

const read = (name: string) =>
  readFileSync(join(projectFolder, "tools", "rehearse", "simulator", "protocol", name), "utf8");

describe("the generated protocol", () => {
  const { types, descriptor } = generateProtocol(read("tfplugin5.proto"));

  it("is what `npm run generate` writes", () => {
    expect(read("tfplugin5.ts")).toBe(types);
    expect(read("tfplugin5.json")).toBe(descriptor);
  });

  it("has a comment on each field, call and type", () => {
    const lines = types.split("\n");
    const isDeclaration = (line: string) => /^(export (interface|const)| {2}(readonly )?\w+[?:(])/.test(line);
    const index = lines.indexOf("export interface ProtocolMessages {");
    const bare = lines.slice(0, index).filter((line, number) => {
      return isDeclaration(line) && !/\*\/$/.test(lines[number - 1] ?? "") && !/^ {2}[A-Z]+: \d,$/.test(line);
    });
    expect(bare).toEqual([]);
  });

  it("encodes as the definition says, except that forwarded messages are bytes", () => {
    const { root } = protobuf.parse(read("tfplugin5.proto"), { keepCase: true });
    const original = root.lookupType("tfplugin5.UpgradeResourceState.Request");
    const message = { type_name: "aws_vpc", version: 3, raw_state: { json: Buffer.from("{}"), flatmap: {} } };
    expect(messageCodec("UpgradeResourceState.Request").encode(message)).toEqual(
      Buffer.from(original.encode(message).finish()),
    );
    const capabilities = Buffer.from([8, 1, 16, 1]);
    const request = { type_name: "aws_vpc", id: "vpc-1", client_capabilities: capabilities };
    const codec = messageCodec("ImportResourceState.Request");
    expect(codec.decode(codec.encode(request)).client_capabilities).toEqual(capabilities);
  });
});

describe("generateProtocol", () => {
  const { types } = generateProtocol(`
    syntax = "proto3";
    package p;
    // A colour.
    enum Colour { RED = 0; BLUE = 2; }
    // A thing.
    message Thing {
      optional int64 size = 1; // The size.
      repeated Thing parts = 2; // The parts.
      map<string, Opaque> opaque = 3; // Forwarded.
      Colour colour = 4; // The colour.
      Thing parent = 5; // The parent.
    }
    message Opaque {}
    message Look { message Request {} message Response { bool found = 1; } }
    // The calls.
    service Things { rpc LookUp(Look.Request) returns (Look.Response); }
  `);

  it.each([
    "/** A colour. */\nexport const Colour = {\n  RED: 0,\n  BLUE: 2,\n} as const;\nexport type Colour = 0 | 2;",
    "  /** The size. */\n  readonly size?: number | null | undefined;",
    "  readonly parts: readonly Thing[];",
    "  readonly opaque: Readonly<Record<string, Uint8Array>>;",
    "  readonly colour: Colour;",
    "  readonly parent?: Thing | null | undefined;",
    "/** The request of `LookUp`. */\nexport type Look_Request = Readonly<Record<string, never>>;",
    "/** The response to `LookUp`. */\nexport interface Look_Response {\n  readonly found: boolean;\n}",
    "/** The calls. */\nexport interface ThingsService {\n",
    "  LookUp(request: Look_Request): Promise<Look_Response>;",
    '  readonly "Look.Response": Look_Response;',
  ])("writes %j", (text) => {
    expect(types).toContain(text);
  });

  it("writes no type for a forwarded message", () => {
    expect(types).not.toContain("interface Opaque");
  });
});

describe("the protocol at run time", () => {
  it("has field numbers by name", () => {
    expect(fieldNumber("GetProviderSchema.Response", "ephemeral_resource_schemas")).toBe(8);
    expect(fieldNumber("Schema.NestedBlock", "type_name")).toBe(1);
  });

  it("has calls by name", () => {
    const { path, request } = protocolCall("PlanResourceChange");
    expect(path).toBe("/tfplugin5.Provider/PlanResourceChange");
    expect(request.decode(request.encode({ type_name: "aws_vpc" }))).toMatchObject({ type_name: "aws_vpc" });
  });
});
