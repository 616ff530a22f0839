import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { providerProcessBackends } from "../../../tools/rehearse/simulator/provider-process.ts";
import { keptProviders, RealProvider } from "../../tools/rehearse/simulator/support/real-provider.ts";
import { editState, neededSchema, pairConfiguration } from "./pair-configuration.ts";
import { type GroupFixture, type PairPlans, withoutRunDifferences } from "./pair-fixtures.ts";
import type { PairGroup, PlanEdit } from "./review-pair.ts";

/** The state that is planned from, beside the applied one. */
const PRIOR_STATE = "prior.tfstate";

/**
 * Applies a group's base configuration once with the real AWS provider to a simulated AWS, and
 * plans both edits of each pair from that state.
 *
 * @param provider the path of the provider's program
 * @throws Error with Terraform's message if it refuses the base or an edit
 */
export async function generateGroup(group: PairGroup, provider: string): Promise<GroupFixture> {
  const real = new RealProvider();
  try {
    await real.start({ backend: providerProcessBackends(provider), ...neededSchema(group) });
    const planner = new GroupPlanner(real, group);
    await planner.applyBase();
    const plans: Record<string, PairPlans> = {};
    for (const { id, dangerous, harmless } of group.pairs) {
      plans[id] = {
        dangerous: await planner.plan(`${id}, dangerous`, dangerous),
        harmless: await planner.plan(`${id}, harmless`, harmless),
      };
    }
    if (planner.problems.length > 0) throw new Error(planner.problems.join("\n"));
    const [first] = Object.values(plans);
    const terraform = String(first?.dangerous.terraform_version);
    return { terraform, provider: real.simulator.provider, plans };
  } finally {
    await real.stop();
    await keptProviders.stop();
  }
}

class GroupPlanner {
  /** Terraform's messages on edits that it refuses, with the pairs' IDs. */
  readonly problems: string[] = [];
  readonly #real: RealProvider;
  readonly #group: PairGroup;
  readonly #folder: string;

  constructor(real: RealProvider, group: PairGroup) {
    this.#real = real;
    this.#group = group;
    this.#folder = this.#write({});
    for (const [path, content] of Object.entries(group.files ?? {})) {
      mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
      writeFileSync(join(this.#folder, path), JSON.stringify(content));
    }
  }

  async applyBase(): Promise<void> {
    await this.#run("the base", "init", "-input=false");
    await this.#run("the base", "apply", "-input=false", "-auto-approve");
    if (this.problems.length > 0) throw new Error(this.problems.join("\n"));
  }

  /** Returns the plan of an edit. An errored plan is one too: Terraform writes it all the same. */
  async plan(title: string, edit: PlanEdit): Promise<JsonObject> {
    this.#write(edit);
    const state = readFileSync(join(this.#folder, "terraform.tfstate"), "utf8");
    writeFileSync(join(this.#folder, PRIOR_STATE), editState(state, edit.state ?? {}));
    const refresh = edit.refreshes === true ? [] : ["-refresh=false"];
    const options = [...refresh, ...(edit.options ?? []), `-state=${PRIOR_STATE}`, "-out=plan.bin"];
    const planned = await this.#run(title, "plan", "-input=false", "-lock=false", ...options);
    if (planned === undefined) return {};
    const shown = await this.#run(title, "show", "-json", "plan.bin");
    return withoutRunDifferences(JSON.parse(shown ?? "{}") as JsonObject);
  }

  #write(edit: PlanEdit): string {
    return this.#real.write(this.#group.name, pairConfiguration(this.#group, edit));
  }

  /** Returns Terraform's output; undefined if it fails, but for an errored plan. */
  async #run(title: string, ...args: string[]): Promise<string | undefined> {
    const { exitCode, stdout, stderr } = await this.#real.terraform(this.#folder, ...args);
    if (exitCode === 0 || stderr.includes("Instance cannot be destroyed")) return stdout;
    const message = stderr.replace(/^ *\d+: \{.*$/gm, "").trim();
    this.problems.push(`${this.#group.name}: terraform ${args[0]} of ${title}: ${message}`);
    return undefined;
  }
}
