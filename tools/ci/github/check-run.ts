import { EXIT_CODES, type Level } from "../../review/level.ts";
import { VERDICTS } from "../../review/output/report-words.ts";
import type { GithubApi } from "./github-api.ts";

/** The most characters of a check run's summary. https://docs.github.com/en/rest/checks/runs */
const SUMMARY_CHARACTERS_MAX = 65_535;

/** A check run to create. */
export interface ReviewCheck {
  /** `drydock review shop-prod`. */
  readonly name: string;
  /** The commit that was reviewed. */
  readonly commit: string;
  /** The exit code of `drydock review`. */
  readonly exitCode: number;
  /** The reviewed digest, which `drydock apply` compares with the plans. */
  readonly digest: string;
  /** The review as Markdown. */
  readonly markdown: string;
  /** The page of the job. @default no link */
  readonly detailsUrl?: string;
}

/** How a check run ends: a `neutral` one satisfies a rule that requires the check. */
interface Conclusion {
  readonly conclusion: "success" | "neutral" | "failure";
  readonly title: string;
}

/**
 * Creates the check run of a review. Only what must not be applied fails it: what a person decides
 * is decided when the apply environment is approved.
 * https://docs.github.com/en/rest/checks/runs
 *
 * @throws CiError
 */
export async function createReviewCheck(api: GithubApi, check: ReviewCheck): Promise<Conclusion> {
  const { conclusion, title } = conclusionOf(check.exitCode);
  const body = {
    name: check.name,
    head_sha: check.commit,
    status: "completed",
    conclusion,
    external_id: check.digest,
    details_url: check.detailsUrl,
    output: { title, summary: check.markdown.slice(0, SUMMARY_CHARACTERS_MAX) },
  };
  // Of several check runs of one name, the latest counts: a second one says the same.
  await api.create("/check-runs", body, { isRepeatable: true });
  return { conclusion, title };
}

function conclusionOf(exitCode: number): Conclusion {
  const level = (["block", "unknown", "ask"] as const).find((one) => EXIT_CODES[one] === exitCode);
  if (level !== undefined)
    return { conclusion: level === "block" ? "failure" : "neutral", title: titleOf(level) };
  if (exitCode === 0) return { conclusion: "success", title: titleOf("note") };
  return { conclusion: "failure", title: "The plans could not be made or reviewed" };
}

function titleOf(level: Level): string {
  return `${level}: ${VERDICTS[level]}`;
}
