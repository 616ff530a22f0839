import { deterministicToken } from "./deterministic-values.ts";

/**
 * AWS's published facts about a partition.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export interface AwsPartition {
  readonly id: string;
  readonly dnsSuffix: string;
  readonly reverseDnsPrefix: string;
}

/** The partition of `region`; `aws` unless it belongs to one of the others. */
export function partitionOfRegion(region: string): AwsPartition {
  if (region.startsWith("cn-")) {
    return { id: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" };
  }
  if (region.startsWith("us-gov-")) {
    return { id: "aws-us-gov", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
  }
  return { id: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
}

interface PublishedRegion {
  readonly description: string;
  /** The letters of the Availability Zones that an account sees. */
  readonly zoneLetters: string;
  /** The prefix of Availability Zone IDs: `use1` in `use1-az4`. */
  readonly zoneIdPrefix: string;
  /**
   * The hosted zone of Application Load Balancers.
   * https://docs.aws.amazon.com/general/latest/gr/elb.html
   */
  readonly albHostedZoneId: string;
  /** The hosted zone of Network Load Balancers. */
  readonly nlbHostedZoneId: string;
  /**
   * The account that delivers load balancer logs.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  readonly elbLogAccount: string;
  /** The hosted zone of S3 websites. https://docs.aws.amazon.com/general/latest/gr/s3.html */
  readonly s3WebsiteHostedZoneId: string;
  /** The hosted zone of RDS instances. */
  readonly rdsHostedZoneId: string;
}

function parseRegion(row: string): PublishedRegion {
  const [
    description,
    zoneLetters,
    zoneIdPrefix,
    albHostedZoneId,
    nlbHostedZoneId,
    elbLogAccount,
    s3WebsiteHostedZoneId,
    rdsHostedZoneId,
  ] = row.split("|").map((x) => x.trim());
  return {
    description: description ?? "",
    zoneLetters: zoneLetters ?? "",
    zoneIdPrefix: zoneIdPrefix ?? "",
    albHostedZoneId: albHostedZoneId ?? "",
    nlbHostedZoneId: nlbHostedZoneId ?? "",
    elbLogAccount: elbLogAccount ?? "",
    s3WebsiteHostedZoneId: s3WebsiteHostedZoneId ?? "",
    rdsHostedZoneId: rdsHostedZoneId ?? "",
  };
}

/**
 * Regions by code: description | zones | short | ALB zone | NLB zone | log account | S3 zone | RDS
 * zone.
 */
const PUBLISHED_REGIONS: Readonly<Record<string, PublishedRegion>> = {
  "us-east-1": parseRegion(
    "US East (N. Virginia)|abcdef|use1|Z35SXDOTRQ7X7K|Z26RNL4JYFTOTI|127311923021|Z3AQBSTGFYJSTF|Z2R2ITUGPM61AM",
  ),
  "us-east-2": parseRegion(
    "US East (Ohio)|abc|use2|Z3AADJGX6KTTL2|ZLMOA37VPKANP|033677994240|Z2O1EMRO9K5GLX|Z2XHWR1WZ565X2",
  ),
  "us-west-1": parseRegion(
    "US West (N. California)|ab|usw1|Z368ELLRRE2KJ0|Z24FKFUX50B4VW|027434742980|Z2F56UZL2M1ACD|Z10WI91S59XXQN",
  ),
  "us-west-2": parseRegion(
    "US West (Oregon)|abcd|usw2|Z1H1FL5HABSF5|Z18D5FSROUN65G|797873946194|Z3BJ6K6RIION7M|Z1PVIF0B656C1W",
  ),
  "af-south-1": parseRegion(
    "Africa (Cape Town)|abc|afs1|Z268VQBMOI5EKX|Z203XCE67M25HM|098369216593|Z83WF9RJE8B12|Z1T6GSVCBOO2CL",
  ),
  "ap-east-1": parseRegion(
    "Asia Pacific (Hong Kong)|abc|ape1|Z3DQVH9N71FHZ0|Z12Y7K3UBGUAD1|754344448648|ZNB98KWMFR0R6|Z2IMZ4B2GHY4BI",
  ),
  "ap-northeast-1": parseRegion(
    "Asia Pacific (Tokyo)|acd|apne1|Z14GRHDCWA56QT|Z31USIVHYNEOWT|582318560864|Z2M4EHUR26P7ZW|Z24O6O9L7SGTNB",
  ),
  "ap-northeast-2": parseRegion(
    "Asia Pacific (Seoul)|abcd|apne2|ZWKZPGTI48KDX|ZIBE1TIR4HY56|600734575887|Z3W03O7B5YMIYP|Z3PO5OQ3VQN8BX",
  ),
  "ap-northeast-3": parseRegion(
    "Asia Pacific (Osaka)|abc|apne3|Z5LXEXXYW11ES|Z1GWIQ4HH19I5X|383597477331|Z2YQB5RD63NC85|Z3P6TNVUFI8E8P",
  ),
  "ap-south-1": parseRegion(
    "Asia Pacific (Mumbai)|abc|aps1|ZP97RAFLXTNZK|ZVDDRBQ08TROA|718504428378|Z11RGJOFQNVJUP|Z2VFMSZA74J7XZ",
  ),
  "ap-southeast-1": parseRegion(
    "Asia Pacific (Singapore)|abc|apse1|Z1LMS91P8CMLE5|ZKVM4W9LS7TM|114774131450|Z3O0J2DXBE1FTB|Z2G0U3KFCY8NZ5",
  ),
  "ap-southeast-2": parseRegion(
    "Asia Pacific (Sydney)|abc|apse2|Z1GM3OXH4ZPM65|ZCT6FZBF4DROD|783225319266|Z1WCIGYICN2BYD|Z32T0VRHXEXS0V",
  ),
  "ca-central-1": parseRegion(
    "Canada (Central)|abd|cac1|ZQSVJUPU6J1EY|Z2EPGBW3API2WT|985666609251|Z1QDHH18159H29|Z1JG78ITCA4GBJ",
  ),
  "eu-central-1": parseRegion(
    "Europe (Frankfurt)|abc|euc1|Z215JYRZR1TBD5|Z3F0SRJ5LGBH90|054676820928|Z21DNDUVLTQW6Q|Z1RLNUO7B9Q6NB",
  ),
  "eu-north-1": parseRegion(
    "Europe (Stockholm)|abc|eun1|Z23TAZ6LKFMNIO|Z1UDT6IFJ4EJM|897822967062|Z3BAZG2TWCNX0D|Z3KIMUH3D45OKD",
  ),
  "eu-south-1": parseRegion(
    "Europe (Milan)|abc|eus1|Z3ULH7SSC9OV64|Z23146JA1KNAFP|635631232127|Z30OZKI7KPW7MI|Z2AH3KO27PTGGT",
  ),
  "eu-west-1": parseRegion(
    "Europe (Ireland)|abc|euw1|Z32O12XQLNTSW2|Z2IFOLAFXWLO4F|156460612806|Z1BKCTXD74EZPE|Z29XKXDKYMONMX",
  ),
  "eu-west-2": parseRegion(
    "Europe (London)|abc|euw2|ZHURV8PSTC4K8|ZD4D7Y8KGAS4G|652711504416|Z3GKZC51ZF0DB4|Z1TTGA775OQIYO",
  ),
  "eu-west-3": parseRegion(
    "Europe (Paris)|abc|euw3|Z3Q77PNBQS71R4|Z1CMS0P5QUZ6D5|009996457667|Z3R1K369G5AVDG|Z2D08MT14X77T7",
  ),
  "me-south-1": parseRegion(
    "Middle East (Bahrain)|abc|mes1|ZS929ML54UICD|Z3QSRYVP46NYYV|076674570225|Z1MPMWCPA7YB62|Z2E3D6GSAB0UDC",
  ),
  "sa-east-1": parseRegion(
    "South America (Sao Paulo)|abc|sae1|Z2P70J7HTTTPLU|ZTK26PT1VY4CU|507241528517|Z7KQH4QJS55SO|Z3EKVUFHU7AFQK",
  ),
  "ap-south-2": parseRegion(
    "Asia Pacific (Hyderabad)|abc|aps2|Z0173938T07WNTVAEPZN|Z0711778386UTO08407HT||Z02976202B4EZMXIPMXF7|",
  ),
  "ap-southeast-3": parseRegion(
    "Asia Pacific (Jakarta)|abc|apse3|Z08888821HLRG5A9ZRTER|Z01971771FYVNCOVWJU1G||Z01846753K324LI26A3VV|",
  ),
  "ap-southeast-4": parseRegion(
    "Asia Pacific (Melbourne)|abc|apse4|Z09517862IB2WZLPXG76F|Z01156963G8MIIL7X90IV||Z0312387243XT5FE14WFO|",
  ),
  "ca-west-1": parseRegion(
    "Canada West (Calgary)|abc|caw1|Z06473681N0SF6OS049SD|Z02754302KBB00W2LKWZ9||Z03565811Z33SLEZTHOUL|",
  ),
  "eu-central-2": parseRegion(
    "Europe (Zurich)|abc|euc2|Z06391101F2ZOEP8P5EB3|Z02239872DOALSIDCX66S||Z030506016YDQGETNASS|",
  ),
  "eu-south-2": parseRegion(
    "Europe (Spain)|abc|eus2|Z0956581394HF5D5LXGAP|Z1011216NVTVYADP1SSV||Z0081959F7139GRJC19J|",
  ),
  "il-central-1": parseRegion(
    "Israel (Tel Aviv)|abc|ilc1|Z09170902867EHPV2DABU|Z0313266YDI6ZRHTGQY4||Z09640613K4A3MN55U7GU|",
  ),
  "me-central-1": parseRegion(
    "Middle East (UAE)|abc|mec1|Z08230872XQRWHG2XF6I|Z00282643NTTLPANJJG2P||Z06143092I8HRXZRUZROF|",
  ),
};

/** The codes of the regions above. */
export const REGION_CODES: readonly string[] = Object.keys(PUBLISHED_REGIONS);

/**
 * A region missing from the table: three Availability Zones, and hosted zone IDs in AWS's format.
 */
function unlistedRegion(code: string): PublishedRegion {
  const zoneIdPrefix = code.replace(/^([a-z]+)-(.)[a-z]*-(\d)$/, "$1$2$3");
  const hostedZoneId = (use: string) => `Z${deterministicToken(`${code}/${use}`, "upper", 20)}`;
  return parseRegion(
    `${code}|abc|${zoneIdPrefix}|${hostedZoneId("alb")}|${hostedZoneId("nlb")}||${hostedZoneId("s3")}|${hostedZoneId("rds")}`,
  );
}

/** AWS's published facts about the region `code`. */
export function publishedRegion(code: string): PublishedRegion {
  return PUBLISHED_REGIONS[code] ?? unlistedRegion(code);
}

/** The region's Availability Zones with their IDs, in order: `us-east-1a` is `use1-az1`. */
export function availabilityZonesOf(code: string): readonly { readonly name: string; readonly id: string }[] {
  const { zoneLetters, zoneIdPrefix } = publishedRegion(code);
  return [...zoneLetters].map((letter, index) => ({
    name: `${code}${letter}`,
    id: `${zoneIdPrefix}-az${index + 1}`,
  }));
}

/** The region of an Availability Zone: `us-east-1` for `us-east-1a`. */
export function regionOfZone(hostedZoneId: string): string {
  return hostedZoneId.replace(/[a-z]$/, "");
}
