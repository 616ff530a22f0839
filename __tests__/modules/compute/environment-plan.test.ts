import { planEnvironment, planReadableSecrets } from "../../../modules/compute/environment-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const VALUES = {
  addresses: { db: "db.internal", cache: "cache.internal" },
  bucketNames: { input: "shop-input" },
  databaseSecretArns: { db: "arn:aws:secretsmanager:us-east-1:1:secret:rds!db-1" },
  secretArns: { key: "arn:aws:secretsmanager:us-east-1:1:secret:key-1" },
};

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

describe("planEnvironment with a private zone", () => {
  it("resolves a private name in the zone of the store's network", () => {
    const change = { networks: { main: { privateZone: "shop.internal" } } };
    const environment = { HOST: { store: "db", attribute: "privateName" as const } };
    expect(planEnvironment({ environment }, cybershieldIn("prod", change), VALUES)).toEqual({
      HOST: "db.shop.internal",
    });
    expect(() => planEnvironment({ environment }, cybershieldIn("prod"), VALUES)).toThrow(
      "missing: the private name of db",
    );
  });
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
