// A chart of numbers over days, drawn by ECharts in the page's colours. Whoever cannot see it hears
// its label; every number stands in the table below it.
import { h } from "vue";
import { echarts } from "nicegui-echart";
import { shown } from "./figures.js";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

function axis(unit, place, ink, page) {
  return {
    type: "value",
    position: place ? "right" : "left",
    min: unit === "score" ? 1 : 0,
    max: { share: 1, score: 5 }[unit],
    minInterval: unit === "count" || unit === "minutes" ? 1 : undefined,
    splitLine: { show: !place, lineStyle: { color: ink.line } },
    axisLabel: { color: ink.soft, formatter: (value) => shown(value, unit, page) },
  };
}

function options(page, chart, days, ink) {
  const units = [...new Set(chart.series.map((one) => one.unit))];
  const text = { color: ink.soft, fontFamily: ink.font };
  return {
    animation: false,
    color: ink.colours,
    textStyle: text,
    grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
    legend: { type: "scroll", top: 0, left: 0, textStyle: text, pageTextStyle: text, itemWidth: 14, icon: "roundRect" },
    // Not as HTML: what a part is called is text, and the policy allows no inline style.
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: ink.surface,
      borderColor: ink.line,
      textStyle: { color: ink.ink, fontFamily: ink.font },
    },
    xAxis: {
      type: "category",
      data: days.map((day) => day.slice(5)),
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { color: ink.soft },
    },
    yAxis: units.map((unit, place) => axis(unit, place, ink, page)),
    series: chart.series.map((one) => ({
      name: one.label,
      type: one.as,
      stack: one.stacks ? "all" : undefined,
      yAxisIndex: units.indexOf(one.unit),
      data: one.values,
      showSymbol: days.length <= 31,
      symbolSize: 5,
      barMaxWidth: 22,
      tooltip: { valueFormatter: (value) => shown(value, one.unit, page) },
    })),
  };
}

export function inks(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    ink: of("--ink"),
    soft: of("--ink-soft"),
    line: of("--line"),
    surface: of("--surface"),
    font: style.fontFamily,
    colours: [1, 2, 3, 4, 5, 6, 7].map((one) => of(`--chart-${one}`)),
  };
}

export const drawing = {
  props: { page: Object, chart: Object, days: Array, label: String },
  emits: ["pick"],
  mounted() {
    this.drawn = echarts.init(this.$el, null, { renderer: "svg" });
    this.drawn.on("click", (event) => this.$emit("pick", event.seriesIndex, event.dataIndex));
    this.watcher = new ResizeObserver(() => this.drawn.resize());
    this.watcher.observe(this.$el);
    dark.addEventListener("change", this.draw);
    this.draw();
  },
  unmounted() {
    dark.removeEventListener("change", this.draw);
    this.watcher.disconnect();
    this.drawn.dispose();
  },
  watch: {
    chart() {
      this.draw();
    },
  },
  methods: {
    draw() {
      this.drawn.setOption(options(this.page, this.chart, this.days, inks(this.$el)), { notMerge: true });
    },
  },
  render() {
    return h("div", { class: "chart", role: "img", "aria-label": this.label });
  },
};
