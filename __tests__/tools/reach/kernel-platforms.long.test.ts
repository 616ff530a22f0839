import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { merge } from "../../../language/merge.ts";
import type { PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { cqube } from "../../../platforms/cqube.ts";
import { cybershield } from "../../../platforms/cybershield.ts";
import { hybrid } from "../../../platforms/hybrid.ts";
import { roboshop } from "../../../platforms/roboshop.ts";
import { NetworkAnalysis } from "../../../tools/reach/analysis/network-analysis.ts";
import { CLOUDFRONT, VISITOR } from "../../support/kernel/internet-hosts.ts";
import { KernelReference } from "../../support/kernel/kernel-reference.ts";
import { withSynthesized } from "../../support/synth.ts";
import {
  claimOf,
  combineResults,
  comparePlatforms,
  endpointNamesOf,
  formatPlatformResult,
  kernelAnswers,
  type PlatformQuestion,
  type PlatformQuestionResult,
  reachAnswers,
  sharesAgree,
  viewOf,
} from "./support/platform-comparison.ts";
import {
  type Change,
  changedFolder,
  openAcls,
  openGroups,
  widened,
  without,
} from "./support/platform-variants.ts";

/**
 * CyberShield with its load balancer in the public subnets. The interfaces through which CloudFront
 * reaches a VPC origin are CloudFront's own, so that the kernel's network cannot have them.
 */
const publicCybershield = {
  ...cybershield,
  environments: merge(cybershield.environments, {
    prod: { edge: { loadBalancers: { alb: { tier: "public" } }, cdn: { origin: "public" } } },
  }),
} as PlatformSpec;

const PLATFORMS: readonly (readonly [PlatformSpec, string])[] = [
  [publicCybershield, "prod"],
  [cybershield, "dev"],
  [roboshop, "prod"],
  [roboshop, "lab"],
  [cqube, "prod"],
  [hybrid, "prod"],
];

const started = await KernelReference.start();
const judge = typeof started === "string" ? undefined : started;
const copies = mkdtempSync(join(tmpdir(), "drydock-kernel-"));
let made = 0;
afterAll(async () => {
  await judge?.stop();
  rmSync(copies, { recursive: true, force: true });
});

function changed(folder: string, change: Change): string {
  made += 1;
  return changedFolder(folder, join(copies, `${made}`), change);
}

/** The differences between Reach and the kernel if only Reach gets a changed platform. */
async function differences(
  [spec, environment]: readonly [PlatformSpec, string],
  changes: Readonly<Record<string, Change>>,
  isIncluded: (question: PlatformQuestion) => boolean = () => true,
): Promise<Record<string, string[]>> {
  const platform = resolve(spec, environment);
  return withSynthesized([platform], async (folder) => {
    const complete = viewOf(folder, platform);
    const view = { ...complete, questions: complete.questions.filter(isIncluded) };
    const kernel = await kernelAnswers(judge!, [view]);
    const disagreements: Record<string, string[]> = {};
    for (const [name, change] of Object.entries(changes)) {
      const [answers] = combineResults([view], kernel, [await reachAnswers(changed(folder, change), view)]);
      disagreements[name] = answers!.filter((result) => !sharesAgree(result)).map(summaryOf);
    }
    return disagreements;
  });
}

describe.skipIf(judge === undefined)(
  `reach and the kernel on the platforms${judge === undefined ? `: ${started}` : ""}`,
  () => {
    it.each(PLATFORMS.map(([spec, environment]) => [spec.name, environment, spec] as const))(
      "agree on %s in %s, on its ACLs alone, and on its groups alone",
      async (name, environment, spec) => {
        const platform = resolve(spec, environment);
        let excluded: ReadonlySet<string> = new Set();
        const [unchanged, ...opened] = await withSynthesized([platform], async (folder) => {
          const { model } = await NetworkAnalysis.read(folder);
          const view = viewOf(folder, platform);
          excluded = new Set(view.leftOut.map(({ reason }) => reason));
          expect([...model.endpoints.keys()].sort()).toEqual(endpointNamesOf(view).sort());
          return comparePlatforms(judge!, platform, [
            folder,
            changed(folder, openGroups),
            changed(folder, openAcls),
          ]);
        });
        const all = [...unchanged!, ...opened.flat()];
        console.log(
          [
            `${name} ${environment}: ${counts(unchanged!)}`,
            `with what is opened: ${counts(all)}`,
            ...[...excluded].map((why) => `left out: ${why}`),
          ].join("\n"),
        );
        expect(all.filter((result) => !sharesAgree(result)).map(formatPlatformResult)).toEqual([]);
        expect(unchanged!.filter(isUnknown).map(formatPlatformResult)).toEqual([]);
        expect(
          all
            .filter(isUnknown)
            .filter((result) => !dependsOnClientPorts(result))
            .map(formatPlatformResult),
        ).toEqual([]);
        expect(unchanged!.some(({ share }) => share === "all")).toBe(true);
      },
      240_000,
    );

    it("differ if Reach gets a changed CyberShield", async () => {
      const changes: Readonly<Record<string, Change>> = {
        "a wider rule": widened("aws_vpc_security_group_egress_rule", "firewall_alb_to-app-"),
        "no route": without("aws_route", "main-nat_route-private-us-east-1a"),
        "no ACL entry": without("aws_network_acl_rule", "main-acls_database-ingress-tcp-5432"),
      };
      expect(await differences([publicCybershield, "prod"], changes)).toEqual({
        "a wider rule": [
          `aws_lb → ${VISITOR} tcp 8000: none in the kernel, all by reach`,
          `aws_lb → ${CLOUDFRONT} tcp 8000: none in the kernel, all by reach`,
        ],
        "no route": [
          "aws_ecs_service → aws_lb tcp 443: all in the kernel, some by reach",
          `aws_ecs_service → ${VISITOR} tcp 443: all in the kernel, some by reach`,
          `aws_ecs_service → ${CLOUDFRONT} tcp 443: all in the kernel, some by reach`,
        ],
        "no ACL entry": ["aws_ecs_service → aws_db_instance tcp 5432: all in the kernel, none by reach"],
      });
    });

    it("differ if Reach gets a changed Hybrid: for connections from and to external networks", async () => {
      const changes: Readonly<Record<string, Change>> = {
        "no route to the other region": without(
          "aws_ec2_transit_gateway_route",
          "transit-eu_route-spokes-peer",
        ),
        "no route to the office": without("aws_route", "depot-routes_routable"),
        "no private NAT": without("aws_route", "depot-nat_route-private"),
        "no route into the VPN between regions": without("aws_vpn_connection_route", "partner-vpn_route"),
        "no authorization": without("aws_ec2_client_vpn_authorization_rule", "staff-vpn_"),
        "a closed load balancer": without(
          "aws_vpc_security_group_ingress_rule",
          "firewall_ledger-nlb_from-1043320-19-tcp-7000",
        ),
      };
      const isIncluded = ({ from, port }: PlatformQuestion) =>
        [80, 445, 636, 5000, 7000, 8080].includes(port) &&
        /^hybrid-prod\/|aws_lb\.|partner-app|scanner|web-eu/.test(from);
      expect(await differences([hybrid, "prod"], changes, isIncluded)).toEqual({
        "no route to the other region": [
          "aws_instance → aws_instance tcp 636: all in the kernel, none by reach",
        ],
        "no route to the office": [
          "aws_instance → hybrid-prod/depot-office tcp 445: all in the kernel, none by reach",
          "hybrid-prod/depot-office → aws_lb tcp 5000: all in the kernel, none by reach",
          "hybrid-prod/depot-office → aws_instance tcp 5000: all in the kernel, none by reach",
        ],
        "no private NAT": [
          "aws_instance → hybrid-prod/depot-office tcp 445: all in the kernel, none by reach",
        ],
        "no route into the VPN between regions": [
          "aws_instance → aws_instance tcp 8080: all in the kernel, none by reach",
        ],
        "no authorization": [
          "hybrid-prod/staff → aws_lb tcp 80: all in the kernel, none by reach",
          "hybrid-prod/staff → aws_ecs_service tcp 8080: all in the kernel, none by reach",
        ],
        "a closed load balancer": [
          "aws_instance → aws_autoscaling_group tcp 7000: all in the kernel, none by reach",
        ],
      });
    });
  },
);

function counts(answers: readonly PlatformQuestionResult[]): string {
  const count = (is: (result: PlatformQuestionResult) => boolean) => answers.filter(is).length;
  const verdict = (which: string) => count(({ explanation }) => explanation.verdict === which);
  return (
    `${answers.length} questions, in the kernel ${count(({ share }) => share === "all")} work and ` +
    `${count(({ share }) => share === "some")} in part; reach: ${verdict("allowed")} allowed, ` +
    `${verdict("blocked")} blocked, ${verdict("unknown")} unknown; both agree on ` +
    `${count((result) => sharesAgree(result) && !isUnknown(result))}`
  );
}

function isUnknown({ explanation }: PlatformQuestionResult): boolean {
  return claimOf(explanation) === undefined;
}

/**
 * Reports that the client's port decides because ACLs allow only some of them: the kernel uses
 * other ports.
 */
function dependsOnClientPorts({ share, explanation: { causes } }: PlatformQuestionResult): boolean {
  return share === "none" && causes.some(({ text }) => /, return traffic .* from source ports /.test(text));
}

function summaryOf({
  question: { from, to, protocol, port },
  share,
  explanation,
}: PlatformQuestionResult): string {
  const type = (end: string) => /aws_\w+/.exec(end)?.[0] ?? end;
  const claim = claimOf(explanation);
  return `${type(from)} → ${type(to)} ${protocol} ${port}: ${share} in the kernel, ${claim} by reach`;
}
