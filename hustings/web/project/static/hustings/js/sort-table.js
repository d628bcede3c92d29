// Tables marked data-sortable, whose rows are all on the page, sort by a press on a column's heading.
// Headings that are links already are left alone: those ask the server. A cell may carry data-value.
const words = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

function asNumber(text) {
  const figure = text.replace(/[,%\s]/g, "").replace("−", "-");
  return figure !== "" && Number.isFinite(Number(figure)) ? Number(figure) : null;
}

function compare(one, other) {
  const [a, b] = [asNumber(one), asNumber(other)];
  if (a !== null && b !== null) return a - b;
  if (a !== null || b !== null) return a === null ? 1 : -1; // what is no number goes last
  return words.compare(one, other);
}

function sortBy(table, heading, column) {
  const direction = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  const sign = direction === "ascending" ? 1 : -1;
  const body = table.tBodies[0];
  const rows = [...body.rows].sort((one, other) => sign * compare(valueOf(one, column), valueOf(other, column)));
  body.append(...rows);
  table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", direction);
}

function enhance(table) {
  if (table.tBodies.length !== 1 || table.querySelector("tbody [colspan], tbody [rowspan]")) return;
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    if (heading.querySelector("a, button") || !heading.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, heading, column));
    heading.append(button);
  });
}

function enhanceAll(root) {
  root.querySelectorAll("table[data-sortable]").forEach(enhance);
}

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
