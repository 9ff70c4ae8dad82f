// A chart of numbers over days, drawn by ECharts in the page's colours. Whoever cannot see it hears
// its label; every number stands in the table below it.
import { drawn, legend, tooltip, written } from "./drawn.js";
import { shown } from "./figures.js";

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
  return {
    animation: false,
    color: ink.colours,
    textStyle: written(ink),
    grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
    legend: { ...legend(ink), icon: "roundRect" },
    tooltip: tooltip(ink),
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

export const drawing = {
  mixins: [drawn("svg", "chart")],
  props: { page: Object, chart: Object, days: Array },
  emits: ["pick"],
  mounted() {
    this.drawn.on("click", (event) => this.$emit("pick", event.seriesIndex, event.dataIndex));
  },
  watch: {
    chart() {
      this.draw();
    },
  },
  methods: {
    options(ink) {
      return options(this.page, this.chart, this.days, ink);
    },
  },
};
