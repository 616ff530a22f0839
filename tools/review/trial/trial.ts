import { canonicalType } from "../../../aws/resource-types.ts";
import type { JsonObject } from "../../reach/terraform/configuration/json.ts";
import { isAwsType } from "../../reach/terraform/configuration/module-scope.ts";
import type { Resource } from "../../reach/terraform/inventory.ts";
import { toObject } from "../../reach/terraform/plan/plan-module.ts";
import { planRegion } from "../../reach/terraform/plan/plan-region.ts";
import { readPlan } from "../../reach/terraform/plan/read-plan.ts";
import { regionInValues } from "../../reach/terraform/state/region.ts";
import { shownResources } from "../../reach/terraform/state/shown-module.ts";
import { computeValues } from "../../rehearse/simulator/computed-values/index.ts";
import { constraintViolations } from "../../rehearse/simulator/constraint-violations.ts";
import { constraints } from "../../rehearse/simulator/constraints/index.ts";
import { firstUnknownPath, normalizeToSchema } from "../../rehearse/simulator/normalize-to-schema.ts";
import { resourceId } from "../../rehearse/simulator/resource-id.ts";
import { typeDefinition } from "../../rehearse/simulator/services/type-definitions.ts";
import { SimulatedAccount } from "../../rehearse/simulator/simulated-account.ts";
import type { ApiError, CallContext, ResourceChange } from "../../rehearse/simulator/simulator-types.ts";
import type { ObjectValue, TerraformValue } from "../../rehearse/simulator/terraform-value.ts";
import { committedSnapshot } from "../../rehearse/snapshot/committed-snapshot.ts";
import { configurationOf } from "../plan/configured-address.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { type ApplyCall, applyCalls } from "./apply-order.ts";
import { plannedValues } from "./planned-values.ts";

/** A change that AWS would refuse. */
export interface RefusedChange {
  readonly change: PlannedResourceChange;
  /** The calls that it would make: the creation or update, or the deletion. */
  readonly kind: ApplyCall["kind"];
  readonly errors: readonly ApiError[];
  /** False if it depends on which of two calls comes first, which Terraform does not order. */
  readonly isCertain: boolean;
}

/** The outcome of trying plans out. */
export interface TrialResult {
  readonly refused: readonly RefusedChange[];
  /** Changes that wait for a refused one, and are so not made. */
  readonly notReached: readonly PlannedResourceChange[];
  /** Changes whose order or values the plan does not show: tried, but not judged. */
  readonly uncertain: readonly PlannedResourceChange[];
  /** Changed types that the general rules of the simulation cover, and none of their own. */
  readonly generalTypes: readonly string[];
}

/** The time of the simulated calls: the same in each run. */
const NOW_MS = Date.UTC(2026, 0, 1);

/** Error codes of what the plans do not show: it may be in a stack that is not under review. */
const NOT_FOUND = /NotFound|NoSuch|DoesNotExist|Malformed|\.Unknown/;

/**
 * Applies plans, one after another, to a simulated AWS with what their prior states have, and
 * returns what AWS would refuse. Nothing runs but this code: no provider, provisioner or program.
 *
 * @param plans in the order in which they would be applied
 */
export function tryPlans(plans: readonly PlanDocument[]): TrialResult {
  const trial = new Trial(plans);
  for (const plan of plans) trial.apply(plan);
  return trial.result();
}

class Trial {
  readonly #account: SimulatedAccount;
  /** Values by the address in the inventory, `stack/aws_vpc.main`. */
  readonly #values = new Map<string, ObjectValue>();
  readonly #removedIds = new Set<string>();
  readonly #refused: RefusedChange[] = [];
  readonly #notReached: PlannedResourceChange[] = [];
  readonly #uncertain = new Set<PlannedResourceChange>();
  readonly #generalTypes = new Set<string>();

  constructor(plans: readonly PlanDocument[]) {
    this.#account = SimulatedAccount.inMemory(accountIdIn(plans));
    for (const plan of plans) this.#seed(plan);
  }

  /**
   * Makes a plan's calls as soon as those before them are done. A call that fails waits for the
   * others: Terraform runs what it does not order at the same time, and the provider retries.
   */
  apply(plan: PlanDocument): void {
    const resources = new Map(readPlan(plan.stack, plan.json).resources.map((each) => [each.address, each]));
    let pending = applyCalls(plan).filter(({ change }) => isAwsType(change.type));
    const open = new Set<ApplyCall>(pending);
    const failing = new Map<ApplyCall, readonly ApiError[]>();
    for (let before = -1; before !== open.size; ) {
      before = open.size;
      for (const call of pending) {
        if (call.after.some((other) => open.has(other))) continue;
        const [request, context] = this.#request(call, plan, resources);
        const errors = this.#errors(call, request, context);
        if (errors.length > 0) {
          if (!failing.has(call)) failing.set(call, errors);
          continue;
        }
        this.#perform(call, request, context);
        open.delete(call);
      }
      pending = pending.filter((call) => open.has(call));
    }
    for (const call of pending) {
      const errors = failing.get(call);
      if (errors === undefined) this.#notReached.push(call.change);
      else this.#refused.push({ change: call.change, kind: call.kind, errors, isCertain: true });
    }
    for (const [call, errors] of failing) this.#addRace(call, errors, open);
  }

  /** Adds a creation that needs a deletion first, which Terraform does not order before it. */
  #addRace(call: ApplyCall, errors: readonly ApiError[], open: ReadonlySet<ApplyCall>): void {
    if (open.has(call) || call.kind === "delete") return;
    this.#refused.push({ change: call.change, kind: call.kind, errors, isCertain: false });
  }

  result(): TrialResult {
    return {
      refused: this.#refused,
      notReached: [...new Set(this.#notReached)],
      uncertain: [...this.#uncertain],
      generalTypes: [...this.#generalTypes].sort(),
    };
  }

  #seed(plan: PlanDocument): void {
    const { values } = toObject(plan.json.prior_state);
    for (const shown of shownResources(toObject(values).root_module)) {
      if (shown.mode !== "managed" || !isAwsType(shown.type)) continue;
      const attributes = shown.values as ObjectValue;
      const region = regionOf(plan, shown.address, attributes);
      const type = canonicalType(shown.type);
      this.#account.put({ type, id: resourceId(type, attributes), region, values: attributes });
      if (!shown.isDeposed) this.#values.set(`${plan.stack}/${shown.address}`, attributes);
    }
  }

  #request(
    { kind, change }: ApplyCall,
    plan: PlanDocument,
    resources: ReadonlyMap<string, Resource>,
  ): [ResourceChange, CallContext] {
    const { type } = change;
    const before = Object.keys(change.before).length === 0 ? null : (change.before as ObjectValue);
    const address = `${plan.stack}/${change.address}`;
    const isCreated = kind === "put" && change.action !== "update";
    const after =
      kind === "delete"
        ? null
        : plannedValues(change, resources.get(address)?.values, (target, path) =>
            this.#attribute(target, path),
          );
    const region = regionOf(plan, change.address, after ?? before ?? {});
    const request = { type, before: isCreated ? null : before, after };
    return [request, { region, account: this.#account, nowMs: NOW_MS }];
  }

  #attribute(address: string, path: readonly (string | number)[]): TerraformValue | undefined {
    let value: TerraformValue | undefined = this.#values.get(address);
    for (const step of path) value = (value as Record<string | number, TerraformValue> | undefined)?.[step];
    return value;
  }

  #errors(call: ApplyCall, request: ResourceChange, context: CallContext): readonly ApiError[] {
    const { change } = call;
    if (!call.isOrderKnown) {
      this.#uncertain.add(change);
      return [];
    }
    const all = constraintViolations(constraints, normalized(request), context);
    if (all.length === 0) return [];
    // Of an update, what holds for the resource as it is says nothing of the change.
    const { before } = request;
    const unchanged =
      before !== null && request.after !== null
        ? constraintViolations(constraints, normalized({ ...request, after: before }), context)
        : [];
    const known = new Set(unchanged.map(({ code, attribute }) => `${code} ${attribute}`));
    const counted = all
      .filter(({ code, attribute }) => !known.has(`${code} ${attribute}`))
      .filter(({ code, message }) => !NOT_FOUND.test(code) || this.#isOfRemoved(message));
    if (counted.length < all.length) this.#uncertain.add(change);
    return counted;
  }

  /** True if a message names something that these plans delete. */
  #isOfRemoved(message: string): boolean {
    return [...this.#removedIds].some((id) => message.includes(id));
  }

  #perform({ change, kind }: ApplyCall, request: ResourceChange, { region, ...context }: CallContext): void {
    const { type, before, after } = normalized(request);
    if (Object.keys(typeDefinition(type)).length === 0) this.#generalTypes.add(type);
    if (kind === "delete" || after === null) {
      if (change.before.id !== undefined) this.#removedIds.add(String(change.before.id));
      this.#account.remove(type, region, resourceId(type, change.before as ObjectValue));
      return;
    }
    const block = committedSnapshot().resources.get(type)?.block;
    if (block === undefined) return;
    const computed = computeValues({ type, before, after }, block, { region, ...context });
    const values = normalizeToSchema(computed, block);
    if (firstUnknownPath(values) !== undefined) return;
    if (before !== null) this.#account.remove(type, region, resourceId(type, before));
    this.#account.put({ type, id: resourceId(type, values), region, values });
    this.#values.set(`${change.stack}/${change.address}`, values);
  }
}

/** The request in the schema's shape, in which constraints read it. */
function normalized({ type, before, after }: ResourceChange): ResourceChange {
  const block = committedSnapshot().resources.get(type)?.block;
  if (block === undefined) return { type, before, after };
  return {
    type,
    before: before === null ? null : normalizeToSchema(before, block),
    after: after === null ? null : normalizeToSchema(after, block),
  };
}

/** The region of a provider whose region no plan shows. */
const DEFAULT_REGION = "us-east-1";

/** The region of a resource: its own, or its provider's. */
function regionOf(plan: PlanDocument, address: string, values: ObjectValue): string {
  return (
    regionInValues(values as JsonObject) ??
    planRegion(configurationOf(plan, address), plan.json) ??
    DEFAULT_REGION
  );
}

/** The account that the ARNs of the prior states name. */
function accountIdIn(plans: readonly PlanDocument[]): string {
  for (const plan of plans) {
    for (const { before } of plan.changes) {
      const account = typeof before.arn === "string" ? before.arn.split(":")[4] : undefined;
      if (account !== undefined && /^\d{12}$/.test(account)) return account;
    }
  }
  return "123456789012";
}
