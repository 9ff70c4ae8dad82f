// The shelves: a table of what runs out first, and the chart of the item that was opened.
import { h } from "vue";
import { button, card, tag } from "./parts.js";
import { itemDrawing } from "./supply_chart.js";
import { table } from "./table.js";

const TYPING_MS = 250;

const part = {
  data() {
    return { stockWords: "", item: null, itemNumbers: false };
  },
  methods: {
    findStock() {
      this.put("stock", { words: this.stockWords });
    },

    typeStock(event) {
      this.stockWords = event.target.value;
      clearTimeout(this.typing_stock);
      this.typing_stock = setTimeout(() => this.findStock(), TYPING_MS);
    },

    openItem(row) {
      this.itemNumbers = false;
      this.put("stock_item", { id: row.id });
    },

    shutItem() {
      const { id } = this.item;
      this.item = null;
      this.$nextTick(() => document.getElementById(`stock-${id}`)?.closest("button")?.focus());
    },

    on_stock(news) {
      if (this.tab !== "stock" || !this.shown || news.words !== this.stockWords.trim()) return;
      const rows = news.more ? [...this.shown.rows, ...news.data.rows] : news.data.rows;
      this.shown = { ...news.data, rows };
    },

    on_stock_item(news) {
      this.item = news.item;
      this.$nextTick(() => document.getElementById("item-title")?.focus());
    },
  },
};

function keep(url, name) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

// For a spreadsheet, which takes the mark at the beginning as UTF-8.
function csv(page) {
  const w = page.words;
  const { item } = page;
  const past = item.sold.length;
  const row = (day, at) =>
    at < past
      ? [day, item.sold[at], "", "", "", ""]
      : [day, "", item.mean[at - past], item.low[at - past] ?? "", item.high[at - past] ?? "", item.left?.[at - past] ?? ""];
  const head = [w.stock_day, w.stock_sold, w.stock_expected, w.stock_range_low, w.stock_range_high, w.stock_left];
  const lines = [head.map((one) => `"${one}"`), ...item.dates.map(row)].map((one) => one.join(","));
  const url = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
  keep(url, `${fileName(item)}.csv`);
  URL.revokeObjectURL(url);
}

const fileName = (item) => item.code.replace(/[^\w.-]+/g, "_");

function daysLeft(w, row) {
  if (row.stock === null || row.days === null) return "–";
  if (row.days <= 0) return tag(w.stock_out, "risk");
  return row.days >= 999 ? "> 999" : String(row.days);
}

function numbers(page) {
  const w = page.words;
  const { item } = page;
  const past = item.sold.length;
  const rows = item.dates.map((day, at) => ({
    id: day,
    day,
    sold: at < past ? item.sold[at] : "",
    expected: at < past ? "" : item.mean[at - past],
    range: at < past || at - past >= item.low.length ? "" : `${item.low[at - past]} – ${item.high[at - past]}`,
    left: at < past || !item.left ? "" : Math.round(item.left[at - past]),
  }));
  const columns = [
    { key: "day", label: w.stock_day },
    { key: "sold", label: w.stock_sold },
    { key: "expected", label: w.stock_expected },
    { key: "range", label: w.stock_range },
    { key: "left", label: w.stock_left },
  ];
  return table(page, columns, { rows, label: item.name });
}

function facts(page) {
  const w = page.words;
  const { item } = page;
  const pairs = [
    [w.stock_stock, item.stock === null ? w.not_counted : item.stock],
    [w.stock_coming, item.arrivals.map((one) => `${one.pieces} (${one.purchase}${one.at ? `, ${one.at}` : ""})`).join("; ") || "0"],
    [w.stock_point, item.point],
    [w.stock_sold_ahead, item.sold_ahead],
    [w.stock_days, daysLeft(w, item)],
  ];
  return h("dl", { class: "stock-facts" }, pairs.map(([name, value]) => h("div", { key: name }, [h("dt", name), h("dd", value)])));
}

function label(page) {
  const w = page.words;
  const { item } = page;
  const sold = item.sold.reduce((sum, one) => sum + one, 0);
  return `${item.name}: ${w.stock_sold} ${sold}; ${w.stock_sold_ahead} ${item.sold_ahead}; ${w.stock_point} ${item.point}`;
}

function opened(page) {
  const w = page.words;
  const { item } = page;
  let drawn = null;
  return h("section", { class: "card stack", key: "item", "aria-labelledby": "item-title" }, [
    h("div", { class: "supply-line-top" }, [
      h("h2", { id: "item-title", tabindex: -1 }, [item.name, h("span", { class: "soft small" }, ` ${item.code}`)]),
      h("div", { class: "actions" }, [
        button(w.stock_as_csv, () => csv(page)),
        button(w.stock_as_png, () => keep(drawn.picture(), `${fileName(item)}.png`)),
        button(w.close, page.shutItem),
      ]),
    ]),
    facts(page),
    h(itemDrawing, { ref: (one) => (drawn = one), item, words: w, label: label(page) }),
    h(
      "p",
      { class: "soft small" },
      item.model ? w.stock_forecast.replace("{model}", item.model).replace("{error}", item.error).replace("{made}", item.made) : w.stock_no_forecast,
    ),
    h("details", { class: "small", open: page.itemNumbers, onToggle: (event) => (page.itemNumbers = event.target.open) }, [
      h("summary", w.overview_table),
      page.itemNumbers ? numbers(page) : null,
    ]),
  ]);
}

function shown(page) {
  const w = page.words;
  const { rows, following, total } = page.shown;
  const columns = [
    { key: "name", label: w.stock_item, cell: (row) => h("span", { id: `stock-${row.id}` }, [row.name, " ", h("span", { class: "soft small" }, row.code)]) },
    { key: "stock", label: w.stock_stock, cell: (row) => [row.stock ?? w.not_counted, row.below ? [" ", tag(w.stock_below, "risk")] : null] },
    { key: "coming", label: w.stock_coming, cell: (row) => row.arrivals.map((one) => `${one.pieces}${one.at ? ` · ${one.at}` : ""}`).join("; ") || "–" },
    { key: "point", label: w.stock_point },
    { key: "sold_ahead", label: w.stock_sold_ahead },
    { key: "days", label: w.stock_days, cell: (row) => daysLeft(w, row) },
  ];
  const search = h("form", { class: "actions", role: "search", onSubmit: (event) => (event.preventDefault(), page.findStock()) }, [
    h("input", {
      type: "search",
      maxlength: 80,
      autocomplete: "off",
      "aria-label": w.stock_search,
      placeholder: w.stock_search,
      value: page.stockWords,
      onInput: page.typeStock,
    }),
    h("span", { class: "soft small", role: "status" }, total),
  ]);
  return [
    page.item ? opened(page) : null,
    card(null, [
      search,
      h("p", { class: "soft small" }, w.stock_help),
      table(page, columns, {
        rows,
        following,
        label: w.supply_tab_stock,
        empty: w.stock_none,
        onRow: page.openItem,
        isOn: (row) => row.id === page.item?.id,
        onMore: () => page.put("stock", { words: page.stockWords, after: following }),
      }),
    ]),
  ];
}

export const stock = { part, shown };
