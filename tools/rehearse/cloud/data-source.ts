import type { TypeSchema } from "./backend.ts";
import { conformObject } from "./conform.ts";
import type { AnswerLookup, CallContext } from "./contracts.ts";
import { errorDiagnostic, lookupRefused } from "./diagnostics.ts";
import { decodeObject, encodeDynamic } from "./protocol/codec.ts";
import {
  type Diagnostic,
  type OpenEphemeralRequest,
  type OpenEphemeralResponse,
  type ReadDataSourceRequest,
  type ReadDataSourceResponse,
  SEVERITY,
} from "./protocol/messages.ts";
import { DEAD_PROXY } from "./provider-process.ts";
import type { Session } from "./sessions.ts";
import { callContext, providerSchema, regionOf, type Simulation } from "./simulation.ts";
import type { ObjectValue } from "./value.ts";

/**
 * Reads a data source: from the simulation, which knows what AWS would be asked for, and else from the
 * provider, which has those that need no AWS (`aws_iam_policy_document`).
 */
export async function readDataSource(
  simulation: Simulation,
  session: Session,
  request: ReadDataSourceRequest,
): Promise<ReadDataSourceResponse> {
  const { typeName } = request;
  const schema = await providerSchema(simulation);
  const source = schema.dataSource(typeName);
  if (source === undefined) throw new Error(`the provider has no data source ${typeName}`);
  const config = decodeObject(request.config) ?? {};
  const { backend, settings } = session.configured;
  const context = callContext(simulation, regionOf(config, source.block, settings));
  const isMade = (type: string) => schema.resource(type) !== undefined;
  const answer = lookUp(simulation, typeName, config, source, context, isMade);
  if (answer !== undefined) return { state: null, diagnostics: [], ...answer };
  const response = await backend.readDataSource(request);
  return { ...response, diagnostics: explained(response.diagnostics, `data source ${typeName}`) };
}

/** Opens an ephemeral resource, which is looked up as the data source of its name is. */
export async function openEphemeral(
  simulation: Simulation,
  session: Session,
  request: OpenEphemeralRequest,
): Promise<OpenEphemeralResponse> {
  const { typeName } = request;
  const schema = await providerSchema(simulation);
  const source = schema.ephemeral(typeName);
  if (source === undefined) throw new Error(`the provider has no ephemeral resource ${typeName}`);
  const config = decodeObject(request.config) ?? {};
  const { backend, settings } = session.configured;
  const context = callContext(simulation, regionOf(config, source.block, settings));
  const isMade = (type: string) => schema.resource(type) !== undefined;
  const answer = lookUp(simulation, typeName, config, source, context, isMade);
  if (answer !== undefined) return { result: answer.state ?? null, diagnostics: answer.diagnostics ?? [] };
  const response = await backend.openEphemeral(request);
  return { ...response, diagnostics: explained(response.diagnostics, `ephemeral resource ${typeName}`) };
}

function lookUp(
  { knowledge }: Simulation,
  type: string,
  config: ObjectValue,
  { block }: TypeSchema,
  context: CallContext,
  isMade: (type: string) => boolean,
): Partial<ReadDataSourceResponse> | undefined {
  const answer = knowledge.answerLookup(type, config, block, context, isMade);
  if (answer === undefined) return undefined;
  if (isRefusal(answer)) return { diagnostics: [lookupRefused(type, answer.refusal)] };
  return { state: encodeDynamic(conformObject(answer, block)) };
}

type Answer = NonNullable<ReturnType<AnswerLookup>>;

/** Whether a look-up was refused. */
export function isRefusal(answer: Answer): answer is Extract<Answer, { refusal: object }> {
  const { refusal } = answer;
  return typeof refusal === "object" && refusal !== null && "code" in refusal && "operation" in refusal;
}

/** A failed call to AWS becomes a plain word about what the simulation does not know. */
function explained(diagnostics: readonly Diagnostic[], what: string): readonly Diagnostic[] {
  const deadEnd = new URL(DEAD_PROXY).host;
  return diagnostics.map((diagnostic) => {
    const { severity, summary, detail } = diagnostic;
    const reason = [summary, detail].find((text) => text.includes(deadEnd));
    if (severity !== SEVERITY.error || reason === undefined) return diagnostic;
    const host = /https?:\/\/[^\s/":]+/.exec(reason)?.[0] ?? "AWS";
    return errorDiagnostic(
      `The rehearsal cannot answer the ${what}`,
      `It asks AWS (${host}), and the simulated AWS has no answer to it. Everything else of the provider works as it does against AWS.`,
    );
  });
}
