import protobuf from "protobufjs";

/** The files that are generated from the protocol's definition. */
export interface GeneratedProtocol {
  /** The messages and calls as TypeScript types. */
  readonly types: string;
  /** The definition as protobufjs loads it at run time, which is faster than parsing it. */
  readonly descriptor: string;
}

const HEADER = "/** Generated from tfplugin5.proto by `npm run generate`; changes here are lost. */";
const COMMENT_COLUMNS_MAX = 100;

/** TypeScript's types of protobuf's scalars. */
const SCALAR_TYPES: Readonly<Record<string, string>> = {
  bool: "boolean",
  bytes: "Uint8Array",
  int32: "number",
  string: "string",
};

/**
 * Generates the types and the descriptor of a definition with one package and one service.
 *
 * - Fields of a message without fields become `bytes`: on the wire both are the same.
 * - `int64` becomes `int32`, so that it is a plain number: the wire format of both is the same.
 */
export function generateProtocol(definition: string): GeneratedProtocol {
  const options = { keepCase: true, alternateCommentMode: true, preferTrailingComment: true };
  const { root, package: packageName = "" } = protobuf.parse(definition, options);
  root.resolveAll();
  const declarations = declarationsIn(root.lookup(packageName) as protobuf.Namespace);
  const messages = declarations.filter((each) => each instanceof protobuf.Type);
  for (const field of messages.flatMap(({ fieldsArray }) => fieldsArray)) {
    if (isForwarded(field)) field.type = "bytes";
    else if (field.type === "int64") field.type = "int32";
  }
  const services = declarations.filter((each) => each instanceof protobuf.Service);
  const comments = new Map(services.flatMap(({ methodsArray }) => methodsArray.flatMap(messageComments)));
  // The others are forwarded, or only the home of other messages.
  const valueTypes = messages.filter(
    (message) => message.fieldsArray.length > 0 || comments.has(protocolName(message)),
  );
  const sections = [
    HEADER,
    ...declarations.filter((each) => each instanceof protobuf.Enum).map(enumType),
    ...valueTypes.map((message) => messageType(message, comments)),
    ...services.map(serviceType),
    messageIndex(valueTypes),
  ];
  return { types: `${sections.join("\n\n")}\n`, descriptor: `${JSON.stringify(root.toJSON())}\n` };
}

function declarationsIn(namespace: protobuf.NamespaceBase): protobuf.ReflectionObject[] {
  return namespace.nestedArray.flatMap((each) =>
    each instanceof protobuf.Namespace ? [each, ...declarationsIn(each)] : [each],
  );
}

function isForwarded({ resolvedType }: protobuf.Field): boolean {
  return resolvedType instanceof protobuf.Type && resolvedType.fieldsArray.length === 0;
}

/** The comments of a call's messages, by their names in the definition. */
function messageComments({ name, requestType, responseType }: protobuf.Method): [string, string][] {
  return [
    [requestType, `The request of \`${name}\`.`],
    [responseType, `The response to \`${name}\`.`],
  ];
}

function enumType(enumeration: protobuf.Enum): string {
  const name = typeName(enumeration);
  const values = Object.entries(enumeration.values);
  return [
    ...docComment(enumeration.comment),
    `export const ${name} = {`,
    ...values.map(([key, value]) => `  ${key}: ${value},`),
    "} as const;",
    `export type ${name} = ${values.map(([, value]) => value).join(" | ")};`,
  ].join("\n");
}

function messageType(message: protobuf.Type, comments: ReadonlyMap<string, string>): string {
  const comment = message.comment ?? comments.get(protocolName(message));
  const fields = message.fieldsArray.flatMap((field) => [
    ...docComment(field.comment, "  "),
    `  readonly ${field.name}${fieldType(field)};`,
  ]);
  const name = typeName(message);
  return fields.length === 0
    ? [...docComment(comment), `export type ${name} = Readonly<Record<string, never>>;`].join("\n")
    : [...docComment(comment), `export interface ${name} {`, ...fields, "}"].join("\n");
}

/** The optional fields are those that a message can lack; it has all others, if only as default. */
function fieldType(field: protobuf.Field): string {
  const { resolvedType } = field;
  const type = SCALAR_TYPES[field.type] ?? typeName(resolvedType);
  if (field.map) return `: Readonly<Record<string, ${type}>>`;
  if (field.repeated) return `: readonly ${type}[]`;
  const isOptional = field.type === "bytes" || resolvedType instanceof protobuf.Type || field.partOf !== null;
  return isOptional ? `?: ${type} | null | undefined` : `: ${type}`;
}

function serviceType({ name, comment, methodsArray }: protobuf.Service): string {
  const calls = methodsArray.flatMap((method) => {
    const [request, response] = [method.resolvedRequestType, method.resolvedResponseType].map(typeName);
    return [
      ...docComment(method.comment, "  "),
      `  ${method.name}(request: ${request}): Promise<${response}>;`,
    ];
  });
  return [...docComment(comment), `export interface ${name}Service {`, ...calls, "}"].join("\n");
}

function messageIndex(messages: readonly protobuf.Type[]): string {
  const entries = messages.flatMap((message) => {
    const name = protocolName(message);
    const key = name.includes(".") ? `"${name}"` : name;
    return [...docComment(message.comment, "  "), `  readonly ${key}: ${typeName(message)};`];
  });
  return [
    "/** The messages by their names in the protocol. */",
    "export interface ProtocolMessages {",
    ...entries,
    "}",
  ].join("\n");
}

/** The name in the package: `PlanResourceChange.Request`. */
function protocolName(object: protobuf.ReflectionObject): string {
  return object.fullName.split(".").slice(2).join(".");
}

/** The name as Terraform's own code has it: `PlanResourceChange_Request`. */
function typeName(object: protobuf.ReflectionObject | null): string {
  return object === null ? "never" : protocolName(object).replaceAll(".", "_");
}

function docComment(comment: string | null | undefined, indent = ""): string[] {
  if (comment === null || comment === undefined || comment === "") return [];
  const line = `${indent}/** ${comment.replaceAll("\n", " ")} */`;
  return line.length > COMMENT_COLUMNS_MAX
    ? [`${indent}/**`, `${indent} * ${comment}`, `${indent} */`]
    : [line];
}
