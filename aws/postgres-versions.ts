/**
 * The oldest minor version of each PostgreSQL major that RDS offers for new databases, and the
 * newest one that these facts know of.
 *
 * AWS announced that from 2026-05-01 no new database gets 14.17, 15.12, 16.8 or 17.4, or older,
 * and that these are upgraded to 14.20, 15.15, 16.11 and 17.7 or newer. The next ones, 14.18,
 * 15.13, 16.9 and 17.5, were released together, and have standard support until September 2026, as
 * AWS's calendar of 2025 says. So neither group is offered any more. The newest ones are those of
 * cfn-lint 1.51.0's list. Before a first deployment the account itself says it: `aws rds
 * describe-db-engine-versions --engine postgres`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 * (read 2026-11-30, in AWS's notice, in HHS/simpler-grants-gov's reading of the calendar, and in
 * cfn-lint; the calendar itself not again)
 */
const POSTGRES_MINORS: Readonly<Record<string, { readonly oldest: number; readonly newest: number }>> = {
  "14": { oldest: 19, newest: 22 },
  "15": { oldest: 14, newest: 17 },
  "16": { oldest: 10, newest: 13 },
  "17": { oldest: 6, newest: 9 },
  "18": { oldest: 1, newest: 3 },
};

/**
 * Returns a minor version of the same major that RDS offers for new databases, if it offers
 * `version` no longer; undefined for a version that is offered, or that these facts do not know.
 */
export function replacementOfOldPostgres(version: string): string | undefined {
  const [major = "", minor] = version.split(".");
  const known = POSTGRES_MINORS[major];
  if (known === undefined || minor === undefined || Number(minor) >= known.oldest) return undefined;
  return `${major}.${known.newest}`;
}
