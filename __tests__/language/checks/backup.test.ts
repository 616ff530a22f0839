import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of the backup", () => {
  itRejects(shop, [
    [
      "a backup of a cache",
      { backup: { stores: ["cache"] } },
      'backup.stores[0]: received "cache"; allowed: a store of kind postgres or bucket: db or files. Fix: use one of them.',
    ],
    [
      "a duplicate store",
      { backup: { stores: ["db", "db"] } },
      'backup.stores[1]: received "db"; allowed: each store only once. Fix: remove the duplicate.',
    ],
    [
      "a backup without stores and servers",
      { backup: { stores: [] } },
      'backup: received {"stores":[],"servers":[]}; allowed: at least one store or server. Fix: add stores: ["db"], or remove backup.',
    ],
    [
      "a backup of a fleet, whose instances are replaced",
      { backup: { servers: ["workers"] } },
      'backup.servers[0]: received "workers"; allowed: a workload of kind server: relay. Fix: use "relay".',
    ],
    [
      "a duplicate server",
      { backup: { servers: ["relay", "relay"] } },
      'backup.servers[1]: received "relay"; allowed: each server only once. Fix: remove the duplicate.',
    ],
    [
      "a schedule with five fields",
      { backup: { schedule: "cron(0 5 1 * ?)" } },
      'backup.schedule: received "cron(0 5 1 * ?)"; allowed: six fields (minutes, hours, day of month, month, day of week, year) with ? for exactly one of the two days. Fix: write it as "cron(0 7 1 * ? *)".',
    ],
    [
      "a schedule with both day of month and day of week",
      { backup: { schedule: "cron(0 5 1 * * *)" } },
      'backup.schedule: received "cron(0 5 1 * * *)"; allowed: six fields (minutes, hours, day of month, month, day of week, year) with ? for exactly one of the two days. Fix: write it as "cron(0 7 1 * ? *)".',
    ],
    [
      "an invalid hour",
      { backup: { schedule: "cron(0 25 1 * ? *)" } },
      'backup.schedule: received "cron(0 25 1 * ? *)"; allowed: minutes from 0 to 59, hours from 0 to 23, days of the week from 1 (SUN) to 7 (SAT). Fix: write it as "cron(0 7 1 * ? *)".',
    ],
    [
      "an invalid minute",
      { backup: { schedule: "cron(60 7 1 * ? *)" } },
      'backup.schedule: received "cron(60 7 1 * ? *)"; allowed: minutes from 0 to 59, hours from 0 to 23, days of the week from 1 (SUN) to 7 (SAT). Fix: write it as "cron(0 7 1 * ? *)".',
    ],
    [
      "an invalid day of the week",
      { backup: { schedule: "cron(0 7 ? * SONNTAG *)" } },
      'backup.schedule: received "cron(0 7 ? * SONNTAG *)"; allowed: minutes from 0 to 59, hours from 0 to 23, days of the week from 1 (SUN) to 7 (SAT). Fix: write it as "cron(0 7 1 * ? *)".',
    ],
    [
      "a monthly time that may fall into the database's maintenance window",
      { backup: { schedule: "cron(0 5 1 * ? *)" } },
      'backup.schedule: received "cron(0 5 1 * ? *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.maintenanceWindow (sun:04:30-sun:05:30), or the hour before. Fix: write it as "cron(0 6 1 * ? *)", or move the window.',
    ],
    [
      "a time in the hour before the database's own backup window",
      { backup: { schedule: "cron(0 2 ? * MON *)" } },
      'backup.schedule: received "cron(0 2 ? * MON *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.backupWindow (03:00-04:00), or the hour before. Fix: write it as "cron(0 4 ? * MON *)", or move the window.',
    ],
    [
      "a start window that overlaps that hour by a minute",
      { backup: { schedule: "cron(1 1 1 * ? *)" } },
      'backup.schedule: received "cron(1 1 1 * ? *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.backupWindow (03:00-04:00), or the hour before. Fix: write it as "cron(1 6 1 * ? *)", or move the window.',
    ],
    [
      "a maintenance window that overlaps the start window across the week's end",
      {
        stores: { db: { maintenanceWindow: "mon:00:15-mon:00:45" } },
        backup: { schedule: "cron(30 22 ? * 1 *)" },
      },
      'backup.schedule: received "cron(30 22 ? * 1 *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.maintenanceWindow (mon:00:15-mon:00:45), or the hour before. Fix: write it as "cron(30 0 ? * 1 *)", or move the window.',
    ],
    [
      "a time in a duplicate database's window, reported once",
      { backup: { stores: ["db", "db"], schedule: "cron(0 3 ? * MON *)" } },
      'backup.schedule: received "cron(0 3 ? * MON *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.backupWindow (03:00-04:00), or the hour before. Fix: write it as "cron(0 4 ? * MON *)", or move the window.',
      'backup.stores[1]: received "db"; allowed: each store only once. Fix: remove the duplicate.',
    ],
    [
      "a window that overlaps the default time",
      { stores: { db: { maintenanceWindow: "sat:08:30-sat:09:30" } } },
      'backup.schedule: received "cron(0 7 1 * ? *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.maintenanceWindow (sat:08:30-sat:09:30), or the hour before. Fix: write it as "cron(0 10 1 * ? *)", or move the window.',
    ],
    [
      "a time in every hour",
      { backup: { schedule: "cron(0 * ? * SUN *)" } },
      'backup.schedule: received "cron(0 * ? * SUN *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.backupWindow (03:00-04:00) or stores.db.maintenanceWindow (sun:04:30-sun:05:30), or the hour before. Fix: choose another time, or move the window.',
    ],
    [
      "a window that leaves no time for the backup",
      {
        stores: { db: { backupWindow: "00:30-01:30", maintenanceWindow: "sun:01:30-sun:23:30" } },
        backup: { schedule: "cron(0 7 ? * SUN *)" },
      },
      'backup.schedule: received "cron(0 7 ? * SUN *)"; allowed: a start time whose 60-minute start window does not overlap stores.db.maintenanceWindow (sun:01:30-sun:23:30), or the hour before. Fix: choose another time, or move the window.',
    ],
  ]);
});
