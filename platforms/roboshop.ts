import { fleet, flow, platform, postgres, redis, server, tcp, whereReachable } from "../language/language.ts";

/**
 * The shell lines of a placeholder on port 8080 until a backend's own program is installed, so that
 * its health check and the path to it can be proven. Remove it with `systemctl disable --now
 * placeholder`.
 */
const PLACEHOLDER = [
  "install -d /srv/placeholder",
  "echo 'No application is installed yet.' | tee /srv/placeholder/index.html > /srv/placeholder/health",
  "printf '%s\\n' '[Service]' 'DynamicUser=yes' 'ExecStart=/usr/bin/python3 -m http.server 8080 --directory /srv/placeholder' 'Restart=always' '[Install]' 'WantedBy=multi-user.target' > /etc/systemd/system/placeholder.service",
  "systemctl enable --now placeholder",
];

/** The databases whose credentials each backend reads from Secrets Manager: its own. */
const SECRETS: Readonly<Record<string, string[]>> = {
  user: ["user-db"],
  catalogue: ["catalogue-db"],
  order: ["order-db"],
};

/** A backend in `lab`: one server, named in roboshop.internal. */
function single(name: string, runtime: string) {
  return server({
    tier: "private",
    port: 8080,
    packages: [runtime],
    setup: PLACEHOLDER,
    secrets: SECRETS[name] ?? [],
  });
}

/** A backend in `prod`: a fleet sized by load, behind the internal load balancer. */
function scaled(name: string, runtime: string, priority: number, max = 4) {
  return fleet({
    tier: "private",
    port: 8080,
    packages: [runtime],
    setup: PLACEHOLDER,
    secrets: SECRETS[name] ?? [],
    size: { instanceType: "t3.small" },
    min: 2,
    max,
    publish: {
      loadBalancer: "internal-alb",
      hosts: [`${name}.roboshop.internal`],
      priority,
      healthCheck: { path: "/health" },
    },
  });
}

const JAVA = "java-21-amazon-corretto-headless";
const NODE = "nodejs22";
const PYTHON = "python3.12";

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
      privateZone: "roboshop.internal",
    },
  },

  outside: { office: { cidrs: ["106.51.167.88/32"] } },

  workloads: {
    frontend: server({
      tier: "public",
      publicAddress: true,
      port: 80,
      packages: ["nginx"],
      units: ["nginx"],
    }),
    user: single("user", NODE),
    catalogue: single("catalogue", NODE),
    cart: single("cart", NODE),
    payment: single("payment", PYTHON),
    order: single("order", JAVA),
    dispatch: single("dispatch", PYTHON),
  },

  stores: {
    "user-db": postgres({
      tier: "database",
      version: "16",
      instanceClass: "db.t4g.micro",
      storageGiB: 20,
      databaseName: "users",
    }),
    "catalogue-db": postgres({
      tier: "database",
      version: "16",
      instanceClass: "db.t4g.micro",
      storageGiB: 20,
      databaseName: "catalogue",
    }),
    "order-db": postgres({
      tier: "database",
      version: "16",
      instanceClass: "db.t4g.micro",
      storageGiB: 20,
      databaseName: "orders",
    }),
    "cart-cache": redis({ tier: "database", version: "7.1", nodeType: "cache.t4g.micro" }),
  },

  flows: [
    flow("internet", "frontend"),
    flow("frontend", "user"),
    flow("frontend", "catalogue"),
    flow("frontend", "cart"),
    flow("frontend", "payment"),
    flow("frontend", "order"),
    flow("frontend", "dispatch"),

    flow("user", "user-db"),
    flow("catalogue", "catalogue-db"),
    flow("cart", "cart-cache"),
    flow("order", "order-db"),

    // SSH, where the office can reach a server's address: only the lab's frontend.
    ...["frontend", "user", "catalogue", "cart", "payment", "order", "dispatch"].map((name) =>
      whereReachable(flow("office", name, tcp(22))),
    ),

    // Packages come from S3 through the gateway endpoint, credentials through Secrets Manager's.
    ...["frontend", "user", "catalogue", "cart", "payment", "order", "dispatch"].map((name) =>
      flow(name, "aws"),
    ),
  ],

  environments: {
    lab: {
      account: "333333333333",
      protected: false,
      stores: {
        "user-db": { multiZone: false },
        "catalogue-db": { multiZone: false },
        "order-db": { multiZone: false },
        "cart-cache": { replicas: 0 },
      },
    },
    prod: {
      account: "444444444444",
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
          tier: "private",
          port: 80,
          packages: ["nginx"],
          units: ["nginx"],
          size: { instanceType: "t3.small" },
          min: 2,
          max: 6,
          publish: { loadBalancer: "public-alb" },
        }),
        user: scaled("user", NODE, 10),
        catalogue: scaled("catalogue", NODE, 20, 12),
        cart: scaled("cart", NODE, 30),
        payment: scaled("payment", PYTHON, 40),
        order: scaled("order", JAVA, 50),
        dispatch: scaled("dispatch", PYTHON, 60),
      },
      alarms: { emails: ["ops@roboshop.example"] },
      backup: { stores: ["user-db", "catalogue-db", "order-db"] },
    },
  },
});
