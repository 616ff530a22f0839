import { deterministicNumber } from "../computed-values/deterministic-values.ts";
import { renderTemplate, type ValueContext } from "../computed-values/value-context.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "../terraform-value.ts";
import type { ServiceResources } from "./service-resources.ts";

/**
 * The bootstrap brokers for one kind of client; empty unless that kind is enabled.
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
function mskBootstrapBrokers(kind: "PLAINTEXT" | "TLS" | "sasl.scram" | "sasl.iam", port: number) {
  return (context: ValueContext): string => {
    const inTransit = firstBlock(firstBlock(context.resolve("encryption_info")).encryption_in_transit);
    const clientEncryption = String(inTransit.client_broker ?? "TLS");
    const sasl = firstBlock(firstBlock(context.resolve("client_authentication")).sasl);
    const isEnabled = kind.startsWith("sasl.")
      ? sasl[kind.slice(5)] === true
      : clientEncryption.split("_").includes(kind);
    if (!isEnabled) return "";
    const host = (n: number) =>
      renderTemplate(
        `b-${n}.{lower cluster_name}.{base36:6}.c2.kafka.{region}.amazonaws.com:${port}`,
        context,
      );
    return [1, 2, 3]
      .slice(0, Number(context.resolve("number_of_broker_nodes")) || 3)
      .map(host)
      .join(",");
  };
}

/** The first block of a list; an empty object if there is none. */
function firstBlock(value: TerraformValue | undefined): ObjectValue {
  const [first] = Array.isArray(value) ? value : [];
  return isObjectValue(first ?? null) ? (first as ObjectValue) : {};
}

/** MSK clusters. */
export const kafkaResources: ServiceResources = {
  types: {
    aws_msk_kafka_version: { values: { id: "{version}", version: "3.6.0", status: "ACTIVE" } },
    aws_msk_cluster: {
      values: {
        id: "{arn}",
        arn: (context) =>
          renderTemplate(
            `arn:{partition}:kafka:{region}:{account}:cluster/{cluster_name}/{uuid}-${deterministicNumber(context.seed, 9) + 1}`,
            context,
          ),
        current_version: "K{upper:13}",
        bootstrap_brokers: mskBootstrapBrokers("PLAINTEXT", 9092),
        bootstrap_brokers_tls: mskBootstrapBrokers("TLS", 9094),
        bootstrap_brokers_sasl_scram: mskBootstrapBrokers("sasl.scram", 9096),
        bootstrap_brokers_sasl_iam: mskBootstrapBrokers("sasl.iam", 9098),
      },
    },
  },
};
