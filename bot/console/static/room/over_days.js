// A chart over days with its numbers: what it says in all, the drawing, and the table of it.
import { h } from "vue";
import { drawing } from "./chart.js";
import { definition, number, shown } from "./figures.js";
import { table } from "./table.js";

const figureOf = (chart, column) => chart.figures.find((one) => one.name === column.figure);
const named = (chart, column) => {
  const { title } = figureOf(chart, column);
  return column.headline ? title : `${title}, ${column.label}`;
};

function of(page, chart, column, first, last) {
  const { part, language } = column;
  return { figure: figureOf(chart, column), label: named(chart, column), part, language, first, last };
}

// The last number that is known, for what does not add up over days.
const latest = (column) => column.values.findLast((value) => value !== null) ?? null;

// The chart in words: what each column is in all, or was last.
function label(page, chart) {
  const w = page.words;
  const told = chart.columns.map((one) => {
    const value = one.total ?? latest(one);
    return `${one.label} ${shown(value, one.unit, page)}${one.total === null ? ` (${w.overview_latest})` : ""}`;
  });
  return `${chart.title}, ${page.span} ${w.overview_days}: ${told.join(", ") || w.overview_nothing}`;
}

function totals(page, chart) {
  const { days } = page.overview;
  return chart.columns
    .filter((one) => one.headline && one.total !== null)
    .map((one) =>
      h("p", { key: one.figure, class: "figure-top" }, [
        number(page, one.total, one.unit, of(page, chart, one, days[0], days.at(-1)), "big"),
        h("span", { class: "soft small" }, `${one.label}, ${page.span} ${page.words.overview_days}`),
      ]),
    );
}

function rows(page, chart) {
  const { days, settled } = page.overview;
  const whole = { id: "all", day: page.words.overview_whole, values: chart.columns.map((one) => one.total) };
  const each = days.map((day, at) => ({
    id: day,
    day: settled[at] ? day : `${day} *`,
    first: day,
    values: chart.columns.map((one) => one.values[at]),
  }));
  return [whole, ...each.reverse()];
}

function numbers(page, chart) {
  const w = page.words;
  const { days } = page.overview;
  const columns = chart.columns.map((column, at) => ({
    key: String(at),
    label: column.label,
    cell: (row) =>
      number(page, row.values[at], column.unit, of(page, chart, column, row.first || days[0], row.first || days.at(-1))),
  }));
  const first = { key: "day", label: w.overview_day };
  return [
    table(page, [first, ...columns], { rows: rows(page, chart), label: chart.title }),
    h("p", { class: "soft small" }, w.overview_unsettled),
  ];
}

export function overDays(page, chart) {
  const w = page.words;
  const { days } = page.overview;
  const isKnown = chart.columns.some((one) => latest(one) !== null);
  return h("section", { class: "card over-days", key: chart.key, "data-chart": chart.key }, [
    h("h3", chart.title),
    h("div", { class: "totals" }, totals(page, chart)),
    isKnown && chart.series.length
      ? h(drawing, {
          page,
          chart,
          days,
          label: label(page, chart),
          onPick: (series, day) => {
            const column = chart.columns[chart.series[series].column];
            if (column) page.look(of(page, chart, column, days[day], days[day]));
          },
        })
      : h("p", { class: "empty" }, w.overview_nothing),
    chart.figures.map((figure) => definition(page, figure)),
    isKnown
      ? h(
          "details",
          {
            class: "small",
            open: page.unfolded[chart.key],
            onToggle: (event) => (page.unfolded[chart.key] = event.target.open),
          },
          // Thousands of buttons, so only where somebody looks.
          [h("summary", w.overview_table), page.unfolded[chart.key] ? numbers(page, chart) : null],
        )
      : null,
  ]);
}
