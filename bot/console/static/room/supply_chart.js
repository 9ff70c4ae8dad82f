// An item's past and days ahead, drawn by ECharts on a canvas, so that it can be kept as a picture.
// Whoever cannot see it hears its label; every number stands in the table below it.
import { drawn, legend, tooltip, written } from "./drawn.js";

// A number for every date: nothing in the past, then those of the days ahead.
const ahead = (item, values) => [...item.sold.map(() => null), ...values];

function lines(item, w, ink) {
  const [sold, expected, range, stock, warn] = ink.colours;
  const band = { type: "line", stack: "range", symbol: "none", lineStyle: { opacity: 0 }, silent: true };
  const drawn = [
    { name: w.stock_sold, type: "bar", data: item.sold, itemStyle: { color: sold }, barCategoryGap: "10%" },
    { name: w.stock_expected, type: "line", data: ahead(item, item.mean), symbol: "none", color: expected },
  ];
  if (item.low.length) {
    const width = item.high.map((one, at) => Math.max(one - item.low[at], 0));
    drawn.push(
      { ...band, name: w.stock_range_low, data: ahead(item, item.low), color: "transparent" },
      { ...band, name: w.stock_range, data: ahead(item, width), color: expected, areaStyle: { color: expected, opacity: 0.22 } },
    );
  }
  if (item.left) drawn.push(shelf(item, w, ink, range, stock, warn));
  return drawn;
}

function shelf(item, w, ink, colour, receipts, point) {
  const text = { color: ink.ink, fontFamily: ink.font };
  const marks = [
    { yAxis: item.point, lineStyle: { color: point, type: "dashed" }, label: { ...text, position: "insideEndTop", formatter: `${w.stock_point} ${item.point}` } },
  ];
  for (const one of item.arrivals) {
    // What is overdue may come any day: it is drawn today.
    const due = one.at && one.at < item.dates[item.sold.length] ? item.dates[item.sold.length] : one.at;
    if (due && item.dates.includes(due)) {
      marks.push({ xAxis: due, lineStyle: { color: receipts, type: "solid" }, label: { ...text, position: "insideEndTop", formatter: `+${one.pieces}` } });
    }
  }
  return {
    name: w.stock_left,
    type: "line",
    yAxisIndex: 1,
    data: ahead(item, item.left),
    symbol: "none",
    color: colour,
    markLine: { symbol: "none", animation: false, data: marks },
  };
}

// In words, since the band is drawn as a low end and a width.
function told(item, w, places) {
  const at = places[0].dataIndex;
  const past = item.sold.length;
  if (at < past) return `${item.dates[at]}\n${w.stock_sold}: ${item.sold[at]}`;
  const day = at - past;
  return [
    item.dates[at],
    `${w.stock_expected}: ${item.mean[day]}`,
    day < item.low.length ? `${w.stock_range}: ${item.low[day]} – ${item.high[day]}` : null,
    item.left ? `${w.stock_left}: ${Math.round(item.left[day])}` : null,
    ...item.arrivals.filter((one) => one.at === item.dates[at]).map((one) => `${w.stock_due}: +${one.pieces} (${one.purchase})`),
  ]
    .filter(Boolean)
    .join("\n");
}

function options(item, w, ink) {
  const text = written(ink);
  const axis = (name, more) => ({
    type: "value",
    name,
    min: 0,
    nameTextStyle: text,
    axisLabel: text,
    splitLine: { lineStyle: { color: ink.line } },
    ...more,
  });
  const series = lines(item, w, ink);
  const named = series.map((one) => one.name).filter((name) => name !== w.stock_range_low);
  return {
    animation: false,
    backgroundColor: ink.surface,
    textStyle: text,
    grid: { left: 8, right: 8, top: 64, bottom: 52, containLabel: true },
    legend: { ...legend(ink), data: named },
    tooltip: { ...tooltip(ink), formatter: (places) => told(item, w, places) },
    dataZoom: [
      { type: "slider", bottom: 6, height: 28, textStyle: text, borderColor: ink.line, handleLabel: { show: false } },
      { type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
    ],
    xAxis: {
      type: "category",
      data: item.dates,
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { ...text, formatter: (day) => day.slice(5) },
    },
    yAxis: [
      axis(w.stock_a_day, { nameTextStyle: { ...text, align: "left" } }),
      axis(w.stock_left, {
        // So far up that the reorder point is seen.
        max: ({ max }) => Math.ceil(Math.max(max, item.point, 1) * 1.1),
        minInterval: 1,
        splitLine: { show: false },
        nameTextStyle: { ...text, align: "right" },
      }),
    ],
    series,
  };
}

export const itemDrawing = {
  mixins: [drawn("canvas", "chart tall")],
  props: { item: Object, words: Object },
  watch: {
    item() {
      this.draw();
    },
  },
  methods: {
    options(ink) {
      return options(this.item, this.words, ink);
    },
    // As a PNG, in the size it has on the page, twice as fine.
    picture() {
      return this.drawn.getDataURL({ type: "png", pixelRatio: 2, excludeComponents: ["dataZoom"] });
    },
  },
};
