import { startPlanTimeApi } from "../../../../tools/rehearse/simulator/plan-time-api.ts";
import { openAddresses } from "../../../support/open-addresses.ts";

describe("the endpoint for the provider's calls at plan time", () => {
  it("accepts connections on 127.0.0.1 only, until it is stopped", async () => {
    const api = await startPlanTimeApi();
    const port = Number(new URL(api.env.AWS_ENDPOINT_URL_SFN!).port);
    expect(await openAddresses(port)).toEqual(["127.0.0.1"]);
    api.stop();
    expect(await openAddresses(port)).toEqual([]);
  });
});

describe("the AWS calls that the provider makes while planning", () => {
  async function ask(target: string, body: object): Promise<unknown> {
    const questions = await startPlanTimeApi();
    try {
      const headers = { "x-amz-target": target };
      const url = questions.env.AWS_ENDPOINT_URL_SFN ?? "";
      return await (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
    } finally {
      questions.stop();
    }
  }

  const validate = (definition: string) =>
    ask("AWSStepFunctions.ValidateStateMachineDefinition", { definition, type: "STANDARD" });

  it("validate a state machine", async () => {
    expect(await validate('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}')).toEqual({
      result: "OK",
      diagnostics: [],
    });
    expect(await validate('{"States":{}}')).toMatchObject({
      result: "FAIL",
      diagnostics: [
        { code: "SCHEMA_VALIDATION_FAILED", message: 'The field "StartAt" is required but was missing' },
      ],
    });
    expect(await validate("{")).toMatchObject({ diagnostics: [{ code: "INVALID_JSON_DESCRIPTION" }] });
  });

  it("reject every other operation", async () => {
    expect(await ask("AWSStepFunctions.CreateStateMachine", {})).toMatchObject({
      __type: "UnknownOperationException",
    });
  });
});
