import {
  type Architecture,
  amazonLinuxParameter,
  architectureOfInstanceType,
  EC2_ARCHITECTURES,
} from "../../../../aws/instance-types.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { publicImageId } from "../data-sources/images.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

const ARCHITECTURES = Object.keys(EC2_ARCHITECTURES) as Architecture[];

/** The architecture of a public AWS image, by image ID or by a `resolve:ssm:` parameter. */
function imageArchitecture(image: string | undefined, { region }: CallContext): Architecture | undefined {
  return ARCHITECTURES.find((architecture) =>
    (["default", "minimal"] as const)
      .map((variant) => amazonLinuxParameter(architecture, variant))
      .some(
        (parameter) => image === `resolve:ssm:${parameter}` || image === publicImageId(region, parameter),
      ),
  );
}

/** An instance's type and image must have the same architecture. */
export const instanceArchitecture: Constraint = {
  name: "instance-architecture",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-types.html",
  types: ["aws_instance", "aws_launch_template"],
  check(change, context) {
    const type = stringAttribute(change.after, "instance_type");
    const image = imageArchitecture(
      stringAttribute(change.after, "ami") ?? stringAttribute(change.after, "image_id"),
      context,
    );
    if (type === undefined || image === undefined) return [];
    const instance = architectureOfInstanceType(type);
    return apiErrorIf(
      image !== instance,
      change.type === "aws_instance" ? "RunInstances" : "CreateLaunchTemplate",
      "InvalidParameterValue",
      `The architecture '${EC2_ARCHITECTURES[instance]}' of the specified instance type does not match the architecture '${EC2_ARCHITECTURES[image]}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
      "instance_type",
    );
  },
};
