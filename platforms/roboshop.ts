import {
  bucket,
  fleet,
  flow,
  platform,
  postgres,
  redis,
  server,
  tcp,
  whereReachable,
} from "../language/language.ts";
import { backendProgram, JAVA, type Language, NODE, PYTHON } from "./backend-program.ts";
import { nginxForwarding } from "./nginx.ts";

/** A backend service: an HTTP server on port 8080. */
interface Backend {
  /** The language that it is written in. */
  readonly language: Language;
  /** Its database, whose credentials it alone reads. @default none */
  readonly database?: string;
  /** Its cache. @default none */
  readonly cache?: string;
  /**
   * Its release: the archive `<service>/<release>.tar.gz` in the bucket for releases. To release a
   * service, upload the archive and write its version here (docs/platforms/roboshop.md, "Release").
   * @default none: a placeholder answers
   */
  readonly release?: string;
}

const BACKENDS = {
  user: { language: JAVA, database: "user-db" },
  catalogue: { language: NODE, database: "catalogue-db" },
  cart: { language: NODE, cache: "cart-cache" },
  payment: { language: PYTHON, database: "payment-db" },
  order: { language: JAVA, database: "order-db" },
  dispatch: { language: PYTHON },
} satisfies Readonly<Record<string, Backend>>;
const BACKEND_NAMES = Object.keys(BACKENDS);
const ZONE = "roboshop.internal";
const PORT = 8080;

/**
 * The variables of a store: `USER_DB_HOST`. The login is not among them, but the secret that has
 * it, since RDS changes the password every seven days. A certificate has `USER_DB_TLS_NAME`.
 */
function storeVariables(store: string, ...more: readonly ("name" | "secretArn")[]) {
  const prefix = store.toUpperCase().replaceAll("-", "_");
  const words = { name: "NAME", secretArn: "SECRET_ARN" } as const;
  return Object.fromEntries([
    [`${prefix}_HOST`, { store, attribute: "privateName" as const }],
    [`${prefix}_TLS_NAME`, { store, attribute: "address" as const }],
    [`${prefix}_PORT`, { store, attribute: "port" as const }],
    ...more.map((attribute) => [`${prefix}_${words[attribute]}`, { store, attribute }] as const),
  ]);
}

/** The settings of a backend that are the same in every environment. */
function backend(name: string, { language, database, cache, release }: Backend) {
  return {
    tier: "private",
    port: PORT,
    environment: {
      SERVICE: name,
      RELEASES_BUCKET: { store: "releases", attribute: "name" as const },
      AWS_DEFAULT_REGION: "us-east-1",
      ...(database === undefined ? {} : storeVariables(database, "name", "secretArn")),
      ...(cache === undefined ? {} : storeVariables(cache)),
    },
    packages: [language.package],
    setup: backendProgram(language, release),
    secrets: database === undefined ? [] : [database],
    buckets: [{ bucket: "releases", prefix: `${name}/` }],
  };
}

/** Maps every backend. */
function eachBackend<T>(map: (name: string, settings: Backend) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(BACKENDS).map(([name, settings]) => [name, map(name, settings)]));
}

/** A backend in `prod`: a fleet sized by load, behind the internal load balancer. */
function scaled(name: string, settings: Backend) {
  return fleet({
    ...backend(name, settings),
    size: { instanceType: "t3.small" },
    min: 2,
    // A sale needs more of the catalogue than of the rest.
    max: name === "catalogue" ? 12 : 4,
    publish: {
      loadBalancer: "internal-alb",
      hosts: [`${name}.${ZONE}`],
      priority: 10 * (BACKEND_NAMES.indexOf(name) + 1),
      healthCheck: { path: "/health" },
    },
  });
}

/** nginx, which forwards `/api/<service>/` to each backend by its private name. */
const FRONTEND = {
  port: 80,
  packages: ["nginx"],
  units: ["nginx"],
  setup: nginxForwarding(
    BACKEND_NAMES.map((name) => ({ path: `/api/${name}/`, host: `${name}.${ZONE}`, port: PORT })),
  ),
};

/** A small PostgreSQL, as `prod` has it. */
function database(databaseName: string) {
  return postgres({
    tier: "database",
    version: "16",
    instanceClass: "db.t4g.micro",
    storageGiB: 20,
    databaseName,
  });
}

const SERVER_NAMES = ["frontend", ...BACKEND_NAMES];

const FLOWS = [
  flow("internet", "frontend"),
  ...BACKEND_NAMES.map((name) => flow("frontend", name)),
  ...Object.entries<Backend>(BACKENDS).flatMap(([name, { database: own, cache }]) =>
    [own, cache].flatMap((store) => (store === undefined ? [] : [flow(name, store)])),
  ),
  // SSH, where the office can reach a server's address: only the lab's frontend.
  ...SERVER_NAMES.map((name) => whereReachable(flow("office", name, tcp(22)))),
  // Packages and releases come from S3 through the gateway endpoint, credentials through Secrets
  // Manager's.
  ...SERVER_NAMES.map((name) => flow(name, "aws")),
];

/**
 * RoboShop: an online shop of microservices behind a chained firewall. The flows are the same in
 * every environment, the compute differs: in `lab` one small server per service, in `prod` a fleet.
 */
export const roboshop = platform({
  name: "roboshop",
  region: "us-east-1",

  networks: {
    main: {
      cidr: "10.20.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: {
        public: { access: "public" },
        private: { access: "private" },
        database: { access: "isolated" },
      },
      // For database credentials: nothing else here leaves the network, and there is no NAT.
      endpoints: { interface: ["secretsmanager"] },
      privateZone: ZONE,
    },
  },

  outside: { office: { cidrs: ["106.51.167.88/32"] } },

  workloads: {
    frontend: server({ ...FRONTEND, tier: "public", publicAddress: true }),
    ...eachBackend((name, settings) => server(backend(name, settings))),
  },

  stores: {
    "user-db": database("users"),
    "catalogue-db": database("catalogue"),
    "payment-db": database("payments"),
    "order-db": database("orders"),
    "cart-cache": redis({ tier: "database", version: "7.1", nodeType: "cache.t4g.micro" }),
    releases: bucket(),
  },

  flows: FLOWS,

  environments: {
    lab: {
      account: "333333333333",
      protected: false,
      networks: {
        main: { instanceConnect: { principals: ["arn:aws:iam::333333333333:role/shop-operators"] } },
      },
      // On to payment from the frontend, which the office reaches.
      flows: [...FLOWS, flow("frontend", "payment", tcp(22))],
      stores: {
        "user-db": { multiZone: false },
        "catalogue-db": { multiZone: false },
        "payment-db": { multiZone: false },
        "order-db": { multiZone: false },
        "cart-cache": { replicas: 0 },
      },
    },
    prod: {
      account: "444444444444",
      networks: {
        main: { instanceConnect: { principals: ["arn:aws:iam::444444444444:role/shop-operators"] } },
      },
      edge: {
        loadBalancers: {
          "public-alb": {
            kind: "application",
            tier: "public",
            listeners: [{ port: 80, protocol: "HTTP" }],
          },
          "internal-alb": {
            kind: "application",
            tier: "private",
            listeners: [{ port: 8080, protocol: "HTTP" }],
          },
        },
      },
      workloads: {
        frontend: fleet({
          ...FRONTEND,
          tier: "private",
          size: { instanceType: "t3.small" },
          min: 2,
          max: 6,
          publish: { loadBalancer: "public-alb" },
        }),
        ...eachBackend(scaled),
      },
      alarms: { emails: ["ops@roboshop.example"] },
      backup: { stores: ["user-db", "catalogue-db", "payment-db", "order-db"] },
    },
  },
});
