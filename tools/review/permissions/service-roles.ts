import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { PlansIndex, PolicyOwner } from "./plans-index.ts";
import { type PolicySubject, policySubjects } from "./policy-subject.ts";

/**
 * Services that do their own work with a role, and run nothing that a user gives them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
const WITHOUT_USER_CODE: ReadonlySet<string> = new Set([
  "backup.amazonaws.com",
  "monitoring.rds.amazonaws.com",
]);

/** AWS's own policies for the roles of services. */
const SERVICE_ROLE_POLICY = /^arn:aws[\w-]*:iam::aws:policy\/service-role\//;

/**
 * Roles that only services without users' code may assume. What AWS's own policy for such a role
 * allows, nobody but AWS can use.
 */
export class ServiceRoles {
  readonly #index: PlansIndex;
  #keys: ReadonlySet<string> | undefined;

  constructor(index: PlansIndex) {
    this.#index = index;
  }

  /** True for the attachment of AWS's policy for services to such a role. */
  isOwnWork({ key }: PolicyOwner, { after }: PlannedResourceChange): boolean {
    const arn = after?.policy_arn;
    return typeof arn === "string" && SERVICE_ROLE_POLICY.test(arn) && this.#roleKeys().has(key);
  }

  /** The roles, those whose trust policy stays included: most plans need none of them. */
  #roleKeys(): ReadonlySet<string> {
    this.#keys ??= new Set(
      policySubjects(this.#index, true)
        .filter(isForServicesAlone)
        .map(({ owner }) => owner.key),
    );
    return this.#keys;
  }
}

/** True for the trust policy of a role that only such services may assume. */
function isForServicesAlone({ kind, after, gaps }: PolicySubject): boolean {
  if (kind !== "trust" || gaps.length > 0) return false;
  const allowed = after.statements.filter(({ statement }) => statement.effect === "Allow");
  return (
    allowed.length > 0 &&
    allowed.every(
      ({ statement: { principals } }) =>
        principals !== undefined &&
        !principals.isNegated &&
        principals.values.every((one) => one.kind === "Service" && WITHOUT_USER_CODE.has(one.name)),
    )
  );
}
