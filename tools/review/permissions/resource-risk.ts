import type { OwnAccounts } from "./own-accounts.ts";
import type { SourcedStatement, Widening } from "./permission-set.ts";
import type { PolicySubject } from "./policy-subject.ts";
import { accountOf } from "./principal-pattern.ts";
import type { BucketAccessBlock } from "./public-access-block.ts";
import type { WideningRisk } from "./widening-risk.ts";
import { requesterText, witnessText } from "./witness-text.ts";

const PUBLIC =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status";
const CROSS_ACCOUNT =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html";
/** Types whose policy does not open them: reaching them takes a network path, or a login. */
const NEVER_PUBLIC: ReadonlySet<string> = new Set(["aws_vpc_endpoint", "aws_api_gateway_rest_api"]);

/** A {@link WideningRisk} with its class. */
export interface ResourceRisk extends WideningRisk {
  /** The class of the finding. */
  readonly class: "permission" | "public" | "refused";
}

/** Judges a request that a resource's policy begins to allow. */
export function resourceRisk(
  widening: Widening,
  subject: PolicySubject,
  publicOnes: readonly SourcedStatement[],
  block: BucketAccessBlock,
  accounts: OwnAccounts,
): ResourceRisk {
  const what = witnessText(widening);
  const isPublic =
    !NEVER_PUBLIC.has(subject.ownerType) &&
    publicOnes.some(({ statement }) => statement.identity === widening.allow.statement.identity);
  if (isPublic) return publicRisk(what, subject, block);
  const { statement } = widening.allow;
  const foreign = statement.principals?.values
    .map(accountOf)
    .find((account) => account !== undefined && accounts.isForeign(account));
  const who = requesterText(widening);
  const text = `${what} becomes allowed for ${who === "" ? "others" : who} by the policy of ${subject.name}`;
  return {
    class: "permission",
    rule: "resource-policy-wider",
    level: subject.isNew && foreign === undefined ? "quiet" : "ask",
    text: foreign === undefined ? text : `${text}: account ${foreign} is another one`,
    documentation: [CROSS_ACCOUNT],
  };
}

function publicRisk(what: string, subject: PolicySubject, block: BucketAccessBlock): ResourceRisk {
  const text = `${what} becomes allowed for everybody by the policy of ${subject.name}`;
  const documentation = [PUBLIC];
  if (block.refusesPolicy)
    return {
      class: "refused",
      rule: "s3-public-policy-refused",
      level: "block",
      text: `S3 refuses the policy of ${subject.name} with AccessDenied: it is public, and block_public_policy holds`,
      documentation,
    };
  if (block.restrictsAccess)
    return {
      class: "public",
      rule: "policy-public-restricted",
      level: "note",
      text: `${text}, but restrict_public_buckets lets only the account in`,
      documentation,
    };
  return { class: "public", rule: "policy-public", level: "block", text, documentation };
}
