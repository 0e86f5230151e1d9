document.querySelectorAll("thead th").forEach(function (heading) {
  var button = document.createElement("button"), body = heading.closest("table").tBodies[0], order = Array.from(body.rows);
  button.type = "button";
  button.textContent = heading.textContent;
  button.title = "Sort by this column: largest first, smallest first, as it was";
  heading.replaceChildren(button);
  button.addEventListener("click", function () {
    var next = { null: "descending", descending: "ascending", ascending: null }[heading.getAttribute("aria-sort")];
    var place = heading.cellIndex, turn = next === "descending" ? -1 : 1, rows = order.slice();
    var key = function (row) { var cell = row.cells[place]; return "value" in cell.dataset ? Number(cell.dataset.value) : NaN; };
    heading.parentNode.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
    if (next) {
      heading.setAttribute("aria-sort", next);
      rows.sort(function (a, b) {
        var x = key(a), y = key(b);
        if (isNaN(x) && isNaN(y)) { return turn * a.cells[place].textContent.localeCompare(b.cells[place].textContent); }
        return isNaN(x) ? 1 : isNaN(y) ? -1 : turn * (x - y);
      });
    }
    rows.forEach(function (row) { body.append(row); });
  });
});
