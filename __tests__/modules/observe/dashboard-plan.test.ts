import { dashboardBody, type GraphPlan } from "../../../modules/observe/dashboard-plan.ts";

const METRIC = {
  namespace: "AWS/ECS",
  name: "CPUUtilization",
  dimensions: { A: "1", B: "2" },
  statistic: "Average",
} as const;

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

function widgets(graphs: readonly GraphPlan[]): Widget[] {
  const body = dashboardBody(graphs, ["arn:1", "arn:2"], "us-east-1");
  return (JSON.parse(body) as { widgets: Widget[] }).widgets;
}

describe("a dashboard", () => {
  it("shows the state of the alarms first", () => {
    expect(widgets([])).toEqual([
      {
        type: "alarm",
        x: 0,
        y: 0,
        width: 24,
        height: 4,
        properties: { title: "Alarms", alarms: ["arn:1", "arn:2"] },
      },
    ]);
  });

  it("arranges graphs in a grid without overlaps", () => {
    const graphs = Array.from({ length: 7 }, (_, index) => ({ title: `${index}`, lines: { a: METRIC } }));
    const all = widgets(graphs);
    const cells = all.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...all.map(({ x, width }) => x + width))).toBe(24);
    // The alarms on top, then rows of three graphs.
    expect(all.map(({ type, x, y, height }) => `${type} ${x},${y} ${height}`)).toEqual([
      "alarm 0,0 4",
      "metric 0,4 6",
      "metric 8,4 6",
      "metric 16,4 6",
      "metric 0,10 6",
      "metric 8,10 6",
      "metric 16,10 6",
      "metric 0,16 6",
    ]);
  });

  it("renders a metric in CloudWatch's format", () => {
    const [, graph] = widgets([{ title: "cpu", lines: { CPU: METRIC } }]);
    expect(graph!.properties).toEqual({
      title: "cpu",
      region: "us-east-1",
      view: "timeSeries",
      period: 300,
      metrics: [["AWS/ECS", "CPUUtilization", "A", "1", "B", "2", { stat: "Average", label: "CPU" }]],
    });
  });

  it("renders metric math with hidden input metrics", () => {
    const math = { metrics: { m: METRIC }, expression: "m * 2", label: "twice" };
    const [, graph] = widgets([{ title: "math", lines: { twice: math } }]);
    expect(graph!.properties.metrics).toEqual([
      [{ id: "result", expression: "m * 2", label: "twice" }],
      ["AWS/ECS", "CPUUtilization", "A", "1", "B", "2", { stat: "Average", id: "m", visible: false }],
    ]);
  });
});
