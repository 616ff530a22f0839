import { secretStatements } from "../../../modules/data/secret-access.ts";

describe("secretStatements", () => {
  it("allows reading these secrets, and decryption with their key through Secrets Manager only", () => {
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

  it("returns no statements without secrets, not even for the key", () => {
    expect(secretStatements([], "eu-west-1", "arn:key")).toEqual([]);
  });
});
