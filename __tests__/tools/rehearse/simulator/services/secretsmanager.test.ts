import type { ObjectValue } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { existingResource } from "../computed-values/support.ts";
import { readDataSource } from "../data-sources/support.ts";

describe("the data sources of secrets", () => {
  it("never invent a secret's value", () => {
    const secret = existingResource("aws_secretsmanager_secret", "arn:s", { name: "api", arn: "arn:s" });
    const rejected = {
      apiError: {
        code: "ResourceNotFoundException",
        operation: "GetSecretValue",
        message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      },
    };
    expect(
      readDataSource("aws_secretsmanager_secret_version", { secret_id: "arn:s" }, ["secret_string"], secret),
    ).toEqual(rejected);
    const version = existingResource("aws_secretsmanager_secret_version", "arn:s|1", {
      secret_id: "arn:s",
      secret_string: "x",
    });
    expect(
      readDataSource(
        "aws_secretsmanager_secret_version",
        { secret_id: "arn:s" },
        ["secret_string"],
        secret,
        version,
      ),
    ).toEqual({ secret_string: "x" });
  });

  it("read the credentials that RDS manages from their secret", () => {
    const secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1";
    const owner = existingResource("aws_rds_cluster", "main", {
      master_username: "root",
      master_user_secret: [{ secret_arn }],
    });
    const version = readDataSource(
      "aws_secretsmanager_secret_version",
      { secret_id: secret_arn },
      ["secret_string"],
      owner,
    );
    expect(JSON.parse(String((version as ObjectValue).secret_string))).toMatchObject({ username: "root" });
  });
});
