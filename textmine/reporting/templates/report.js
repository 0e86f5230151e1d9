document.querySelectorAll("thead th").forEach(function (heading) {
  var button = document.createElement("button"), body = heading.closest("table").tBodies[0];
  button.type = "button";
  button.textContent = heading.textContent;
  button.title = "Sort by this column";
  heading.replaceChildren(button);
  button.addEventListener("click", function () {
    var down = heading.getAttribute("aria-sort") !== "descending", place = heading.cellIndex;
    var key = function (row) { var cell = row.cells[place]; return "value" in cell.dataset ? Number(cell.dataset.value) : NaN; };
    heading.parentNode.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    Array.from(body.rows).sort(function (a, b) {
      var x = key(a), y = key(b), turn = down ? -1 : 1;
      if (isNaN(x) && isNaN(y)) { return turn * a.cells[place].textContent.localeCompare(b.cells[place].textContent); }
      return isNaN(x) ? 1 : isNaN(y) ? -1 : turn * (x - y);
    }).forEach(function (row) { body.append(row); });
  });
});
