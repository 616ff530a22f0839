/** One resource's change in a plan. */
export interface PlannedChange {
  /** `aws_subnet.main_subnet-private-us-east-1a`. */
  readonly address: string;
  /** `replace` deletes and creates; `move` only changes the address in the state. */
  readonly action: "create" | "update" | "delete" | "replace" | "move" | "import" | "remove";
  /** Terraform's reason to replace or delete it: `delete_because_no_resource_config`. */
  readonly reason: string | undefined;
}

/** What a plan would change. */
export interface PlanSummary {
  /** The resources that it would change. */
  readonly changes: readonly PlannedChange[];
  /** True if it would change no output either: to apply it would do nothing. */
  readonly isEmpty: boolean;
}

interface PlanMessage {
  readonly type?: string;
  readonly outputs?: Readonly<Record<string, { readonly action?: string }>>;
  readonly change?: {
    readonly resource?: { readonly addr?: string };
    readonly action?: string;
    readonly reason?: string;
  };
  readonly diagnostic?: {
    readonly severity?: string;
    readonly summary?: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

/**
 * Reads the output of `terraform plan -json`: what would change, and each error as text.
 * https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export function readMachineReadablePlan(
  output: string,
): PlanSummary & { readonly diagnostics: readonly string[] } {
  const messages = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as PlanMessage);
  const changes = messages.flatMap(plannedChange);
  const isEmpty = changes.length === 0 && !messages.some(changesOutputs);
  return { changes, isEmpty, diagnostics: messages.flatMap(formatError) };
}

function changesOutputs({ type, outputs = {} }: PlanMessage): boolean {
  return type === "outputs" && Object.values(outputs).some(({ action }) => action !== "noop");
}

function plannedChange({ type, change }: PlanMessage): PlannedChange[] {
  const address = change?.resource?.addr;
  if (type !== "planned_change" || address === undefined) return [];
  const action = change?.action;
  if (action === undefined || action === "noop" || action === "read") return [];
  return [{ address, action: action as PlannedChange["action"], reason: change?.reason }];
}

function formatError({ type, diagnostic }: PlanMessage): string[] {
  if (type !== "diagnostic" || diagnostic?.severity !== "error") return [];
  const { summary = "", detail = "", address } = diagnostic;
  const where = address === undefined ? [] : [`with ${address}`];
  return [[`Error: ${summary}`, ...where, ...(detail === "" ? [] : [detail])].join("\n")];
}
