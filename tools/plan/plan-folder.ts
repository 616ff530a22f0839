import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FormName } from "../deploy/change-runner.ts";
import type { AcceptableCut } from "../deploy/stack-change.ts";
import { onExit } from "../terraform/cleanup.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";
import { writeWhole } from "../write-whole.ts";
import type { AwaitedOutput } from "./changed-outputs.ts";
import { jsonDigest, sha256Of } from "./digests.ts";
import { PlanError } from "./plan-error.ts";
import { requirePrivateFolder } from "./private-folder.ts";

/** The name and major version of the manifest's format. */
const MANIFEST_FORMAT = "drydock.plan-folder.v1";

/** The manifest's name in a folder of plans. */
const MANIFEST_FILE = "drydock-plan.json";

/** A file of a folder of plans, bound by its digest. */
export interface BoundFile {
  /** Its path in the folder. */
  readonly file: string;
  /** SHA-256 of it. */
  readonly fileDigest: string;
}

/**
 * The plan of one stack in one pass of a change: its file is a saved plan, or the JSON of a
 * provisional one.
 */
export interface PlanStep extends BoundFile {
  /** The pass: `up`, `turn` or `down`. */
  readonly pass: FormName;
  /** The stack's name. */
  readonly stack: string;
  /**
   * `exact`: planned against the real state, and applied as it is; `provisional`: shown from a
   * simulated account, and planned again before it is applied.
   */
  readonly kind: "exact" | "provisional";
  /** SHA-256 of the form that was planned. */
  readonly formDigest: string;
  /**
   * The stack's state after the step in a simulated account, with values for all that the plan does
   * not know. @default none: nothing was simulated
   */
  readonly simulatedState?: BoundFile;
  /** SHA-256 of the providers that Terraform selected in the stack's folder. @default none */
  readonly providersDigest?: string;
  /** The outputs that a provisional plan waits for, before it can be exact. */
  readonly waitsFor: readonly AwaitedOutput[];
  /** The changes of the plan. */
  readonly changes: readonly PlannedChange[];
  /** The names of changed outputs. */
  readonly outputs: readonly string[];
  /** The input variables whose values no plan holds: given again when it is applied. */
  readonly ephemeralVariables: readonly string[];
}

/** The state that a stack was planned from; null before its first deployment. */
export type PlannedState = { readonly serial: number; readonly lineage: string } | null;

/** A revision of the project. */
export interface PlannedRevision {
  /** The commit's hash. */
  readonly commit: string;
  /** The hash of the commit's files: a merge commit with the same files has it too. */
  readonly tree: string;
  /** True if files of the project were changed and not committed. */
  readonly isModified: boolean;
}

/** Everything that binds the plans in a folder to what they were made from. */
export interface PlanManifest {
  readonly format: typeof MANIFEST_FORMAT;
  /** The platform's name. */
  readonly platform: string;
  /** The environment's name. */
  readonly environment: string;
  /** The time of the plans, in ISO 8601. */
  readonly plannedAt: string;
  /** The project's revision; null without Git. */
  readonly revision: PlannedRevision | null;
  /** SHA-256 of the project's `.terraform.lock.hcl`; null without one. */
  readonly lockDigest: string | null;
  /** SHA-256 of what was synthesized for each wanted stack, assets included. */
  readonly synthesized: Readonly<Record<string, string>>;
  /** The states of all stacks of the change. */
  readonly states: Readonly<Record<string, PlannedState>>;
  /** Everything that is cut off on the way. */
  readonly cuts: readonly AcceptableCut[];
  /** The stacks that the plans are for, of all those of the change. */
  readonly selected: readonly string[];
  /** The stacks that change too, and that the plans leave out. */
  readonly leftOut: readonly string[];
  /** The plans, in the order in which they are applied. */
  readonly steps: readonly PlanStep[];
  /** The texts that the simulated account made up; null without provisional plans. */
  readonly simulatedValues: BoundFile | null;
  /** The stacks that could not be planned, with the reasons. */
  readonly unplanned: readonly { readonly stack: string; readonly message: string }[];
}

/** Returns the digest of all that a manifest binds. */
export function manifestDigest({ plannedAt: _time, ...bound }: PlanManifest): string {
  return jsonDigest(bound);
}

/** Returns a manifest with the format's name. */
export function planManifest(contents: Omit<PlanManifest, "format">): PlanManifest {
  return { format: MANIFEST_FORMAT, ...contents };
}

/** True for a folder that {@link writeManifest} wrote into. */
export function isPlanFolder(folder: string): boolean {
  return existsSync(join(folder, MANIFEST_FILE));
}

/** Writes the manifest, whole or not at all. */
export function writeManifest(folder: string, manifest: PlanManifest): void {
  writeWhole(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Reads the manifest of a folder of plans.
 *
 * @throws PlanError if it has none, or if anybody but the folder's owner could change the plans
 */
export function readManifestOfPlans(folder: string): PlanManifest {
  if (!isPlanFolder(folder)) throw new PlanError(noPlanFolder(folder));
  requirePrivateFolder(folder);
  const manifest = parse(readFileSync(join(folder, MANIFEST_FILE), "utf8"));
  if (manifest?.format !== MANIFEST_FORMAT) {
    throw new PlanError(
      `${folder}: ${MANIFEST_FILE} is damaged, or of another version of Drydock. Plan again: npx drydock plan`,
    );
  }
  return manifest as PlanManifest;
}

function parse(text: string): Partial<PlanManifest> | undefined {
  try {
    return JSON.parse(text) as Partial<PlanManifest>;
  } catch {
    return undefined;
  }
}

function noPlanFolder(folder: string): string {
  const below = existsSync(folder)
    ? readdirSync(folder)
        .map((name) => join(folder, name))
        .filter(isPlanFolder)
    : [];
  if (below.length === 0) return `${folder} has no plans. Plan first: npx drydock plan`;
  return `${folder} has plans of several environments. Give one of them: ${below.join(", ")}`;
}

/** Marks a folder whose plans are being made: the next run may remove what a killed one left. */
const UNFINISHED_FILE = "drydock-plan.unfinished";

/**
 * Makes an empty private folder for plans, in which `work` writes them and at last the manifest.
 * Earlier plans in it are removed first. If `work` fails, or the program ends before, the folder is
 * removed: unfinished plans hold secrets too.
 *
 * @throws PlanError if the folder holds anything else
 */
export async function inPlanFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  makePlanFolder(folder);
  const end = () => {
    if (isPlanFolder(folder)) rmSync(join(folder, UNFINISHED_FILE), { force: true });
    else rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const release = onExit({ dispose: end, disposeNow: end });
  try {
    return await work();
  } finally {
    await release();
  }
}

function makePlanFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!isPlanFolder(folder) && !existsSync(join(folder, UNFINISHED_FILE))) {
      throw new PlanError(
        `${folder} is not empty, and holds no plans of Drydock. Give another: --out FOLDER`,
      );
    }
    rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  writeFileSync(join(folder, UNFINISHED_FILE), "", { mode: 0o600 });
}

/** Writes a private file of a folder of plans, with the folders above it. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode: 0o600 });
}

/** Writes a private file into a folder of plans, and binds it. */
export function writeBoundFile(folder: string, file: string, text: string): BoundFile {
  writePrivateFile(join(folder, file), text);
  return { file, fileDigest: sha256Of(text) };
}
