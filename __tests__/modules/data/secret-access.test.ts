import { secretStatements } from "../../../modules/data/secret-access.ts";

describe("secretStatements", () => {
  it("reads these secrets, and opens their key through Secrets Manager only", () => {
    expect(secretStatements(["arn:db", "arn:api", "arn:db"], "eu-west-1", "arn:key")).toEqual([
      { sid: "ReadSecrets", actions: ["secretsmanager:GetSecretValue"], resources: ["arn:db", "arn:api"] },
      {
        sid: "OpenSecrets",
        actions: ["kms:Decrypt"],
        resources: ["arn:key"],
        conditions: { StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  it("gives nothing where there is nothing to read: not the key either", () => {
    expect(secretStatements([], "eu-west-1", "arn:key")).toEqual([]);
  });
});
