import { architectureOf } from "../../../../spec/sizing.ts";
import { imageId } from "../answers/lookups/images.ts";
import { textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { refuse } from "./support/rule.ts";

/** Where AWS publishes the images of Amazon Linux, but for the architecture at the end. */
const PUBLISHED = ["al2023-ami-kernel-default", "al2023-ami-minimal-kernel-default"].map(
  (name) => `/aws/service/ami-amazon-linux-latest/${name}`,
);

/** The words of images and instance types for an architecture. */
const WORDS = { arm64: "ARM64", x86_64: "X86_64" } as const;
type Word = keyof typeof WORDS;

/** The architecture of one of AWS's published images, by its id or by `resolve:ssm:` and its parameter. */
function imageArchitecture(image: string | undefined, { region }: CallContext): Word | undefined {
  const words = Object.keys(WORDS) as Word[];
  return words.find((word) =>
    PUBLISHED.some((name) => {
      const parameter = `${name}-${word}`;
      return image === `resolve:ssm:${parameter}` || image === imageId(region, parameter);
    }),
  );
}

/** A server's type and image are of one architecture. */
export const serverArchitecture: Law = {
  name: "server-architecture",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-types.html",
  types: ["aws_instance", "aws_launch_template"],
  check(change, context) {
    const type = textOf(change.after, "instance_type");
    const image = imageArchitecture(textOf(change.after, "ami") ?? textOf(change.after, "image_id"), context);
    if (type === undefined || image === undefined) return [];
    const own = architectureOf(type);
    const word = own === "ARM64" ? "arm64" : "x86_64";
    return refuse(
      WORDS[image] !== own,
      change.type === "aws_instance" ? "RunInstances" : "CreateLaunchTemplate",
      "InvalidParameterValue",
      `The architecture '${word}' of the specified instance type does not match the architecture '${image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
      "instance_type",
    );
  },
};
