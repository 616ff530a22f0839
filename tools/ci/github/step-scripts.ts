import type { PipelineTarget } from "../pipeline-targets.ts";

/**
 * The shell scripts of the workflows' steps, which run under `bash -e`.
 * Values that others choose come as variables, never in the script's text.
 */
export const CHECK_SCRIPT = "npx drydock check";

/**
 * Compares the change with its base: what would be refused or cut off, and who newly reaches whom.
 * A new connection fails no job: the review decides on it.
 */
export const COMPARE_SCRIPT = `change=0
npx drydock check "$PLATFORM" "$ENVIRONMENT" --from-revision "$BASE" > "$RUNNER_TEMP/change.txt" || change=$?
reach=0
npx drydock reach diff "$PLATFORM" "$ENVIRONMENT" --from-revision "$BASE" >> "$RUNNER_TEMP/change.txt" || reach=$?
cat "$RUNNER_TEMP/change.txt"
{ echo "~~~~"; cat "$RUNNER_TEMP/change.txt"; echo "~~~~"; } >> "$GITHUB_STEP_SUMMARY"
if [ "$reach" -eq 1 ]; then exit 1; fi
exit "$change"
`;

/** Rehearses a deployment with the real provider. */
export const REHEARSE_SCRIPT = 'npx drydock rehearse "$PLATFORM" "$ENVIRONMENT" --provider registry';

/** Plans into a private folder; 2 is `changes`. */
export function planScript({ platform, environment }: PipelineTarget): string {
  return `code=0
npx drydock plan ${platform} ${environment} --out "$RUNNER_TEMP/plans" || code=$?
if [ "$code" -ne 0 ] && [ "$code" -ne 2 ]; then exit "$code"; fi
`;
}

/** Reviews the plans. The exit code of the review goes on to the report. */
export const REVIEW_SCRIPT = `code=0
npx drydock review "$RUNNER_TEMP/plans" --markdown > "$RUNNER_TEMP/review.md" || code=$?
echo "code=$code" >> "$GITHUB_OUTPUT"
cat "$RUNNER_TEMP/review.md" >> "$GITHUB_STEP_SUMMARY"
if [ "$code" -eq 1 ]; then exit 1; fi
`;

/** Keeps the plans in the state bucket. */
export function keepScript({ platform, environment }: PipelineTarget): string {
  return `npx drydock ci keep-plans ${platform} ${environment} "$RUNNER_TEMP/plans" --commit "$COMMIT" >> "$GITHUB_OUTPUT"\n`;
}

/** Writes the comment and the check run. */
export function reportScript({ prefix }: PipelineTarget): string {
  return `npx drydock ci report ${prefix} --markdown "$RUNNER_TEMP/review.md" --exit-code "$CODE" --digest "$DIGEST" --commit "$COMMIT" --pull-request "$PULL_REQUEST"\n`;
}

/** Finds the reviewed commit of a merge. */
export function reviewedScript({ prefix }: PipelineTarget): string {
  return `npx drydock ci reviewed ${prefix} --merged "$MERGED" >> "$GITHUB_OUTPUT"\n`;
}

/**
 * Takes the plans from the state bucket, and applies them if they are the reviewed ones. Who
 * approved the job's environment has accepted what the review asks.
 */
export function applyScript({ platform, environment }: PipelineTarget): string {
  return `npx drydock ci take-plans ${platform} ${environment} "$RUNNER_TEMP/plans" --commit "$COMMIT"
npx drydock apply "$RUNNER_TEMP/plans" --accept "$DIGEST"
`;
}

/** Checks that what was applied is what was wanted: the next plan is empty. */
export function settledScript({ platform, environment }: PipelineTarget): string {
  return `npx drydock plan ${platform} ${environment} --out "$RUNNER_TEMP/after"\n`;
}

/** Looks for drift, and keeps the issues. */
export function driftScript({ platform, environment }: PipelineTarget): string {
  return `code=0
npx drydock drift ${platform} ${environment} --json > "$RUNNER_TEMP/drift.json" || code=$?
if [ "$code" -eq 1 ]; then exit 1; fi
npx drydock ci drift-issues "$RUNNER_TEMP/drift.json"
`;
}
