import {
  WINDOW_MINUTES_MIN,
  type WindowFault,
  windowFaults,
} from "../../../../../aws/maintenance-windows.ts";
import { required } from "../../../../../language/required.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { violationIf } from "../../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** The backup window of a resource type, and the words of its service. */
interface WindowSettings {
  readonly attribute: "backup_window" | "snapshot_window";
  /** The backup window in messages. */
  readonly daily: string;
  readonly minutesMin: number;
}

const SNAPSHOT_WINDOW = {
  attribute: "snapshot_window",
  daily: "snapshot window",
  minutesMin: WINDOW_MINUTES_MIN.elasticache,
} as const;

const WINDOWS_BY_TYPE: Readonly<Record<string, WindowSettings>> = {
  aws_db_instance: {
    attribute: "backup_window",
    daily: "backup window",
    minutesMin: WINDOW_MINUTES_MIN.rds,
  },
  aws_elasticache_cluster: SNAPSHOT_WINDOW,
  aws_elasticache_replication_group: SNAPSHOT_WINDOW,
};

/**
 * The backup window and the maintenance window of a database or cache are long enough and do not
 * overlap.
 */
const databaseWindows: Constraint = {
  name: "database-windows",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
  errorCodes: ["InvalidParameterValue"],
  types: Object.keys(WINDOWS_BY_TYPE),
  check(change) {
    const { attribute, daily, minutesMin } = required(WINDOWS_BY_TYPE, change.type);
    const backup = stringAttribute(change.after, attribute) ?? "";
    const weekly = stringAttribute(change.after, "maintenance_window") ?? "";
    const name = `${daily.charAt(0).toUpperCase()}${daily.slice(1)}`;
    const messages: Readonly<Record<WindowFault, string>> = {
      "daily-too-short": `${name} must be at least ${minutesMin} minutes.`,
      "weekly-too-short": `Maintenance window must be at least ${minutesMin} minutes.`,
      overlap: `The ${daily} and maintenance window must not overlap.`,
    };
    return windowFaults(backup, weekly, minutesMin).flatMap((fault) =>
      violationIf(
        true,
        "InvalidParameterValue",
        messages[fault],
        fault === "weekly-too-short" ? "maintenance_window" : attribute,
      ),
    );
  },
};

/** Backup and maintenance windows of databases and caches. */
export const rdsMaintenanceWindowsResources: ServiceResources = {
  constraints: [databaseWindows],
};
