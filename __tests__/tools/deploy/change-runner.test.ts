import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ChangeError } from "../../../tools/deploy/change-error.ts";
import { ChangeRunner } from "../../../tools/deploy/change-runner.ts";
import { planChange } from "../../../tools/deploy/plan-change.ts";
import { readStackFile } from "../../../tools/synthesized/write-stacks.ts";
import type { PlannedChange } from "../../../tools/terraform/planned-changes.ts";
import type { Terraform } from "../../../tools/terraform/terraform.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

const temporaryFolder = folderOfEachTest();
let commands: string[];
beforeEach(() => {
  commands = [];
});

const stack = (resource: Record<string, Record<string, object>>) => [
  { name: "compute", dependencies: [], json: { resource } },
];
/** A server that the provider replaces for another subnet, as the snapshot knows. */
const server = (subnet: string) => stack({ aws_instance: { api: { ami: "ami-1", subnet_id: subnet } } });
/** A resource of which nothing is known before a plan. */
const unknown = (size: number) => stack({ aws_made_up: { api: { size } } });

/** Plans that change neither resources nor outputs; others change an output at least. */
const EMPTY: readonly (readonly PlannedChange[])[] = [];

/** Deploys the up pass with a Terraform that makes these plans, one after the other. */
function up(
  [deployed, wanted]: readonly [ReturnType<typeof stack>, ReturnType<typeof stack>],
  plans: readonly (readonly PlannedChange[])[],
  apply = async () => {},
) {
  const left = [...plans];
  const inFolder = (folder: string, command: string) => {
    if (!existsSync(join(folder, ".terraform"))) throw new Error(`${command} in a folder without init`);
    commands.push(command);
  };
  const terraform = {
    init: async (folder: string) => void mkdirSync(join(folder, ".terraform")),
    stateList: async (folder: string) => {
      inFolder(folder, "list");
      return ["aws_instance.api", "aws_made_up.api"];
    },
    stateMove: async (folder: string, from: string, to: string) => inFolder(folder, `${from} > ${to}`),
    planToFile: async (folder: string) => {
      const { resource = {} } = readStackFile(folder);
      inFolder(folder, `plan ${Object.values(resource).flatMap(Object.keys).join(" ")}`);
      return { changes: left.shift() ?? [], isEmpty: plans === EMPTY };
    },
    applyPlan: (folder: string) => {
      inFolder(folder, "apply");
      return apply();
    },
    // The cast: these of Terraform's commands are all that an up pass runs.
  } as unknown as Terraform;
  const options = { terraform, workFolder: temporaryFolder.path, wantedFolders: new Map() };
  return new ChangeRunner({ ...options, onApplied: () => {} }).up(planChange(deployed, wanted));
}

const MOVED = "aws_instance.api > aws_instance.api-leaving";
const BACK = "aws_instance.api-leaving > aws_instance.api";

describe("the up pass", () => {
  it("moves what is replaced aside, in a folder that no command has used yet", async () => {
    await up([server("a"), server("b")], []);
    expect(commands).toEqual(["list", MOVED, "plan api api-leaving", "apply"]);
  });

  it("moves it back if its plan would delete something else", async () => {
    const deletion = { address: "aws_vpc.main", action: "delete", reason: undefined } as const;
    await expect(up([server("a"), server("b")], [[deletion]])).rejects.toThrow(
      /^compute: this pass must not delete these, and its plan would:\n {2}delete aws_vpc\.main\n/,
    );
    expect(commands).toEqual(["list", MOVED, "plan api api-leaving", BACK]);
  });

  it("leaves it aside if the plan was being applied: its successor may be there", async () => {
    const failed = up([server("a"), server("b")], [], () => Promise.reject(new Error("cut")));
    await expect(failed).rejects.toThrow("cut");
    expect(commands).not.toContain(BACK);
  });

  it("plans again what only a plan shows to be replaced", async () => {
    const replaced = { address: "aws_made_up.api", action: "replace", reason: "cannot_update" } as const;
    const { stacks } = await up([unknown(1), unknown(2)], [[replaced]]);
    expect(commands).toEqual([
      "plan api",
      "list",
      "aws_made_up.api > aws_made_up.api-leaving",
      "plan api api-leaving",
      "apply",
    ]);
    expect(stacks[0]?.leftovers).toEqual(["aws_made_up.api-leaving"]);
  });

  it("ends at what only a plan shows, and that cannot stay beside its successor, with the way on", async () => {
    const replaced = { address: "aws_made_up.api", action: "replace", reason: "cannot_update" } as const;
    const guarded = (size: number) =>
      stack({ aws_made_up: { api: { size, lifecycle: { prevent_destroy: true } } } });
    const failed = up([guarded(1), guarded(2)], [[replaced]]);
    await expect(failed).rejects.toThrow(ChangeError);
    await expect(failed).rejects.toThrow(
      /^compute: these cannot be changed in place, nor replaced:\n {2}aws_made_up\.api: it is protected\nNothing of this stack was changed\. .*To go on, undo or change this in the platform, and give the same command again/,
    );
    expect(commands).toEqual(["plan api"]);
  });

  it("applies no plan that would change nothing", async () => {
    await up([unknown(1), unknown(1)], EMPTY);
    expect(commands).toEqual(["plan api"]);
    await up([unknown(1), unknown(1)], []);
    expect(commands).toEqual(["plan api", "plan api", "apply"]);
  });

  it("gives up if it is still replaced then", async () => {
    const replaced = { address: "aws_made_up.api", action: "replace", reason: "cannot_update" } as const;
    await expect(up([unknown(1), unknown(2)], [[replaced], [replaced]])).rejects.toThrow(
      "replace aws_made_up.api (cannot update)",
    );
    expect(commands.at(-1)).toBe("aws_made_up.api-leaving > aws_made_up.api");
  });
});
