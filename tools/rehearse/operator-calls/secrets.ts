import { randomUUID } from "node:crypto";
import type { SimulatedAccount } from "../simulator/simulated-account.ts";
import {
  type ApiCall,
  type JsonOperation,
  type JsonParameters,
  rejectedCall,
  resourcesOfCall,
  textParameter,
} from "./api-call.ts";

/** One value of a secret. */
interface SecretVersion {
  readonly id: string;
  readonly text: string;
}

/** The staging label of a secret's newest value. */
const CURRENT = "AWSCURRENT";
/** The staging labels of a secret's newest value and of the one before. */
const STAGES: readonly string[] = [CURRENT, "AWSPREVIOUS"];

/**
 * The values of secrets that people and CI set. They are kept in memory only, beside the account's
 * file, and are forgotten with their secret.
 */
export class SecretValues {
  /** The newest values first, by the secret's ARN. */
  readonly #versions = new Map<string, readonly SecretVersion[]>();

  constructor(account: SimulatedAccount) {
    account.onRemoved(({ type, id }) => {
      if (type === "aws_secretsmanager_secret") this.#versions.delete(id);
    });
  }

  /** The operations of Secrets Manager that set and read a value. */
  readonly operations: Readonly<Record<string, JsonOperation>> = {
    PutSecretValue: (call) => this.#put(call),
    GetSecretValue: (call) => this.#get(call),
  };

  /** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
  #put(call: ApiCall<JsonParameters>): object {
    const { arn, name } = findSecret(call);
    const text = textParameter(call.parameters, "SecretString");
    if (text === undefined) {
      throw rejectedCall("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
    }
    const version = { id: textParameter(call.parameters, "ClientRequestToken") ?? randomUUID(), text };
    this.#versions.set(arn, [version, ...(this.#versions.get(arn) ?? [])]);
    return { ARN: arn, Name: name, VersionId: version.id, VersionStages: [CURRENT] };
  }

  /** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
  #get(call: ApiCall<JsonParameters>): object {
    const { arn, name } = findSecret(call);
    const stage = textParameter(call.parameters, "VersionStage") ?? CURRENT;
    const version = this.#versions.get(arn)?.[STAGES.indexOf(stage)];
    if (version === undefined) {
      const what = `the specified secret value for staging label: ${stage}`;
      throw rejectedCall("ResourceNotFoundException", `Secrets Manager can't find ${what}`);
    }
    return {
      ARN: arn,
      Name: name,
      VersionId: version.id,
      SecretString: version.text,
      VersionStages: [stage],
    };
  }
}

function findSecret(call: ApiCall<JsonParameters>): { readonly arn: string; readonly name: string } {
  const id = textParameter(call.parameters, "SecretId") ?? "";
  const secret = resourcesOfCall(call, "aws_secretsmanager_secret").find(({ values }) =>
    [values.arn, values.name].includes(id),
  );
  if (secret === undefined) {
    throw rejectedCall("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }
  return { arn: String(secret.values.arn), name: String(secret.values.name) };
}
