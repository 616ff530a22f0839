import type { Region } from "./regions.ts";

/** The IDs of the hosted zones that hold the names of a region's endpoints, by service. */
export interface ServiceHostedZones {
  /** The zone of application load balancers' DNS names. */
  readonly applicationLoadBalancer: string;
  /** The zone of network load balancers' DNS names. */
  readonly networkLoadBalancer: string;
  /** The zone of S3 website endpoints. @default none: AWS publishes none for the region */
  readonly s3Website?: string;
  /** The zone of RDS endpoints. @default none: AWS publishes none for the region */
  readonly rds?: string;
}

/**
 * The hosted zones of service endpoints by region, for alias records.
 * https://docs.aws.amazon.com/general/latest/gr/elb.html
 * https://docs.aws.amazon.com/general/latest/gr/s3.html (read 2026-11-30, in
 * the AWS provider's tables; of the four newest regions 2026-12-01, in copies of these tables)
 */
export const SERVICE_HOSTED_ZONES: Readonly<Record<Region, ServiceHostedZones>> = {
  "us-east-1": {
    applicationLoadBalancer: "Z35SXDOTRQ7X7K",
    networkLoadBalancer: "Z26RNL4JYFTOTI",
    s3Website: "Z3AQBSTGFYJSTF",
    rds: "Z2R2ITUGPM61AM",
  },
  "us-east-2": {
    applicationLoadBalancer: "Z3AADJGX6KTTL2",
    networkLoadBalancer: "ZLMOA37VPKANP",
    s3Website: "Z2O1EMRO9K5GLX",
    rds: "Z2XHWR1WZ565X2",
  },
  "us-west-1": {
    applicationLoadBalancer: "Z368ELLRRE2KJ0",
    networkLoadBalancer: "Z24FKFUX50B4VW",
    s3Website: "Z2F56UZL2M1ACD",
    rds: "Z10WI91S59XXQN",
  },
  "us-west-2": {
    applicationLoadBalancer: "Z1H1FL5HABSF5",
    networkLoadBalancer: "Z18D5FSROUN65G",
    s3Website: "Z3BJ6K6RIION7M",
    rds: "Z1PVIF0B656C1W",
  },
  "ca-central-1": {
    applicationLoadBalancer: "ZQSVJUPU6J1EY",
    networkLoadBalancer: "Z2EPGBW3API2WT",
    s3Website: "Z1QDHH18159H29",
    rds: "Z1JG78ITCA4GBJ",
  },
  "sa-east-1": {
    applicationLoadBalancer: "Z2P70J7HTTTPLU",
    networkLoadBalancer: "ZTK26PT1VY4CU",
    s3Website: "Z7KQH4QJS55SO",
    rds: "Z3EKVUFHU7AFQK",
  },
  "eu-west-1": {
    applicationLoadBalancer: "Z32O12XQLNTSW2",
    networkLoadBalancer: "Z2IFOLAFXWLO4F",
    s3Website: "Z1BKCTXD74EZPE",
    rds: "Z29XKXDKYMONMX",
  },
  "eu-west-2": {
    applicationLoadBalancer: "ZHURV8PSTC4K8",
    networkLoadBalancer: "ZD4D7Y8KGAS4G",
    s3Website: "Z3GKZC51ZF0DB4",
    rds: "Z1TTGA775OQIYO",
  },
  "eu-west-3": {
    applicationLoadBalancer: "Z3Q77PNBQS71R4",
    networkLoadBalancer: "Z1CMS0P5QUZ6D5",
    s3Website: "Z3R1K369G5AVDG",
    rds: "Z2D08MT14X77T7",
  },
  "eu-central-1": {
    applicationLoadBalancer: "Z215JYRZR1TBD5",
    networkLoadBalancer: "Z3F0SRJ5LGBH90",
    s3Website: "Z21DNDUVLTQW6Q",
    rds: "Z1RLNUO7B9Q6NB",
  },
  "eu-central-2": {
    applicationLoadBalancer: "Z06391101F2ZOEP8P5EB3",
    networkLoadBalancer: "Z02239872DOALSIDCX66S",
    s3Website: "Z030506016YDQGETNASS",
  },
  "eu-north-1": {
    applicationLoadBalancer: "Z23TAZ6LKFMNIO",
    networkLoadBalancer: "Z1UDT6IFJ4EJM",
    s3Website: "Z3BAZG2TWCNX0D",
    rds: "Z3KIMUH3D45OKD",
  },
  "eu-south-1": {
    applicationLoadBalancer: "Z3ULH7SSC9OV64",
    networkLoadBalancer: "Z23146JA1KNAFP",
    s3Website: "Z30OZKI7KPW7MI",
    rds: "Z2AH3KO27PTGGT",
  },
  "eu-south-2": {
    applicationLoadBalancer: "Z0956581394HF5D5LXGAP",
    networkLoadBalancer: "Z1011216NVTVYADP1SSV",
    s3Website: "Z0081959F7139GRJC19J",
  },
  "ap-south-1": {
    applicationLoadBalancer: "ZP97RAFLXTNZK",
    networkLoadBalancer: "ZVDDRBQ08TROA",
    s3Website: "Z11RGJOFQNVJUP",
    rds: "Z2VFMSZA74J7XZ",
  },
  "ap-south-2": {
    applicationLoadBalancer: "Z0173938T07WNTVAEPZN",
    networkLoadBalancer: "Z0711778386UTO08407HT",
    s3Website: "Z02976202B4EZMXIPMXF7",
  },
  "ap-southeast-1": {
    applicationLoadBalancer: "Z1LMS91P8CMLE5",
    networkLoadBalancer: "ZKVM4W9LS7TM",
    s3Website: "Z3O0J2DXBE1FTB",
    rds: "Z2G0U3KFCY8NZ5",
  },
  "ap-southeast-2": {
    applicationLoadBalancer: "Z1GM3OXH4ZPM65",
    networkLoadBalancer: "ZCT6FZBF4DROD",
    s3Website: "Z1WCIGYICN2BYD",
    rds: "Z32T0VRHXEXS0V",
  },
  "ap-southeast-3": {
    applicationLoadBalancer: "Z08888821HLRG5A9ZRTER",
    networkLoadBalancer: "Z01971771FYVNCOVWJU1G",
    s3Website: "Z01846753K324LI26A3VV",
  },
  "ap-southeast-4": {
    applicationLoadBalancer: "Z09517862IB2WZLPXG76F",
    networkLoadBalancer: "Z01156963G8MIIL7X90IV",
    s3Website: "Z0312387243XT5FE14WFO",
  },
  "ap-southeast-5": {
    applicationLoadBalancer: "Z06010284QMVVW7WO5J",
    networkLoadBalancer: "Z026317210H9ACVTRO6FB",
    s3Website: "Z08660063OXLMA7F1FJHU",
  },
  "ap-northeast-1": {
    applicationLoadBalancer: "Z14GRHDCWA56QT",
    networkLoadBalancer: "Z31USIVHYNEOWT",
    s3Website: "Z2M4EHUR26P7ZW",
    rds: "Z24O6O9L7SGTNB",
  },
  "ap-northeast-2": {
    applicationLoadBalancer: "ZWKZPGTI48KDX",
    networkLoadBalancer: "ZIBE1TIR4HY56",
    s3Website: "Z3W03O7B5YMIYP",
    rds: "Z3PO5OQ3VQN8BX",
  },
  "ap-northeast-3": {
    applicationLoadBalancer: "Z5LXEXXYW11ES",
    networkLoadBalancer: "Z1GWIQ4HH19I5X",
    s3Website: "Z2YQB5RD63NC85",
    rds: "Z3P6TNVUFI8E8P",
  },
  "ap-east-1": {
    applicationLoadBalancer: "Z3DQVH9N71FHZ0",
    networkLoadBalancer: "Z12Y7K3UBGUAD1",
    s3Website: "ZNB98KWMFR0R6",
    rds: "Z2IMZ4B2GHY4BI",
  },
  "me-south-1": {
    applicationLoadBalancer: "ZS929ML54UICD",
    networkLoadBalancer: "Z3QSRYVP46NYYV",
    s3Website: "Z1MPMWCPA7YB62",
    rds: "Z2E3D6GSAB0UDC",
  },
  "me-central-1": {
    applicationLoadBalancer: "Z08230872XQRWHG2XF6I",
    networkLoadBalancer: "Z00282643NTTLPANJJG2P",
    s3Website: "Z06143092I8HRXZRUZROF",
  },
  "il-central-1": {
    applicationLoadBalancer: "Z09170902867EHPV2DABU",
    networkLoadBalancer: "Z0313266YDI6ZRHTGQY4",
    s3Website: "Z09640613K4A3MN55U7GU",
  },
  "af-south-1": {
    applicationLoadBalancer: "Z268VQBMOI5EKX",
    networkLoadBalancer: "Z203XCE67M25HM",
    s3Website: "Z83WF9RJE8B12",
    rds: "Z1T6GSVCBOO2CL",
  },
  "ca-west-1": {
    applicationLoadBalancer: "Z06473681N0SF6OS049SD",
    networkLoadBalancer: "Z02754302KBB00W2LKWZ9",
    s3Website: "Z03565811Z33SLEZTHOUL",
  },
  "ap-southeast-6": {
    applicationLoadBalancer: "Z023301818UFJ50CIO0MV",
    networkLoadBalancer: "Z01392953RKV2Q3RBP0KU",
  },
  "ap-southeast-7": {
    applicationLoadBalancer: "Z0390008CMBRTHFGWBCB",
    networkLoadBalancer: "Z054363131YWATEMWRG5L",
    s3Website: "Z0031014GXUMRZG6I14G",
  },
  "ap-east-2": {
    applicationLoadBalancer: "Z02789141MW7T1WBU19PO",
    networkLoadBalancer: "Z09176273OC2HWIAUNYW",
    s3Website: "Z064739330DAH7WJVOO93",
  },
  "mx-central-1": {
    applicationLoadBalancer: "Z023552324OKD1BB28BH5",
    networkLoadBalancer: "Z02031231H3ID6HYJ9A7U",
  },
};
