import { computedAfterCreate } from "../../computed-values/support.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));

describe("the computed values of databases", () => {
  it("a database has an endpoint, and a secret if AWS manages the password", () => {
    const secret = [
      "list",
      ["object", { kms_key_id: "string", secret_arn: "string", secret_status: "string" }],
    ] as const;
    const givenValues = {
      identifier: "main",
      engine: "postgres",
      engine_version: "15.13",
      manage_master_user_password: true,
    };
    const createdValues = computedAfterCreate("aws_db_instance", givenValues, {
      id: "string",
      resource_id: "string",
      arn: "string",
      address: "string",
      endpoint: "string",
      port: "number",
      hosted_zone_id: "string",
      parameter_group_name: "string",
      option_group_name: "string",
      master_user_secret: secret,
      engine_version_actual: "string",
    });
    expect(createdValues.engine_version_actual).toBe("15.13");
    const byMajor = computedAfterCreate(
      "aws_db_instance",
      { ...givenValues, engine_version: "15" },
      { engine_version_actual: "string" },
    );
    expect(byMajor.engine_version_actual).toMatch(/^15\.\d+$/);
    expect(createdValues).toMatchObject({
      resource_id: like("db-[A-Z2-7]{26}"),
      arn: "arn:aws:rds:us-east-1:123456789012:db:main",
      address: like("main\\.[0-9a-z]{12}\\.us-east-1\\.rds\\.amazonaws\\.com"),
      port: 5432,
      hosted_zone_id: "Z2R2ITUGPM61AM",
      parameter_group_name: "default.postgres15",
      option_group_name: "default:postgres-15",
      master_user_secret: [
        {
          secret_arn: like(
            `arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-${uuid}-[0-9A-Za-z]{6}`,
          ),
          secret_status: "active",
          kms_key_id: like(`arn:aws:kms:us-east-1:123456789012:key/${uuid}`),
        },
      ],
    });
    expect(createdValues.id).toBe(createdValues.resource_id);
    expect(createdValues.endpoint).toBe(`${createdValues.address}:5432`);
    expect(
      computedAfterCreate(
        "aws_db_instance",
        { ...givenValues, manage_master_user_password: null },
        { master_user_secret: secret },
      ).master_user_secret,
    ).toEqual([]);
  });
});
