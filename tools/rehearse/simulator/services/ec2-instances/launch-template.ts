import { arnTemplate, renderTemplate, type ValueContext } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";

const nextVersion = (name: string) => (context: ValueContext) => Number(context.before?.[name] ?? 0) + 1;

/** Launch templates and key pairs. */
export const ec2InstancesLaunchTemplateResources: ServiceResources = {
  types: {
    aws_launch_template: {
      values: {
        id: "lt-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:launch-template/{id}"),
        latest_version: nextVersion("latest_version"),
        default_version: (context) =>
          context.resolve("update_default_version") === true
            ? Number(context.resolve("latest_version"))
            : Number(context.before?.default_version ?? 1),
      },
      uniqueName: {
        attribute: "name",
        code: "InvalidLaunchTemplateName.AlreadyExistsException",
        message: "Launch template name already in use.",
      },
    },
    aws_key_pair: {
      values: {
        id: "{key_name}",
        arn: arnTemplate("ec2:{region}:{account}:key-pair/{key_name}"),
        key_pair_id: "key-0{hex:16}",
        fingerprint: (context) => renderTemplate("{hex:32/fp}", context).match(/../g)?.join(":") ?? "",
        key_type: "rsa",
      },
      uniqueName: {
        attribute: "key_name",
        code: "InvalidKeyPair.Duplicate",
        message: "The keypair already exists",
      },
    },
  },
};
