import fc from "fast-check";
import {
  planEnvironment,
  planReadableSecrets,
  planSecrets,
  planTask,
  repositoryArnOf,
} from "../../../modules/compute/task-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

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

describe("planEnvironment", () => {
  it("resolves attributes of stores, sorted by name", () => {
    const platform = cybershieldIn("prod", { stores: { input: { kind: "bucket" } } });
    const environment = {
      USER: { store: "db", attribute: "username" as const },
      PORT: "8000",
      HOST: { store: "db", attribute: "address" as const },
      DB_PORT: { store: "db", attribute: "port" as const },
      DB: { store: "db", attribute: "name" as const },
      DB_IAM: { store: "db", attribute: "iamUser" as const },
      CACHE: { store: "cache", attribute: "name" as const },
      CACHE_IAM: { store: "cache", attribute: "iamUser" as const },
      BUCKET: { store: "input", attribute: "name" as const },
      SECRET_ARN: { store: "db", attribute: "secretArn" as const },
    };
    const planned = planEnvironment({ environment }, platform, VALUES);
    expect(Object.entries(planned)).toEqual([
      ["BUCKET", "shop-input"],
      ["CACHE", "cybershield-redis"],
      ["CACHE_IAM", "cybershield-app"],
      ["DB", "cybershield"],
      ["DB_IAM", "cybershield_app"],
      ["DB_PORT", "5432"],
      ["HOST", "db.internal"],
      ["PORT", "8000"],
      ["SECRET_ARN", VALUES.databaseSecretArns.db],
      ["USER", "cybershield"],
    ]);
  });

  it.each([
    ["cache", "username"],
    ["input", "port"],
    ["input", "iamUser"],
  ] as const)(
    "throws for an attribute that a store does not have: store %s, attribute %s",
    (store, attribute) => {
      const platform = cybershieldIn("prod", { stores: { input: { kind: "bucket" } } });
      const values = { ...VALUES, bucketNames: { ...VALUES.bucketNames, cache: "no-bucket" } };
      expect(() => planEnvironment({ environment: { X: { store, attribute } } }, platform, values)).toThrow(
        new RangeError(`store ${store} has no ${attribute}`),
      );
    },
  );
});

describe("planReadableSecrets", () => {
  const known = { databaseSecretArns: { db: "arn:db", books: "arn:books", other: "arn:other" } };

  it("returns the secret of each database whose secretArn is in the environment, once", () => {
    const environment = {
      PORT: "8000",
      SECRET_ARN: { store: "db", attribute: "secretArn" as const },
      SAME: { store: "db", attribute: "secretArn" as const },
      BOOKS: { store: "books", attribute: "secretArn" as const },
      OTHER_HOST: { store: "other", attribute: "address" as const },
    };
    expect(planReadableSecrets({ environment }, known)).toEqual(["arn:books", "arn:db"]);
    expect(planReadableSecrets({ environment: { PORT: "8000" } }, known)).toEqual([]);
  });

  it("throws for a store that is not a database", () => {
    const environment = { X: { store: "cache", attribute: "secretArn" as const } };
    expect(() => planReadableSecrets({ environment }, known)).toThrow("unknown store cache");
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
