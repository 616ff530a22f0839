import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { addressesCommand } from "../../tools/addresses/command.ts";
import { bootstrapCommand } from "../../tools/bootstrap/command.ts";
import { checkCommand } from "../../tools/check/command.ts";
import { deployCommand } from "../../tools/deploy/command.ts";
import { driftCommand } from "../../tools/drift/command.ts";
import { listCommand } from "../../tools/list/command.ts";
import { rehearseCommand } from "../../tools/rehearse/command.ts";
import {
  APPLICATION_AUTO_SCALING_OPERATIONS,
  AUTO_SCALING_OPERATIONS,
} from "../../tools/rehearse/operator-calls/auto-scaling.ts";
import { ECS_OPERATIONS } from "../../tools/rehearse/operator-calls/ecs.ts";
import { RDS_OPERATIONS } from "../../tools/rehearse/operator-calls/rds.ts";
import { SecretValues } from "../../tools/rehearse/operator-calls/secrets.ts";
import { cdktfExecutable } from "../../tools/terraform/cdktf.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";
import { operationsBlocks, typedBlocks } from "../support/documented-day/day.ts";
import { CYBERSHIELD_DAY, FLEET_DAY, SERVER_DAY } from "../support/documented-day/days.ts";
import {
  commandsOf,
  commandsOfProgram,
  missingPrograms,
  type PageBlock,
  pageBlocks,
} from "../support/documented-day/page-blocks.ts";

const blocks = operationsBlocks();

/** The operations of AWS that a kept rehearsal answers, by the CLI's name of their service. */
const SIMULATED: Readonly<Record<string, readonly string[]>> = {
  sts: ["GetCallerIdentity"],
  s3api: ["ListObjectVersions", "GetObject", "PutObject", "CopyObject"],
  // The last one is of SimulatedHealth.
  ecs: [...Object.keys(ECS_OPERATIONS), "DescribeServices"],
  rds: Object.keys(RDS_OPERATIONS),
  autoscaling: Object.keys(AUTO_SCALING_OPERATIONS),
  "application-autoscaling": Object.keys(APPLICATION_AUTO_SCALING_OPERATIONS),
  secretsmanager: Object.keys(new SecretValues({ onRemoved: () => undefined } as never).operations),
};

/** The operations that the CLI's waiters call. */
const WAITERS: Readonly<Record<string, string>> = {
  "services-stable": "describe-services",
  "db-instance-available": "describe-db-instances",
  "db-snapshot-available": "describe-db-snapshots",
};

/** `describe-db-instances` is `DescribeDBInstances`. */
function isSimulated([service = "", command = "", waiter = ""]: readonly string[]): boolean {
  const operation = command === "wait" ? (WAITERS[waiter] ?? waiter) : command;
  const name = operation.replaceAll("-", "");
  return SIMULATED[service]?.some((each) => each.toLowerCase() === name) === true;
}

/** Returns what a block needs that a kept rehearsal does not have. */
function missingIn({ text }: PageBlock): string[] {
  const calls = commandsOfProgram(text, "aws").filter((words) => !isSimulated(words));
  return [...missingPrograms(text), ...calls.map((words) => `aws ${words.slice(0, 2).join(" ")}`)];
}

const whereIs = ({ line }: PageBlock) => `line ${line}`;

describe("the blocks of docs/operations.md", () => {
  it("are typed by operations.long.test.ts, but for those that a rehearsal cannot run", () => {
    const typed = blocks.filter(({ notInRehearsal }) => notInRehearsal === undefined);
    expect(typed.flatMap((block) => missingIn(block).map((what) => `${whereIs(block)}: ${what}`))).toEqual(
      [],
    );
    const renewals = [...FLEET_DAY, ...SERVER_DAY].filter(({ section }) => section.startsWith("Renew"));
    const steps = [...CYBERSHIELD_DAY, ...renewals];
    expect(steps.map(({ section }) => section).sort()).toEqual(typed.map(({ section }) => section).sort());
  });

  it("are typed in their order", () => {
    expect(CYBERSHIELD_DAY.map(({ section }) => section)).toEqual(
      typedBlocks(blocks, CYBERSHIELD_DAY).map(({ section }) => section),
    );
  });

  it("are marked only where a rehearsal lacks something, with the reason", () => {
    const marked = blocks.filter(({ notInRehearsal }) => notInRehearsal !== undefined);
    expect(marked.length).toBeGreaterThan(3);
    const pointless = marked.filter((block) => missingIn(block).length === 0);
    // RDS's own rotation is a parameter of a call that is simulated without it.
    expect(pointless.map(({ text }) => text)).toEqual([
      expect.stringContaining("--rotate-master-user-password"),
    ]);
  });
});

/** The commands of the page: those of its blocks, and those in its sentences. */
function commandsOfPage(program: string): string[][] {
  const page = readFileSync(join(PROJECT_FOLDER, "docs/operations.md"), "utf8");
  const spans = [...page.replace(/^ *```[\s\S]*?^ *```/gm, "").matchAll(/`(npx [^`]+)`/g)];
  const texts = [...blocks.map(({ text }) => text), ...spans.map(([, span]) => span!)];
  return texts.flatMap((text) => commandsOfProgram(text, program)).filter((words) => words.length > 0);
}

const optionsOf = (words: readonly string[]) =>
  words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]!);

describe("the commands of docs/operations.md", () => {
  it("of drydock exist, with their options and arguments", () => {
    const commands = new Map<string, Command>(
      [
        addressesCommand(),
        bootstrapCommand(),
        checkCommand(),
        deployCommand(),
        driftCommand(),
        listCommand(),
        rehearseCommand(),
      ].map((command) => [command.name(), command]),
    );
    const typed = commandsOfPage("drydock");
    expect(typed.length).toBeGreaterThan(5);
    for (const [name = "", ...words] of typed) {
      const command = commands.get(name);
      expect(command, name).toBeDefined();
      const known = command!.options.map(({ long }) => long);
      expect(known, `${name} ${words.join(" ")}`).toEqual(expect.arrayContaining(optionsOf(words)));
    }
  });

  it("of cdktf exist, with their options", () => {
    const folder = dirname(cdktfExecutable());
    const scripts = readdirSync(folder).filter((file) => file.endsWith(".js"));
    const program = scripts.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
    const typed = commandsOfPage("cdktf");
    expect(typed.length).toBeGreaterThan(5);
    for (const [name = "", ...words] of typed) {
      expect(["deploy", "destroy", "diff", "list", "synth"]).toContain(name);
      const unknown = optionsOf(words).filter((option) => !program.includes(`"${option.slice(2)}"`));
      expect(unknown).toEqual([]);
    }
  });
});

describe("pageBlocks and commandsOf", () => {
  const fence = "```";

  it("find blocks in lists, with their heading, line and mark", () => {
    const page = `# A page\n\n${fence}\none\n${fence}\n\n## Second\n\n1. First:\n\n   ${fence}\n   # not in a rehearsal: why\n   two \\\n     --three\n   ${fence}\n`;
    expect(pageBlocks(page)).toEqual([
      { section: "A page", line: 4, text: "one", notInRehearsal: undefined },
      {
        section: "Second",
        line: 12,
        text: "# not in a rehearsal: why\ntwo \\\n  --three",
        notInRehearsal: "why",
      },
    ]);
    expect(() => pageBlocks(`text\n${fence}\nopen`)).toThrow("line 3 is not closed");
  });

  it("find each command in pipes, lists, loops and continued lines", () => {
    const text = `A=1 B=2\nexport C=3\nread -rs KEY  # hidden\none --a 'b; c' |\n  two "$D" && three\nuntil four; do five 6; done\nnpx cdktf \\\n  list`;
    expect(commandsOf(text)).toEqual([
      ["export", "C=3"],
      ["read", "-rs", "KEY"],
      ["one", "--a", "'b; c'"],
      ["two", '"$D"'],
      ["three"],
      ["four"],
      ["five", "6"],
      ["cdktf", "list"],
    ]);
  });

  it("name programs that a rehearsal does not have", () => {
    expect(missingPrograms("aws sts get-caller-identity\ndocker login | jq .\ndig +short NS a.b")).toEqual([
      "docker",
      "dig",
    ]);
  });
});
