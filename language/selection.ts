import { ownValue } from "./endpoints.ts";
import type { Platform, PlatformSpec } from "./platform.ts";
import {
  fixUnknownName,
  formatNameList,
  formatProblem,
  formatReceived,
  type Problem,
  SpecError,
} from "./problem.ts";
import { environmentsOf, resolve } from "./resolve.ts";

/** The platforms and environments of a run. */
export interface Selection {
  /** A platform's name. @default all */
  readonly platform?: string | undefined;
  /** An environment's name. @default all */
  readonly environment?: string | undefined;
  /**
   * Selects the stacks that own the platforms' state buckets, in place of the platforms. @default
   * false
   */
  readonly states?: boolean | undefined;
  /**
   * Platforms in an environment, and state stacks, whose protection this run removes, so that they
   * can be destroyed: `cybershield-prod`. @default none
   */
  readonly unprotected?: readonly string[] | undefined;
}

/** Reads the selection from environment variables, which is how cdktf's app command gets it. */
export function selectionFrom(env: Readonly<Record<string, string | undefined>>): Selection {
  return {
    platform: env.DRYDOCK_PLATFORM || undefined,
    environment: env.DRYDOCK_ENVIRONMENT || undefined,
    states: env.DRYDOCK_STATES === "1",
    unprotected: env.DRYDOCK_UNPROTECT?.split(",").filter((name) => name !== "") ?? [],
  };
}

/**
 * Resolves the selected platforms in each selected environment.
 *
 * @throws SelectionError for an unknown name, SpecError with every problem of every selected spec.
 */
export function selectPlatforms(specs: readonly PlatformSpec[], selection: Selection): Platform[] {
  const named = specs.filter((spec) => selection.platform === undefined || spec.name === selection.platform);
  if (named.length === 0)
    throw unknown(
      "platform",
      selection.platform,
      specs.map((spec) => spec.name),
    );
  const pairs = named.flatMap((spec) =>
    environmentsOf(spec)
      .filter((environment) => selection.environment === undefined || environment === selection.environment)
      .map((environment) => ({ spec, environment })),
  );
  if (pairs.length === 0) throw unknown("environment", selection.environment, named.flatMap(environmentsOf));
  const platforms = resolveAll(pairs);
  const unprotected = selection.unprotected ?? [];
  return platforms.map((platform) =>
    unprotected.includes(`${platform.name}-${platform.environment}`)
      ? { ...platform, protected: false }
      : platform,
  );
}

/**
 * Resolves every platform in the accounts of the selected ones. Specs of other accounts are left
 * unread, so their problems stop nobody else.
 *
 * @throws SpecError with every problem of these specs.
 */
export function platformsInAccountsOf(
  specs: readonly PlatformSpec[],
  selected: readonly Platform[],
): Platform[] {
  const accounts = new Set<unknown>(selected.map(({ account }) => account));
  return resolveAll(
    specs.flatMap((spec) =>
      environmentsOf(spec)
        .filter((environment) => accounts.has(accountIn(spec, environment)))
        .map((environment) => ({ spec, environment })),
    ),
  );
}

/** The account of an unresolved spec in one environment. */
function accountIn(spec: PlatformSpec, environment: string): unknown {
  return ownValue(spec.environments, environment)?.account;
}

function resolveAll(pairs: readonly { spec: PlatformSpec; environment: string }[]): Platform[] {
  const errors: SpecError[] = [];
  const platforms = pairs.flatMap(({ spec, environment }) => {
    try {
      return [resolve(spec, environment)];
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw SpecError.all(errors);
  return platforms;
}

function unknown(what: string, name: string | undefined, known: readonly string[]): SelectionError {
  const names = [...new Set(known)];
  const problem = {
    path: what,
    received: formatReceived(name),
    allowed: `one of ${formatNameList(names)}`,
    fix: fixUnknownName(name ?? "", names),
  };
  return new SelectionError(problem);
}

/** A platform or an environment that does not exist, as a command or the environment names it. */
export class SelectionError extends SpecError {
  constructor(problem: Problem) {
    super("selection", [problem]);
    this.name = "SelectionError";
    this.message = formatProblem(problem).trimStart();
  }
}
