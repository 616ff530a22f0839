import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { gitlabJobScript, gitlabJobVariables } from "../../../support/gitlab-text.ts";
import { stepScript } from "../../../support/workflow-text.ts";
import type { GithubServer } from "./github-server.ts";
import { GITLAB_PROJECT, GITLAB_TOKEN, type GitlabServer } from "./gitlab-server.ts";

type Env = Readonly<Record<string, string>>;

/** Where the jobs of a pipeline run. */
interface JobRunnerOptions {
  /** The checkout whose command line is `npx drydock`. */
  readonly checkout: string;
  /** A new folder of the runner's own. */
  readonly folder: string;
  /** Variables of a job with a role. @default none: the job has no credentials */
  readonly credentials?: Env;
  /** Receives the name of each step that runs: `plan-kiosk-prod: review`. */
  readonly onStep: (step: string) => void;
}

/** The variables of this process that a job has too. */
const MACHINE = ["HOME", "PATH", "TMPDIR", "TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR", "XDG_CACHE_HOME"];

/** Runs the scripts of a pipeline as a runner does, with its variables alone. */
class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly temporary: string;
  #runs = 0;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.temporary = options.folder;
    const bin = join(options.folder, "bin");
    mkdirSync(bin, { recursive: true });
    // npx finds the command of the project's own package.
    const program = join(options.checkout, "bin", "drydock.mjs");
    writeFileSync(join(bin, "npx"), `#!/bin/sh\nshift\nexec node ${program} "$@"\n`, { mode: 0o755 });
  }

  /** Notes a step, and returns the path of a file of its own. */
  protected fileOf(step: string): (name: string) => string {
    this.#options.onStep(step);
    this.#runs += 1;
    return (name) => join(this.temporary, `${this.#runs}-${name}`);
  }

  protected bash(script: string, env: Env) {
    const { checkout, credentials = {} } = this.#options;
    const own = Object.fromEntries(MACHINE.flatMap((name) => [[name, process.env[name] ?? ""]]));
    const machine = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ""));
    return execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
      cwd: checkout,
      reject: false,
      stdin: "ignore",
      extendEnv: false,
      env: {
        ...machine,
        CI: "true",
        ...credentials,
        ...env,
        PATH: `${join(this.temporary, "bin")}:${process.env.PATH}`,
      },
    });
  }
}

/** A runner of the steps of GitHub's workflows. */
export class GithubRunner extends JobRunner {
  readonly #server: GithubServer | undefined;

  /** @param server GitHub's API; undefined for a job without a token */
  constructor(options: JobRunnerOptions, server?: GithubServer) {
    super(options);
    this.#server = server;
  }

  /** Runs a step's script from the workflow's file, and returns its outputs. */
  async run(workflow: string, job: string, step: string, env: Env = {}) {
    const file = this.fileOf(`${job}: ${step}`);
    const [script, output, summary] = [file("script.sh"), file("output"), file("summary")];
    writeFileSync(script, stepScript(workflow, job, step));
    for (const empty of [output, summary]) writeFileSync(empty, "");
    const ended = await this.bash(script, {
      RUNNER_TEMP: this.temporary,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "jane",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_RUN_ID: "42",
      ...(this.#server === undefined
        ? {}
        : { GITHUB_API_URL: this.#server.url, GITHUB_TOKEN: "secret-token" }),
      ...env,
    });
    const lines = readFileSync(output, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const outputs = Object.fromEntries(lines.map((line) => line.split("=", 2) as [string, string]));
    return { ...ended, outputs, summary: readFileSync(summary, "utf8") };
  }
}

/** A runner of GitLab's jobs. */
export class GitlabRunner extends JobRunner {
  readonly #server: GitlabServer | undefined;

  /** @param server GitLab's API; undefined for a job without a token */
  constructor(options: JobRunnerOptions, server?: GitlabServer) {
    super(options);
    this.#server = server;
  }

  /**
   * Runs a job's script from the pipeline's file, with the job's own variables.
   *
   * @returns the result, and in `isLeft` true if the job left its folder of secrets behind
   */
  async run(pipeline: string, job: string, env: Env = {}) {
    const file = this.fileOf(job);
    const [script, after] = [file("script.sh"), file("after.sh")];
    writeFileSync(script, gitlabJobScript(pipeline, job));
    writeFileSync(after, gitlabJobScript(pipeline, job, "after_script"));
    const predefined: Env = {
      GITLAB_CI: "true",
      GITLAB_USER_LOGIN: "jane",
      CI_JOB_ID: randomUUID(),
      CI_JOB_URL: "https://gitlab.example/acme/shop/-/jobs/42",
      CI_PROJECT_ID: GITLAB_PROJECT,
      AWS_ID_TOKEN: "header.claims.signature",
      ...(this.#server === undefined
        ? {}
        : { CI_API_V4_URL: this.#server.url, DRYDOCK_GITLAB_TOKEN: GITLAB_TOKEN }),
      ...env,
    };
    const variables = { ...gitlabJobVariables(pipeline, job, predefined), ...predefined };
    const ended = await this.bash(script, variables);
    // GitLab runs it after a failure too, in a shell of its own.
    await this.bash(after, variables);
    return { ...ended, isLeft: existsSync(variables.DRYDOCK_TEMP ?? "") };
  }
}
