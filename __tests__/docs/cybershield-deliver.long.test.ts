import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { OperatorCalls } from "../../tools/rehearse/operator-calls/operator-calls.ts";
import { SimulatedHealth } from "../../tools/rehearse/simulated-health.ts";
import { SimulatedAccount } from "../../tools/rehearse/simulator/simulated-account.ts";
import {
  type SimulatedStateBackend,
  startStateBackend,
} from "../../tools/rehearse/state-backend/state-backend.ts";
import { makeTemporaryFolder } from "../../tools/terraform/temporary-folder.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";
import { stepsOfJob, workflowVariables } from "../support/workflow-text.ts";

const WORKFLOW = readFileSync(join(PROJECT_FOLDER, "docs/platforms/cybershield-deliver.yml"), "utf8");
const ACCOUNT_ID = "111111111111";
const TASKS = `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:task-definition`;
const INDEX = `sha256:${"e".repeat(64)}`;

/** True if a program is installed. */
function isInstalled(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/**
 * A `docker` that records its arguments: it builds whatever it is asked for, and knows the images
 * that it joined.
 */
const DOCKER = `#!/bin/bash
echo "$*" >> "$STUBS/docker.log"
case "$*" in
  *"--target test"*) exit "\${TEST_FAILS:-0}" ;;
  "login "*) cat > /dev/null ;;
  *--metadata-file*)
    file=$(sed -E 's/.*--metadata-file ([^ ]+).*/\\1/' <<< "$*")
    echo "{\\"containerimage.digest\\":\\"sha256:of-$(sed -E 's|.*--platform linux/([a-z0-9]+).*|\\1|' <<< "$*")\\"}" > "$file" ;;
  "buildx imagetools create"*) touch "$STUBS/joined" ;;
  "buildx imagetools inspect"*)
    [ -e "$STUBS/joined" ] || exit 1
    echo '{"digest":"${INDEX}"}' ;;
esac
`;

/** A `curl` that finds the health that the test sets. */
const CURL = `#!/bin/bash
echo "$*" >> "$STUBS/curl.log"
exit "\${UNHEALTHY:-0}"
`;

/** Each call of the AWS CLI starts Python. */
const TIMEOUT_MS = 300_000;

describe.skipIf(!["aws", "jq", "bash"].every(isInstalled))(
  "the pipeline of CyberShield's application",
  { timeout: TIMEOUT_MS },
  () => {
    let account: SimulatedAccount;
    let backend: SimulatedStateBackend;
    let folder: ReturnType<typeof makeTemporaryFolder>;
    /** Runs after each update of the service, as ECS itself would. */
    let afterUpdate: () => void;

    beforeEach(async () => {
      folder = makeTemporaryFolder("drydock-deliver");
      account = await SimulatedAccount.open(join(folder.path, "account.json"), ACCOUNT_ID);
      afterUpdate = () => undefined;
      const put = (type: string, id: string, values: object) =>
        account.put({ type, id, region: "us-east-1", values: { id, ...values } });
      const family = (name: string) =>
        put("aws_ecs_task_definition", `${TASKS}/${name}:1`, {
          ...{ family: name, revision: 1, arn: `${TASKS}/${name}:1`, cpu: "1024", memory: "2048" },
          ...{ network_mode: "awsvpc", requires_compatibilities: ["FARGATE"] },
          container_definitions: JSON.stringify([{ name: "app", image: `${name}:first` }]),
        });
      family("cybershield-task");
      family("cybershield-task-placeholder");
      put("aws_ecs_service", "cybershield-service", {
        name: "cybershield-service",
        cluster: `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:cluster/cybershield-cluster`,
        desired_count: 1,
        task_definition: `${TASKS}/cybershield-task-placeholder:1`,
      });
      const [health, operators] = [new SimulatedHealth(account), new OperatorCalls(account)];
      backend = await startStateBackend({
        folder: join(folder.path, "objects"),
        accountId: ACCOUNT_ID,
        findBucket: () => undefined,
        findKmsKeyArn: () => undefined,
        handleOther: (request, id) => {
          const response = health.handle(request, id) ?? operators.handle(request, id);
          if (String(request.headers["x-amz-target"]).endsWith(".UpdateService")) afterUpdate();
          return response;
        },
      });
    });
    afterEach(async () => {
      await backend.stop();
      await folder.remove();
    });

    /** Runs a job's scripts as GitHub does, until one fails. */
    async function runJob(job: string, variables: Readonly<Record<string, string>>) {
      const stubs = join(folder.path, "stubs");
      mkdirSync(stubs, { recursive: true });
      for (const [name, text] of Object.entries({ docker: DOCKER, curl: CURL })) {
        writeFileSync(join(stubs, name), text);
        chmodSync(join(stubs, name), 0o755);
      }
      const files = { GITHUB_ENV: join(folder.path, "env"), GITHUB_OUTPUT: join(folder.path, "output") };
      for (const file of Object.values(files)) writeFileSync(file, "");
      const ran: string[] = [];
      let failed = false;
      for (const { name, script, condition } of stepsOfJob(WORKFLOW, job)) {
        const added = Object.fromEntries(assignmentsIn(files.GITHUB_ENV));
        const isAsked = condition === undefined ? !failed : failed && (added.PREVIOUS ?? "") !== "";
        if (!isAsked) continue;
        const { exitCode } = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
          env: {
            ...backend.env,
            ...workflowVariables(WORKFLOW),
            ...files,
            ...{ STUBS: stubs, RUNNER_TEMP: folder.path, GITHUB_SHA: "5ha", AWS_PAGER: "" },
            // The action for credentials sets this one too, which version 1 of the CLI reads.
            AWS_DEFAULT_REGION: "us-east-1",
            ...variables,
            ...added,
            PATH: `${stubs}${delimiter}${process.env.PATH}`,
          },
          reject: false,
        });
        ran.push(exitCode === 0 ? name : `${name} failed`);
        failed ||= exitCode !== 0;
      }
      const logOf = (program: string) => {
        const file = join(stubs, `${program}.log`);
        return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
      };
      return {
        ran,
        outputs: assignmentsIn(files.GITHUB_OUTPUT),
        docker: logOf("docker"),
        curl: logOf("curl"),
      };
    }

    const running = () => account.resources("aws_ecs_service")[0]!.values.task_definition;
    const DIGESTS = { ARM64: "sha256:of-arm64", AMD64: "sha256:of-amd64" };
    const REPOSITORY = "111111111111.dkr.ecr.us-east-1.amazonaws.com/cybershield-prod/images";

    it("builds each architecture, tests it, and pushes it by its digest", async () => {
      const { ran, outputs, docker } = await runJob("build", { PLATFORM: "linux/arm64" });
      expect(ran).toEqual(["test", "log in", "push"]);
      expect(outputs).toEqual([["digest-arm64", "sha256:of-arm64"]]);
      expect(docker[0]).toBe("build --platform linux/arm64 --target test .");
      expect(docker.at(-1)).toContain(`name=${REPOSITORY},push-by-digest=true`);
    });

    it("pushes nothing that fails its tests", async () => {
      const { ran, docker } = await runJob("build", { PLATFORM: "linux/amd64", TEST_FAILS: "1" });
      expect(ran).toEqual(["test failed"]);
      expect(docker).toHaveLength(1);
    });

    it("joins both architectures, registers the image by its digest, rolls it out and asks for its health", async () => {
      const { ran, docker, curl } = await runJob("release", DIGESTS);
      expect(ran).toEqual(["log in", "join", "register", "roll out", "check health"]);
      expect(docker).toContain(
        `buildx imagetools create --tag ${REPOSITORY}:5ha ${REPOSITORY}@sha256:of-arm64 ${REPOSITORY}@sha256:of-amd64`,
      );
      expect(running()).toBe(`${TASKS}/cybershield-task:2`);
      const [next] = account
        .resources("aws_ecs_task_definition")
        .filter(({ values }) => values.revision === 2);
      expect(JSON.parse(String(next!.values.container_definitions))).toEqual([
        expect.objectContaining({ name: "app", image: `${REPOSITORY}@${INDEX}` }),
      ]);
      expect(curl).toEqual([expect.stringMatching(/ https:\/\/cybershield-ai\.com\/health$/)]);
    });

    it("joins no image a second time, since tags are immutable", async () => {
      await runJob("release", DIGESTS);
      const { ran, docker } = await runJob("release", DIGESTS);
      expect(ran.at(-1)).toBe("check health");
      expect(docker.filter((call) => call.startsWith("buildx imagetools create"))).toHaveLength(1);
    });

    it("goes back to the version before if the new one is not healthy", async () => {
      const { ran } = await runJob("release", { ...DIGESTS, UNHEALTHY: "22" });
      expect(ran.slice(-3)).toEqual(["roll out", "check health failed", "roll back"]);
      expect(running()).toBe(`${TASKS}/cybershield-task-placeholder:1`);
    });

    it("fails if ECS itself rolled back, which leaves a stable service", async () => {
      afterUpdate = () =>
        account.update("aws_ecs_service", "cybershield-service", {
          task_definition: `${TASKS}/cybershield-task-placeholder:1`,
        });
      const { ran, curl } = await runJob("release", DIGESTS);
      expect(ran.slice(-2)).toEqual(["roll out failed", "roll back"]);
      expect(curl).toEqual([]);
    });
  },
);

function assignmentsIn(file: string): [string, string][] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
}
