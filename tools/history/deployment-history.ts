import { randomBytes } from "node:crypto";
import type { Platform } from "../../language/platform.ts";
import { historyKeyPrefix, stateBucketName } from "../../modules/names.ts";
import { StateObjects } from "../state-bucket/state-objects.ts";
import type { DeploymentRecord } from "./deployment-record.ts";

/** The platform in one environment. */
type Subject = Pick<Platform, "name" | "environment">;

/** The most records that are read at the same time. */
const READS_AT_ONCE = 8;

/**
 * The deployments of a platform, each an object beside the states:
 * `history/shop-prod/<time>-….json`. None is ever written again.
 */
export class DeploymentHistory {
  readonly #bucket: Pick<StateObjects, "put" | "get" | "list">;
  readonly #prefix: string;

  constructor(bucket: Pick<StateObjects, "put" | "get" | "list">, subject: Subject) {
    this.#bucket = bucket;
    this.#prefix = historyKeyPrefix(subject);
  }

  /** Adds a record. @throws StateBucketError */
  async add(record: DeploymentRecord): Promise<void> {
    // Keys sort by time. The end tells two deployments of one moment apart.
    const key = `${this.#prefix}${record.startedAt.replace(/[:.]/g, "-")}-${randomBytes(4).toString("hex")}.json`;
    await this.#bucket.put(key, Buffer.from(`${JSON.stringify(record, null, 2)}\n`));
  }

  /**
   * Reads the newest records, the newest first.
   *
   * @param limit the most records
   * @throws StateBucketError
   */
  async read(limit: number): Promise<readonly DeploymentRecord[]> {
    const keys = (await this.#bucket.list(this.#prefix)).toSorted().reverse().slice(0, limit);
    const records: DeploymentRecord[] = [];
    for (let start = 0; start < keys.length; start += READS_AT_ONCE) {
      const texts = await Promise.all(
        keys.slice(start, start + READS_AT_ONCE).map((key) => this.#bucket.get(key)),
      );
      records.push(...texts.flatMap((text) => (text === undefined ? [] : parseRecord(text))));
    }
    return records;
  }
}

/** The history of a platform in the bucket of its states. */
export function historyOf(platform: Platform): DeploymentHistory {
  const location = { bucket: stateBucketName(platform), region: platform.region };
  return new DeploymentHistory(new StateObjects(location), platform);
}

/** The record in an object; none in an object of anything else. */
function parseRecord(text: Buffer): DeploymentRecord[] {
  try {
    const record = JSON.parse(text.toString("utf8")) as DeploymentRecord;
    return record.format === "drydock.deployment.v1" ? [record] : [];
  } catch {
    return [];
  }
}
