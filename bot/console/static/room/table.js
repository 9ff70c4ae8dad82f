// A table that is paged in the database: the page holds the rows that it was given, and asks for more.
import { h } from "vue";
import { button } from "./parts.js";

// columns: [{ key, label, sort?, cell? }]; `cell(row)` makes what is shown, otherwise row[key].
// `class` of a column goes on all its cells. The roles are said, since a phone may show a row as a
// list (`.tab`), and what is not laid out as a table would not be one to a screen reader.
// given: { rows, following, sorted?, descending?, onSort?, onRow?, isOn?, onMore, empty, label }
export function table(page, columns, given) {
  if (!given.rows.length) return h("p", { class: "empty" }, given.empty);
  const head = (column) => {
    const sorted = given.sorted === column.key;
    return h(
      "th",
      {
        key: column.key,
        scope: "col",
        role: "columnheader",
        class: column.class,
        "aria-sort": sorted ? (given.descending ? "descending" : "ascending") : null,
      },
      column.sort && given.onSort
        ? h("button", { type: "button", onClick: () => given.onSort(column.key) }, column.label)
        : column.label,
    );
  };
  const cells = (row) =>
    columns.map((column, at) => {
      const shown = column.cell ? column.cell(row) : row[column.key];
      // The first cell is the way in, so that it can be reached by the keyboard.
      return h(
        "td",
        { key: column.key, class: column.class, role: "cell", "data-label": column.label },
        at === 0 && given.onRow
          ? h("button", { type: "button", class: "link", onClick: () => given.onRow(row) }, shown)
          : shown,
      );
    });
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": given.label }, [
    h("table", { role: "table" }, [
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map(head))),
      h(
        "tbody",
        { role: "rowgroup" },
        given.rows.map((row) => h("tr", { key: row.id, role: "row", class: { on: given.isOn?.(row) } }, cells(row))),
      ),
    ]),
    given.following ? button(page.words.more, given.onMore, { class: "quiet more" }) : null,
  ]);
}
