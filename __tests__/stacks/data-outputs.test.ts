import { cybershieldIn } from "../support/platforms.ts";
import { outputValues, parseStackJson, synthesize } from "../support/synth.ts";

const NAME = "cybershield-prod-data";
const prod = parseStackJson(synthesize(cybershieldIn("prod")), NAME);

describe("the data stack's outputs", () => {
  it("publish addresses, ARNs and the key, but no secret values", () => {
    expect(Object.keys(outputValues(prod)).sort()).toEqual([
      "addresses",
      "bucket_arns",
      "bucket_names",
      "data_key_arn",
      "database_resource_ids",
      "database_secret_arns",
      "registry_arns",
      "registry_urls",
      "secret_arns",
    ]);
    expect(prod.output!.addresses!.value).toEqual({
      db: expect.stringMatching(/^\$\{aws_db_instance\..+\.address\}$/),
      cache: expect.stringMatching(/^\$\{aws_elasticache_replication_group\..+\.primary_endpoint_address\}$/),
    });
    expect(prod.output!.database_secret_arns!.value).toEqual({
      db: expect.stringMatching(/^\$\{aws_db_instance\..+\.master_user_secret\[0\]\.secret_arn\}$/),
    });
    expect(prod.output!.data_key_arn!.value).toMatch(/^\$\{aws_kms_key\.data-key_\w+\.arn\}$/);
    const images = (attribute: string) =>
      expect.stringMatching(new RegExp(`^\\$\\{aws_ecr_repository\\..+\\.${attribute}\\}$`));
    expect(prod.output!.registry_urls!.value).toEqual({ images: images("repository_url") });
    expect(prod.output!.registry_arns!.value).toEqual({ images: images("arn") });
    for (const [name, arn] of Object.entries(prod.output!.secret_arns!.value as Record<string, string>)) {
      expect(arn).toMatch(new RegExp(`^\\$\\{aws_secretsmanager_secret\\.${name}-secret_\\w+\\.arn\\}$`));
    }
    expect(Object.keys(prod.output!.secret_arns!.value as object)).toHaveLength(4);
  });

  it("publish a bucket's name and ARN by its policy", () => {
    const json = parseStackJson(
      synthesize(cybershieldIn("prod", { stores: { files: { kind: "bucket" } } })),
      NAME,
    );
    const policy = /\$\{aws_s3_bucket_policy\.files-bucket_policy_\w+\.bucket\}$/;
    expect(json.output!.bucket_names!.value).toEqual({ files: expect.stringMatching(policy) });
    expect(json.output!.bucket_arns!.value).toEqual({ files: expect.stringMatching(policy) });
    expect((json.output!.bucket_arns!.value as { files: string }).files).toMatch(/^arn:aws:s3:::/);
  });
});
