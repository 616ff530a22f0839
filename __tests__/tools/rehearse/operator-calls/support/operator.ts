import { join } from "node:path";
import { OperatorCalls } from "../../../../../tools/rehearse/operator-calls/operator-calls.ts";
import { SimulatedAccount } from "../../../../../tools/rehearse/simulator/simulated-account.ts";
import type { SimulatedResource } from "../../../../../tools/rehearse/simulator/simulator-types.ts";
import type { AwsRequest } from "../../../../../tools/rehearse/state-backend/aws-request.ts";
import { makeTemporaryFolder } from "../../../../../tools/terraform/temporary-folder.ts";

const REGION = "us-east-1";
const ACCOUNT_ID = "123456789012";

/** A resource in the operator's region. */
export function resource(type: string, id: string, values: SimulatedResource["values"]): SimulatedResource {
  return { type, id, region: REGION, values: { id, ...values } };
}

/** An operator of a simulated account. */
export interface Operator {
  readonly account: SimulatedAccount;
  /** Calls an operation of a JSON service, and returns its response. */
  json(service: string, operation: string, parameters: object): unknown;
  /** Calls an operation of a query service, and returns its XML; undefined if there is none. */
  query(
    service: string,
    operation: string,
    parameters?: Readonly<Record<string, string>>,
  ): string | undefined;
}

/** Gives `work` an operator of an account with the given resources. */
export async function withOperator(
  resources: readonly SimulatedResource[],
  work: (operator: Operator) => void,
): Promise<void> {
  const folder = makeTemporaryFolder("drydock-operator");
  const account = await SimulatedAccount.open(join(folder.path, "account.json"), ACCOUNT_ID);
  try {
    for (const each of resources) account.put(each);
    const calls = new OperatorCalls(account);
    const send = (service: string, headers: AwsRequest["headers"], body: string) =>
      calls
        .handle(
          {
            method: "POST",
            target: { service: "other", name: service, host: "aws.rehearsal.internal" },
            query: new URLSearchParams(),
            headers,
            signer: { accessKeyId: "AKIAREHEARSAL0000000", region: REGION, service },
            body: Buffer.from(body),
          },
          "request-1",
        )
        ?.body.toString();
    work({
      account,
      json: (service, operation, parameters) => {
        const body = send(service, { "x-amz-target": `Any.${operation}` }, JSON.stringify(parameters));
        return body === undefined ? undefined : JSON.parse(body);
      },
      query: (service, operation, parameters = {}) =>
        send(service, {}, new URLSearchParams({ Action: operation, Version: "1", ...parameters }).toString()),
    });
  } finally {
    await account.flush();
    await folder.remove();
  }
}
