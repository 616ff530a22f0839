import { required } from "../../../../language/required.ts";
import { arnTemplate, resolveString, type ValueContext } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/**
 * Some Elastic Beanstalk platforms:
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/platforms/platforms-supported.html
 */
const SOLUTION_STACKS = [
  "64bit Amazon Linux 2023 v6.5.2 running Node.js 22",
  "64bit Amazon Linux 2023 v4.5.2 running Python 3.12",
  "64bit Amazon Linux 2023 v4.5.2 running Docker",
  "64bit Amazon Linux 2023 v4.5.2 running Corretto 21",
  "64bit Amazon Linux 2023 v4.5.2 running PHP 8.4",
  "64bit Amazon Linux 2023 v4.5.2 running Ruby 3.4",
  "64bit Amazon Linux 2023 v4.3.2 running Go 1",
  "64bit Amazon Linux 2023 v5.6.2 running Tomcat 10 Corretto 21",
  "64bit Amazon Linux 2023 v3.4.2 running .NET 8",
];

function solutionStack(context: ValueContext): string {
  const pattern = new RegExp(resolveString(context, "name_regex"));
  return SOLUTION_STACKS.find((name) => pattern.test(name)) ?? required(SOLUTION_STACKS, 0);
}

/** Elastic Beanstalk. */
export const elasticbeanstalkResources: ServiceResources = {
  types: {
    aws_elastic_beanstalk_environment: {
      values: {
        id: "e-{base36:10}",
        arn: arnTemplate("elasticbeanstalk:{region}:{account}:environment/{application}/{name}"),
        cname: "{name}.eba-{base36:8}.{region}.elasticbeanstalk.com",
        endpoint_url: "awseb--{base36:8}-{digits:10}.{region}.elb.amazonaws.com",
      },
    },
    aws_elastic_beanstalk_solution_stack: { values: { id: "{name}", name: solutionStack } },
  },
};
