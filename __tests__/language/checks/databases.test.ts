import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of databases", () => {
  itRejects(shop, [
    [
      "a database in a public tier",
      { stores: { db: { tier: "public" } } },
      'stores.db.tier: received "public"; allowed: an isolated or private tier: data must not be reachable from the internet. Fix: add a tier with access: "isolated".',
    ],
    [
      "a cache in a public tier",
      { stores: { cache: { tier: "public" } } },
      'stores.cache.tier: received "public"; allowed: an isolated or private tier: data must not be reachable from the internet. Fix: add a tier with access: "isolated".',
    ],
    [
      "a database and replicas in a network with one zone",
      {
        networks: { main: { zones: ["us-east-1a"] } },
        edge: { loadBalancers: null, domain: null },
        workloads: { web: { publish: null }, relay: { publish: null } },
        flows: [],
      },
      'stores.db.network: received "main"; allowed: a network with at least two zones, since an RDS subnet group spans two, even without a standby: main has one. Fix: add a zone to networks.main.',
      'stores.cache.network: received "main"; allowed: a network with at least two zones, since replicas are in another zone: main has one. Fix: add a zone to networks.main.',
    ],
    [
      "an instance class that does not support the version",
      { stores: { db: { instanceClass: "db.t2.micro" } } },
      'stores.db.instanceClass: received "db.t2.micro"; allowed: a class that supports PostgreSQL 15.13: a current t, m or r family. Fix: use a class such as "db.t4g.micro".',
    ],
    [
      "too little storage for io2",
      { stores: { db: { storageType: "io2" } } },
      'stores.db.storageGiB: received 20; allowed: at least 100 GiB with io2. Fix: use 100, or storageType: "gp3".',
    ],
    [
      "maximum storage too close to the storage",
      { stores: { db: { maxStorageGiB: 21 } } },
      "stores.db.maxStorageGiB: received 21; allowed: at least 10 percent more than storageGiB (20). Fix: use 22 or more.",
    ],
    [
      "a backup window that is too short",
      { stores: { db: { backupWindow: "03:00-03:20" } } },
      'stores.db.backupWindow: received "03:00-03:20"; allowed: a window of at least 30 minutes. Fix: extend it.',
    ],
    [
      "a maintenance window that is too short",
      { stores: { db: { maintenanceWindow: "sun:23:50-mon:00:10" } } },
      'stores.db.maintenanceWindow: received "sun:23:50-mon:00:10"; allowed: a window of at least 30 minutes. Fix: extend it.',
    ],
    [
      "a maintenance window that overlaps the backup window",
      { stores: { db: { backupWindow: "23:30-00:30", maintenanceWindow: "sat:00:00-sat:01:00" } } },
      'stores.db.maintenanceWindow: received "sat:00:00-sat:01:00"; allowed: a window that does not overlap backupWindow (23:30-00:30). Fix: move one of them.',
    ],
    [
      "windows of a cache that are too short",
      { stores: { cache: { snapshotWindow: "02:00-02:59", maintenanceWindow: "sun:06:00-sun:06:30" } } },
      'stores.cache.snapshotWindow: received "02:00-02:59"; allowed: a window of at least 60 minutes. Fix: extend it.',
      'stores.cache.maintenanceWindow: received "sun:06:00-sun:06:30"; allowed: a window of at least 60 minutes. Fix: extend it.',
    ],
    [
      "windows of a cache that overlap",
      { stores: { cache: { maintenanceWindow: "tue:02:30-tue:03:30" } } },
      'stores.cache.maintenanceWindow: received "tue:02:30-tue:03:30"; allowed: a window that does not overlap snapshotWindow (02:00-03:00). Fix: move one of them.',
    ],
    [
      "a node type without encryption",
      { stores: { cache: { nodeType: "cache.t1.micro" } } },
      'stores.cache.nodeType: received "cache.t1.micro"; allowed: a node type with encryption and failover, which the t1, m1, m2 and c1 families lack. Fix: use a type such as "cache.t4g.micro".',
    ],
  ]);
});
