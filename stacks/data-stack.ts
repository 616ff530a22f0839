import type { Construct } from "constructs";
import { compact } from "../language/compact.ts";
import { networkNameOf } from "../language/endpoints.ts";
import type { RegionalView } from "../language/regional-view.ts";
import { defined, required } from "../language/required.ts";
import type { Store } from "../language/stores.ts";
import { LongTermBackup } from "../modules/data/backup.ts";
import type { BucketGrant } from "../modules/data/bucket-access.ts";
import { fleetsKeyStatements, Key } from "../modules/data/key.ts";
import { MonitoringRole } from "../modules/data/monitoring-role.ts";
import { PostgresDatabase } from "../modules/data/postgres.ts";
import { PrivateBucket } from "../modules/data/private-bucket.ts";
import { RedisCache } from "../modules/data/redis.ts";
import { ImageRegistry } from "../modules/data/registry.ts";
import { Secret } from "../modules/data/secret.ts";
import { BucketUser } from "../modules/data/user.ts";
import {
  backupVaultName,
  bucketName,
  pathName,
  platformPrefix,
  regionalKey,
  resourceName,
} from "../modules/names.ts";
import { StoreNames } from "../modules/network/dns.ts";
import { planStoreNames } from "../modules/network/private-name-plan.ts";
import {
  dataOutputSchema,
  type NetworkOutputs,
  networkOutputSchema,
  tierSubnetIds,
} from "./output-schemas.ts";
import { PlatformStack } from "./platform-stack.ts";
import { publishStackOutputs, readStackOutputs } from "./stack-outputs.ts";

/** The stack whose outputs a data stack reads. */
export interface DataStackProducers {
  /** Subnets, security groups and the key for logs. */
  readonly network: PlatformStack;
}

/** The stores: databases, caches, buckets, image registries, secrets, and long-term backups. */
export class DataStack extends PlatformStack {
  readonly #network: NetworkOutputs;
  readonly #key: Key;

  constructor(scope: Construct, platform: RegionalView, producers: DataStackProducers) {
    super(scope, platform, "data");
    this.#network = readStackOutputs(this, producers.network, networkOutputSchema(platform));
    this.#key = new Key(this, "data-key", {
      alias: `${platformPrefix(platform)}-data`,
      description: `Data at rest of ${platformPrefix(platform)}`,
      account: platform.account,
      statements: hasFleets(platform) ? fleetsKeyStatements(platform.account) : [],
      protected: platform.protected,
    });
    const databases = this.#createDatabases();
    const caches = this.#createEach("redis", (name, store) => this.#createCache(name, store));
    const buckets = this.#createEach("bucket", (name, store) => this.#createBucket(name, store));
    const registries = this.#createEach("registry", (name, store) => this.#createRegistry(name, store));
    const secrets = this.#createEach("secret", (name, store) => this.#createSecret(name, store));
    this.#createUsers(buckets);
    const backup = this.#createBackup(databases, buckets);
    const addresses = { ...pick(databases, "address"), ...pick(caches, "address") };
    this.#createNames(addresses);
    publishStackOutputs(this, dataOutputSchema(platform), {
      dataKeyArn: this.#key.arn,
      addresses,
      databaseSecretArns: pick(databases, "secretArn"),
      ...compact({ databaseResourceIds: this.#resourceIdsForLogins(databases) }),
      registryUrls: pick(registries, "url"),
      registryArns: pick(registries, "arn"),
      secretArns: pick(secrets, "arn"),
      bucketNames: pick(buckets, "name"),
      bucketArns: pick(buckets, "arn"),
      ...compact({ backupPlanId: backup?.planId, backupRoleArn: backup?.roleArn }),
    });
  }

  /** Creates one construct for each store of a kind, keyed by the store's name. */
  #createEach<K extends Store["kind"], C>(
    kind: K,
    create: (name: string, store: Extract<Store, { kind: K }>) => C,
  ): Readonly<Record<string, C>> {
    const isOfKind = (store: Store): store is Extract<Store, { kind: K }> => store.kind === kind;
    return Object.fromEntries(
      Object.entries(this.platform.stores).flatMap(([name, store]) =>
        isOfKind(store) ? [[name, create(name, store)]] : [],
      ),
    );
  }

  #createDatabases(): Readonly<Record<string, PostgresDatabase>> {
    const monitored = Object.values(this.platform.stores).some(
      (store) => store.kind === "postgres" && store.monitoringIntervalSeconds > 0,
    );
    const role = monitored
      ? new MonitoringRole(this, "database-monitoring", {
          name: resourceName(this.platform, regionalKey(this.platform, "database-monitoring")),
          account: this.platform.account,
        })
      : undefined;
    return this.#createEach(
      "postgres",
      (name, store) =>
        new PostgresDatabase(this, `${name}-database`, {
          name: resourceName(this.platform, name, store.name),
          store,
          ...this.#placement(name, store),
          monitoringRoleArn: store.monitoringIntervalSeconds > 0 ? role?.arn : undefined,
        }),
    );
  }

  #createNames(addresses: Readonly<Record<string, string>>): void {
    const plans = planStoreNames(this.platform);
    if (plans.length === 0) return;
    new StoreNames(this, "store-names", { plans, zoneIds: this.#network.privateZoneIds, addresses });
  }

  /** Resource IDs of the databases with an `iamUser`; undefined without any. */
  #resourceIdsForLogins(
    databases: Readonly<Record<string, PostgresDatabase>>,
  ): Readonly<Record<string, string>> | undefined {
    const schema = dataOutputSchema(this.platform);
    if (!("databaseResourceIds" in schema)) return undefined;
    const names = schema.databaseResourceIds.textBy;
    return Object.fromEntries(names.map((name) => [name, required(databases, name).resourceId]));
  }

  #createCache(name: string, store: Extract<Store, { kind: "redis" }>): RedisCache {
    return new RedisCache(this, `${name}-cache`, {
      name: resourceName(this.platform, name, store.name),
      logPath: pathName(this.platform, name),
      store,
      ...this.#placement(name, store),
    });
  }

  /** The subnets, security group and encryption keys of a database or cache. */
  #placement(name: string, store: { readonly network?: string | undefined; readonly tier: string }) {
    const network = defined(networkNameOf(this.platform, store), `the network of ${name}`);
    return {
      subnetIds: tierSubnetIds(this.platform, this.#network, network, store.tier),
      securityGroupId: required(this.#network.securityGroupIds, name),
      dataKeyArn: this.#key.arn,
      logsKeyArn: this.#network.logsKeyArn,
      protected: this.platform.protected,
    };
  }

  #createBucket(name: string, store: Extract<Store, { kind: "bucket" }>): PrivateBucket {
    return new PrivateBucket(this, `${name}-bucket`, {
      name: bucketName(this.platform, name, store.name),
      keyArn: this.#key.arn,
      retention: { oldVersionDays: store.oldVersionDays },
      protected: this.platform.protected,
    });
  }

  #createRegistry(name: string, store: Extract<Store, { kind: "registry" }>): ImageRegistry {
    return new ImageRegistry(this, `${name}-registry`, {
      name: pathName(this.platform, name, store.name),
      store,
      dataKeyArn: this.#key.arn,
      protected: this.platform.protected,
    });
  }

  #createSecret(name: string, store: Extract<Store, { kind: "secret" }>): Secret {
    return new Secret(this, `${name}-secret`, {
      name: pathName(this.platform, name, store.name),
      description: store.description,
      dataKeyArn: this.#key.arn,
      protected: this.platform.protected,
    });
  }

  #createUsers(buckets: Readonly<Record<string, PrivateBucket>>): void {
    for (const [name, user] of Object.entries(this.platform.users)) {
      const grants = user.buckets.map(
        (grant): BucketGrant => ({ ...grant, bucketArn: required(buckets, grant.bucket).arn }),
      );
      new BucketUser(this, `${name}-user`, {
        name: resourceName(this.platform, name, user.name),
        grants,
        region: this.platform.region,
        dataKeyArn: this.#key.arn,
        protected: this.platform.protected,
      });
    }
  }

  #createBackup(
    databases: Readonly<Record<string, PostgresDatabase>>,
    buckets: Readonly<Record<string, PrivateBucket>>,
  ): LongTermBackup | undefined {
    const { backup, account } = this.platform;
    if (backup === undefined) return undefined;
    return new LongTermBackup(this, "backup", {
      name: backupVaultName(this.platform),
      account,
      backup,
      storeArns: backup.stores.map((name) => required({ ...databases, ...buckets }, name).arn),
      withBuckets: backup.stores.some((name) => buckets[name] !== undefined),
      dataKeyArn: this.#key.arn,
      protected: this.platform.protected,
    });
  }
}

function hasFleets({ workloads }: RegionalView): boolean {
  return Object.values(workloads).some(({ kind }) => kind === "fleet");
}

/** Maps each entry to one of its properties. */
function pick<K extends string>(
  things: Readonly<Record<string, Readonly<Record<K, string>>>>,
  property: K,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, thing[property]]));
}
