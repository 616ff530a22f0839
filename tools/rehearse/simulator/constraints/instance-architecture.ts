import { architectureOfInstanceType } from "../../../../language/sizing.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { publicImageId } from "../data-sources/images.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

/** The public parameters with Amazon Linux images, without the architecture at the end. */
const PUBLIC_PARAMETERS = ["al2023-ami-kernel-default", "al2023-ami-minimal-kernel-default"].map(
  (name) => `/aws/service/ami-amazon-linux-latest/${name}`,
);

/** The architecture names of images, mapped to those of instance types. */
const ARCHITECTURES = { arm64: "ARM64", x86_64: "X86_64" } as const;
type ArchitectureName = keyof typeof ARCHITECTURES;

/** The architecture of a public AWS image, by image ID or by a `resolve:ssm:` parameter. */
function imageArchitecture(
  imageArchitectureName: string | undefined,
  { region }: CallContext,
): ArchitectureName | undefined {
  const architectures = Object.keys(ARCHITECTURES) as ArchitectureName[];
  return architectures.find((architecture) =>
    PUBLIC_PARAMETERS.some((name) => {
      const parameter = `${name}-${architecture}`;
      return (
        imageArchitectureName === `resolve:ssm:${parameter}` ||
        imageArchitectureName === publicImageId(region, parameter)
      );
    }),
  );
}

/** An instance's type and image must have the same architecture. */
export const instanceArchitecture: Constraint = {
  name: "instance-architecture",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-types.html",
  types: ["aws_instance", "aws_launch_template"],
  check(change, context) {
    const type = stringAttribute(change.after, "instance_type");
    const imageArchitectureName = imageArchitecture(
      stringAttribute(change.after, "ami") ?? stringAttribute(change.after, "image_id"),
      context,
    );
    if (type === undefined || imageArchitectureName === undefined) return [];
    const instanceArchitecture = architectureOfInstanceType(type);
    const architecture = instanceArchitecture === "ARM64" ? "arm64" : "x86_64";
    return apiErrorIf(
      ARCHITECTURES[imageArchitectureName] !== instanceArchitecture,
      change.type === "aws_instance" ? "RunInstances" : "CreateLaunchTemplate",
      "InvalidParameterValue",
      `The architecture '${architecture}' of the specified instance type does not match the architecture '${imageArchitectureName}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
      "instance_type",
    );
  },
};
