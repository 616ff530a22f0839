import fc from "fast-check";
import { planSecrets, planTask, repositoryArnOf } from "../../../modules/compute/task-plan.ts";

const URLS = { images: "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/images" };
const VALUES = {
  addresses: { db: "db.internal", cache: "cache.internal" },
  bucketNames: { input: "shop-input" },
  databaseSecretArns: { db: "arn:aws:secretsmanager:us-east-1:1:secret:rds!db-1" },
  secretArns: { key: "arn:aws:secretsmanager:us-east-1:1:secret:key-1" },
};

const owner = fc.constantFrom("terraform" as const, "ci" as const);
const countOwner = fc.constantFrom("terraform" as const, "ci" as const, "autoscaler" as const, undefined);

describe("planTask", () => {
  it("starts with the placeholder while the registry may be empty", () => {
    const plan = planTask({ image: { registry: "images" }, ownership: { image: "ci" } }, URLS);
    expect(plan).toMatchObject({ startsWith: "placeholder", image: `${URLS.images}:first` });
  });

  it("starts with the image if the spec has a tag or a URI", () => {
    const tagged = {
      image: { registry: "images", tag: "1.4.2" },
      ownership: { image: "terraform" as const },
    };
    expect(planTask(tagged, URLS)).toMatchObject({ startsWith: "image", image: `${URLS.images}:1.4.2` });
    const byUri = {
      image: { uri: "public.ecr.aws/nginx/nginx:1.27" },
      ownership: { image: "ci" as const },
    };
    expect(planTask(byUri, URLS)).toEqual({
      startsWith: "image",
      image: byUri.image.uri,
      ignoreChanges: ["task_definition"],
    });
  });

  it("ignores changes to exactly the attributes that Terraform does not own", () => {
    const scaling = { min: 1, max: 2, scaleInDisabled: false };
    fc.assert(
      fc.property(owner, countOwner, fc.boolean(), (image, desiredCount, scaled) => {
        const { ignoreChanges } = planTask(
          {
            image: { registry: "images" },
            ownership: { image, ...(desiredCount === undefined ? {} : { desiredCount }) },
            ...(scaled ? { scaling } : {}),
          },
          URLS,
        );
        const counts = desiredCount ?? (scaled ? "autoscaler" : "terraform");
        expect(ignoreChanges.includes("task_definition")).toBe(image === "ci");
        expect(ignoreChanges.includes("desired_count")).toBe(counts !== "terraform");
      }),
    );
  });

  it("throws for an unknown registry", () => {
    expect(() => planTask({ image: { registry: "other" }, ownership: { image: "ci" } }, URLS)).toThrow(
      "unknown store other",
    );
  });
});

describe("planSecrets", () => {
  it("references a secret by ARN, and a database's secret by ARN and JSON field", () => {
    const secrets = { PASSWORD: { store: "db", field: "password" as const }, API_KEY: "key" };
    expect(Object.entries(planSecrets({ secrets }, VALUES))).toEqual([
      ["API_KEY", { arn: VALUES.secretArns.key, valueFrom: VALUES.secretArns.key }],
      [
        "PASSWORD",
        {
          arn: VALUES.databaseSecretArns.db,
          valueFrom: `${VALUES.databaseSecretArns.db}:password::`,
        },
      ],
    ]);
  });
});

describe("repositoryArnOf", () => {
  it("returns the ARN for an ECR image with a tag or digest, and undefined for other images", () => {
    const arn = "arn:aws:ecr:eu-west-1:123456789012:repository/team/web";
    expect(repositoryArnOf("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:1.0")).toBe(arn);
    expect(repositoryArnOf("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web@sha256:ab")).toBe(arn);
    expect(repositoryArnOf("public.ecr.aws/nginx/nginx:1.27")).toBeUndefined();
  });
});
