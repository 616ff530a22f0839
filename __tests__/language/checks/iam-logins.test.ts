import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

const DATABASE_LOGIN = { web: { environment: { DATABASE_IAM_USER: { store: "db", attribute: "iamUser" } } } };
const CACHE_LOGIN = { web: { environment: { REDIS_IAM_USER: { store: "cache", attribute: "iamUser" } } } };

describe("checks of IAM logins", () => {
  itRejects(shop, [
    [
      "a database's user that no service logs in as",
      { stores: { db: { iamUser: "web" } } },
      'stores.db.iamUser: received "web"; allowed: a user that a service logs in as: no service has it in its environment. Fix: add environment: { DATABASE_IAM_USER: { store: "db", attribute: "iamUser" } } to a service, or remove it.',
    ],
    [
      "a login to a store without a user",
      { workloads: CACHE_LOGIN },
      'workloads.web.environment.REDIS_IAM_USER.attribute: received "iamUser"; allowed: an attribute of cache: it has no iamUser. Fix: set stores.cache.iamUser.',
    ],
    [
      "a login without a flow",
      {
        stores: {
          other: {
            kind: "redis",
            tier: "database",
            version: "7.1",
            nodeType: "cache.t3.micro",
            iamUser: "web",
          },
        },
        workloads: {
          web: { environment: { REDIS_IAM_USER: { store: "other", attribute: "iamUser" } } },
        },
      },
      'workloads.web.environment.REDIS_IAM_USER.store: received "other"; allowed: a login to a store that web has a flow to. Fix: add flow("web", "other"), or remove this.',
    ],
    [
      "the administrator as the user",
      { stores: { db: { iamUser: "drydock" } }, workloads: DATABASE_LOGIN },
      'stores.db.iamUser: received "drydock"; allowed: a user other than the administrator (username "drydock"), who logs in with the password. Fix: use a name such as "drydock_iam".',
    ],
    [
      "a reserved user",
      { stores: { db: { iamUser: "rdsadmin" } }, workloads: DATABASE_LOGIN },
      'stores.db.iamUser: received "rdsadmin"; allowed: a user name that RDS for PostgreSQL does not reserve. Fix: use a name such as "app_iam".',
    ],
    [
      "a login to Redis 6.2",
      { stores: { cache: { iamUser: "web", version: "6.2" } }, workloads: CACHE_LOGIN },
      'stores.cache.iamUser: received "web"; allowed: none with Redis 6.2: ElastiCache supports IAM login from version 7.0. Fix: set version: "7.1", or remove it.',
    ],
  ]);
});
