import type { ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import { normalizeToSchema } from "../../../../tools/rehearse/simulator/normalize-to-schema.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import { offlineProviderConfig } from "../../../../tools/rehearse/simulator/provider-config.ts";
import { providerProcessBackends } from "../../../../tools/rehearse/simulator/provider-process.ts";
import { type ObjectValue, UNKNOWN } from "../../../../tools/rehearse/simulator/terraform-value.ts";
import { findProvider } from "../../../../tools/terraform/find-provider.ts";
import { NO_PROVIDER } from "./support/real-provider.ts";

const factory = providerProcessBackends((await findProvider()).binary?.path ?? "");

/** Types of both SDKs that the provider is written with. */
const RESOURCES: Readonly<Record<string, ObjectValue>> = {
  aws_sqs_queue: { name: "work" },
  aws_vpc: { cidr_block: "10.0.0.0/16" },
  aws_lb_target_group: { name: "app", port: 80, protocol: "HTTP", vpc_id: "vpc-1" },
  aws_cloudwatch_metric_alarm: {
    alarm_name: "high",
    comparison_operator: "GreaterThanThreshold",
    evaluation_periods: 1,
    metric_name: "CPUUtilization",
    namespace: "AWS/ECS",
    period: 60,
    statistic: "Average",
    threshold: 80,
  },
  aws_s3_bucket_lifecycle_configuration: {
    bucket: "logs",
    rule: [{ id: "all", status: "Enabled", filter: [{ prefix: "" }], expiration: [{ days: 30 }] }],
  },
};

async function configure(backend: ProviderBackend, region: string, tags: ObjectValue) {
  const { provider } = await backend.schema();
  const config = normalizeToSchema({ region, default_tags: [{ tags }] }, provider.block);
  const { diagnostics } = await backend.Configure({
    terraform_version: "1.11.4",
    config: encodeDynamicValue(offlineProviderConfig(config)),
  });
  return diagnostics.map(({ summary }) => summary);
}

/** The provider's plans of new resources. */
async function plans(backend: ProviderBackend) {
  const schema = await backend.schema();
  return Promise.all(
    Object.entries(RESOURCES).map(async ([type_name, values]) => {
      const { block } = schema.resource(type_name)!;
      const complete = normalizeToSchema(values, block);
      const proposed = Object.entries(complete).map(([name, value]) => [
        name,
        value === null && block.attributes[name]?.computed === true ? UNKNOWN : value,
      ]);
      const response = await backend.PlanResourceChange({
        type_name,
        prior_state: encodeDynamicValue(null),
        proposed_new_state: encodeDynamicValue(Object.fromEntries(proposed)),
        config: encodeDynamicValue(complete),
      });
      return {
        ...response,
        planned_state: decodeObjectValue(response.planned_state),
        // A set, in the order of a Go map.
        requires_replace: response.requires_replace.map((path) => JSON.stringify(path)).sort(),
      };
    }),
  );
}

describe.skipIf(NO_PROVIDER.isMissing)(
  `a real provider that is configured again${NO_PROVIDER.reason}`,
  () => {
    it("answers as one does that never had another configuration, and equal requests equally", async () => {
      const [reused, fresh] = await Promise.all([factory(), factory()]);
      try {
        expect(await configure(reused, "eu-west-1", { Owner: "one", Team: "a" })).toEqual([]);
        const first = await plans(reused);
        expect(await plans(reused)).toEqual(first);
        expect(await configure(reused, "nowhere-1", {})).toMatchObject([
          expect.stringContaining("nowhere-1"),
        ]);
        for (const backend of [reused, fresh]) {
          expect(await configure(backend, "us-east-1", { Owner: "two" })).toEqual([]);
        }
        const second = await plans(reused);
        expect(second).toEqual(await plans(fresh));
        expect(first[0]?.planned_state?.tags_all).toEqual({ Owner: "one", Team: "a" });
        expect(second[0]?.planned_state?.tags_all).toEqual({ Owner: "two" });
        expect(second.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
      } finally {
        await Promise.all([reused.stop(), fresh.stop()]);
      }
    });
  },
);
