import { deterministicNumber } from "../computed-values/deterministic-values.ts";
import { arnTemplate, resolveString, type ValueContext } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** A broker's instances: two with a standby, otherwise one. */
function mqBrokerInstances(context: ValueContext): readonly object[] {
  const count = /MULTI_AZ/.test(resolveString(context, "deployment_mode")) ? 2 : 1;
  const isRabbit = /rabbit/i.test(resolveString(context, "engine_type"));
  return Array.from({ length: count }, (_, i) => {
    const host = `${resolveString(context, "id")}${isRabbit ? "" : `-${i + 1}`}.mq.${context.region}.amazonaws.com`;
    return {
      console_url: isRabbit ? `https://${host}` : `https://${host}:8162`,
      endpoints: [isRabbit ? `amqps://${host}:5671` : `ssl://${host}:61617`],
      ip_address: `10.0.${i}.${deterministicNumber(context.seed, 200) + 10}`,
    };
  });
}

/** Amazon MQ brokers. */
export const mqResources: ServiceResources = {
  types: {
    aws_mq_broker: {
      values: {
        id: "b-{uuid}",
        arn: arnTemplate("mq:{region}:{account}:broker:{broker_name}:{id}"),
        instances: mqBrokerInstances,
      },
    },
  },
};
