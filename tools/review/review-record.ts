import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonDigest } from "../plan/digests.ts";
import { manifestDigest, readManifestOfPlans } from "../plan/plan-folder.ts";
import { writeWhole } from "../write-whole.ts";
import { LEVELS, type Level } from "./level.ts";
import type { Review } from "./review.ts";
import { ReviewError } from "./review-error.ts";
import { ruleSetVersion } from "./rule-set.ts";

/** The name and major version of the record's format. */
const RECORD_FORMAT = "drydock.review-record.v1";

/** The record's name in a folder of plans. */
const RECORD_FILE = "drydock-review.json";

/** A finding that was waived in a review. */
export interface RecordedWaiver {
  /** The rule's ID. */
  readonly rule: string;
  /** The stack. */
  readonly stack: string;
  /** The address. */
  readonly address: string;
  /** The last day on which the waiver holds: `2027-01-31`. */
  readonly until: string;
}

/** The review of a folder of plans: what it judged, by which rules, and its verdict. */
export interface ReviewRecord {
  readonly format: typeof RECORD_FORMAT;
  /** The digest of the plans and everything that they were made from. */
  readonly plans: string;
  /** The version of the rules. */
  readonly ruleSet: string;
  /** The worst level of the findings that count. */
  readonly verdict: Level;
  /** The findings that a waiver takes out of the verdict. */
  readonly waived: readonly RecordedWaiver[];
  /** The time of the review, in ISO 8601. */
  readonly reviewedAt: string;
  /** The reviewed digest: of the plans, the rules and the verdict together. */
  readonly digest: string;
}

/** Returns the digest of what a record binds. */
export function reviewedDigest(bound: Omit<ReviewRecord, "reviewedAt" | "digest">): string {
  return jsonDigest(bound);
}

/**
 * Writes the verdict of a review into the folder of its plans.
 *
 * @returns the reviewed digest
 */
export function recordReview(
  folder: string,
  { verdict, waived }: Pick<Review, "verdict" | "waived">,
): string {
  const bound = {
    format: RECORD_FORMAT,
    plans: manifestDigest(readManifestOfPlans(folder)),
    ruleSet: ruleSetVersion(),
    verdict,
    waived: waived.map(({ finding: { rule, stack, address }, until }) => ({ rule, stack, address, until })),
  } as const;
  const digest = reviewedDigest(bound);
  const record: ReviewRecord = { ...bound, reviewedAt: new Date().toISOString(), digest };
  writeWhole(join(folder, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
  return digest;
}

/**
 * Reads the record; undefined for plans that were not reviewed.
 *
 * @throws ReviewError if it is damaged, or was changed since the review wrote it
 */
export function readReviewRecord(folder: string): ReviewRecord | undefined {
  const file = join(folder, RECORD_FILE);
  if (!existsSync(file)) return undefined;
  const record = parsedRecord(readFileSync(file, "utf8"));
  if (record !== undefined) return record;
  throw new ReviewError(
    `${file} is damaged, changed, or of another version of Drydock. Review again: npx drydock review ${folder}`,
  );
}

function parsedRecord(text: string): ReviewRecord | undefined {
  try {
    const record = JSON.parse(text) as ReviewRecord;
    const { reviewedAt: _time, digest, ...bound } = record;
    const { format, plans, ruleSet, verdict, waived } = bound;
    const isWhole =
      format === RECORD_FORMAT &&
      digest === reviewedDigest(bound) &&
      [plans, ruleSet].every((bytes) => typeof bytes === "string") &&
      LEVELS.includes(verdict) &&
      waived.every((waiver) => typeof waiver.until === "string");
    return isWhole ? record : undefined;
  } catch {
    return undefined;
  }
}
