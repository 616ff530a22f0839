import { endpointsNamed, findEnd, nothing } from "../ends.ts";
import type { Outside } from "../model/fabric.ts";
import type { Network } from "../network.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { Services } from "../packets/services.ts";
import type { Cause } from "../walk/step.ts";
import { judgeWay, type Way } from "../walk/way.ts";
import { doubtsOf } from "./causes.ts";
import { type Explanation, explainDirect } from "./explain.ts";
import { type Cell, matrixOf } from "./matrix.ts";
import type { Obligation } from "./obligations.ts";

/** Something that is not as declared. */
export interface Difference {
  /** `missing`: declared, yet not possible; `undeclared`: possible, yet not declared; `unknown`: may be possible. */
  readonly kind: "missing" | "undeclared" | "unknown";
  readonly from: string;
  readonly to: string;
  readonly services: Services;
  /** The flows that ask for what is missing. */
  readonly flows: readonly string[];
  /** What blocks it, or what leaves it unknown. */
  readonly causes: readonly Cause[];
  /** The rules, entries and routes that let it through. */
  readonly by: readonly string[];
}

/** A way that is declared and possible. */
export interface Proven {
  readonly from: string;
  readonly to: string;
  readonly services: Services;
  readonly flows: readonly string[];
}

/** Whether all that a scenario declares is possible. */
export interface ProvenScenario {
  /** `web hosting`. */
  readonly name: string;
  readonly isProven: boolean;
  readonly flows: readonly string[];
}

/** What a proof found. */
export interface Proof {
  /** The scenarios that flows are part of, in their order. */
  readonly scenarios: readonly ProvenScenario[];
  readonly proven: readonly Proven[];
  readonly differences: readonly Difference[];
  /** Pairs of ends that were looked at. */
  readonly pairs: number;
}

/** Whether everything declared is possible, whole, and nothing else is. */
export function prove(network: Network, obligations: readonly Obligation[]): Proof {
  const declared = declaredBy(network, obligations);
  const missing = obligations.flatMap((obligation) => missingOf(network, obligation));
  const undeclared = [...matrixOf(network)].flatMap((cell) => undeclaredOf(network, cell, declared));
  const failed = new Set(missing.map(({ from, to }) => `${from} ${to}`));
  return {
    scenarios: scenariosOf(obligations, failed),
    proven: merged(obligations.filter(({ from, to }) => !failed.has(`${from} ${to}`))),
    differences: [...missing, ...grouped(undeclared)],
    pairs: pairsOf(network),
  };
}

function scenariosOf(
  obligations: readonly Obligation[],
  failed: ReadonlySet<string>,
): readonly ProvenScenario[] {
  const names = new Set(obligations.flatMap(({ scenario }) => scenario ?? []));
  return [...names].map((name) => {
    const own = obligations.filter(({ scenario }) => scenario === name);
    return {
      name,
      isProven: own.every(({ from, to }) => !failed.has(`${from} ${to}`)),
      flows: [...new Set(own.map(({ flow }) => flow))],
    };
  });
}

function pairsOf({ fabric }: Network): number {
  const inside = fabric.endpoints.size;
  const kinds = [...fabric.outsides.values()].map(({ kind }) => kind);
  const outside = 2 * kinds.length - kinds.filter((kind) => kind === "cdn" || kind === "aws-service").length;
  return inside * (inside + outside);
}

/**
 * Declared services by pair of fabric names. The internet's flows hold for what is a part of it, AWS's own
 * services; and what may call the internet may call what the whole internet may.
 */
function declaredBy(network: Network, obligations: readonly Obligation[]): Map<string, Services> {
  const declared = new Map<string, Services>();
  const permit = (from: string, to: string, services: Services) => {
    const key = `${from} ${to}`;
    declared.set(key, (declared.get(key) ?? Services.none).union(services));
  };
  for (const { from, to, services } of obligations) {
    for (const source of fabricNames(network, from)) {
      for (const target of fabricNames(network, to)) permit(source, target, services);
    }
  }
  for (const out of obligations.filter(({ to }) => to === INTERNET)) {
    for (const into of obligations.filter(({ from }) => from === INTERNET)) {
      const services = out.services.intersect(into.services);
      for (const source of fabricNames(network, out.from)) {
        for (const target of fabricNames(network, into.to)) permit(source, target, services);
      }
    }
  }
  return declared;
}

const INTERNET = "internet";
const PUBLIC: readonly Outside["kind"][] = ["internet", "cdn", "aws-service"];

function fabricNames(network: Network, name: string): readonly string[] {
  const named = endpointsNamed(network, name);
  if (named.length > 0) return named;
  if (name !== INTERNET) return [name];
  const parts = [...network.fabric.outsides.values()].filter(({ kind }) => PUBLIC.includes(kind));
  return parts.map((outside) => outside.name);
}

function missingOf(network: Network, { from, to, services, flow }: Obligation): Difference[] {
  const { verdict, causes } = explainEnds(network, from, to, services);
  if (verdict === "allowed" && causes.length === 0) return [];
  // Known to get through in part only, it is not what was declared.
  const isOpen = verdict === "unknown" && causes.some(({ code }) => code.endsWith("NOT_KNOWN"));
  return [
    {
      kind: isOpen ? "unknown" : "missing",
      from,
      to,
      services,
      flows: [flow],
      causes,
      by: [],
    },
  ];
}

/** What the files do not have at all cannot be reached either. */
function explainEnds(network: Network, from: string, to: string, services: Services): Explanation {
  const ends = [from, to].map((name) => findEnd(network, name));
  const causes = [from, to]
    .filter((_, index) => ends[index] === undefined)
    .map((name): Cause => ({ code: "NO_PATH", address: name, text: nothing(name) }));
  const [source, target] = ends;
  if (source === undefined || target === undefined) return { verdict: "blocked", hops: [], causes };
  return explainDirect(network, source, target, services);
}

function undeclaredOf(network: Network, cell: Cell, declared: ReadonlyMap<string, Services>): Difference[] {
  // Equal endpoints have the cell in common, and mostly the same declared for them: worked out once.
  const found = new Map<Services, Beyond[]>();
  return cell.from.flatMap((from) =>
    cell.to.flatMap((to) => {
      if (cell.exceptSelf && from === to) return [];
      const services = declared.get(`${from} ${to}`) ?? Services.none;
      let differences = found.get(services);
      if (differences === undefined) {
        differences = beyond(cell, services);
        found.set(services, differences);
      }
      const names = { from: network.names.nameOf(from) ?? from, to: network.names.nameOf(to) ?? to };
      return differences.map((difference) => ({ ...difference, ...names }));
    }),
  );
}

type Beyond = Omit<Difference, "from" | "to">;

/** What is possible, or may be, beyond some services. */
function beyond(cell: Cell, services: Services): Beyond[] {
  const allowed = PacketSet.of({ services });
  const extra = cell.passes.subtract(allowed);
  const open = cell.unknown.subtract(allowed);
  const found: Beyond[] = [];
  if (!extra.isEmpty) {
    const by = rulesOf(cell.ways, extra);
    found.push({ kind: "undeclared", services: extra.services(), flows: [], causes: [], by });
  }
  if (!open.isEmpty) {
    const causes = doubtsOf(cell.ways);
    found.push({ kind: "unknown", services: open.services(), flows: [], causes, by: [] });
  }
  return found;
}

/** The rules on the ways that let these packets through. */
function rulesOf(ways: readonly Way[], packets: PacketSet): string[] {
  const open = ways.filter((way) => judgeWay(way).passes.overlaps(packets));
  return [
    ...new Set(open.flatMap(({ legs }) => legs.flatMap(({ steps }) => steps.flatMap((step) => step.by())))),
  ];
}

/** Endpoints of one name, and flows of one pair, are said once. */
function grouped(differences: readonly Difference[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const difference of differences) {
    const key = `${difference.kind} ${difference.from} ${difference.to}`;
    const same = found.get(key);
    found.set(
      key,
      same === undefined
        ? difference
        : {
            ...same,
            services: same.services.union(difference.services),
            by: [...new Set([...same.by, ...difference.by])],
          },
    );
  }
  return [...found.values()];
}

function merged(obligations: readonly Obligation[]): Proven[] {
  const found = new Map<string, Proven>();
  for (const { from, to, services, flow } of obligations) {
    const key = `${from} ${to}`;
    const same = found.get(key) ?? { from, to, services: Services.none, flows: [] };
    found.set(key, {
      ...same,
      services: same.services.union(services),
      flows: [...new Set([...same.flows, flow])],
    });
  }
  return [...found.values()];
}
