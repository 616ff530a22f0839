import type { Region } from "./regions.ts";

/**
 * The accounts that deliver the access logs of load balancers, in regions opened before August
 * 2022. Newer regions use the service principal `logdelivery.elasticloadbalancing.amazonaws.com`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * (read 2026-11-30, in the AWS provider's table)
 */
export const LOG_DELIVERY_ACCOUNTS: Readonly<Partial<Record<Region, string>>> = {
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
  "ca-central-1": "985666609251",
  "sa-east-1": "507241528517",
  "eu-west-1": "156460612806",
  "eu-west-2": "652711504416",
  "eu-west-3": "009996457667",
  "eu-central-1": "054676820928",
  "eu-north-1": "897822967062",
  "eu-south-1": "635631232127",
  "ap-south-1": "718504428378",
  "ap-southeast-1": "114774131450",
  "ap-southeast-2": "783225319266",
  "ap-southeast-3": "589379963580",
  "ap-northeast-1": "582318560864",
  "ap-northeast-2": "600734575887",
  "ap-northeast-3": "383597477331",
  "ap-east-1": "754344448648",
  "me-south-1": "076674570225",
  "af-south-1": "098369216593",
};
