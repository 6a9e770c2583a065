(function () {
  "use strict";
  var root = document.documentElement, table = document.getElementById("findings-table");
  root.classList.add("js");
  var printing = document.getElementById("print");
  if (printing) { printing.addEventListener("click", function () { window.print(); }); }
  clauses();
  if (!table) { return; }

  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows), said = document.getElementById("said");
  var search = document.getElementById("q"), none = document.getElementById("none");
  var choices = ["level", "rule", "unit"].map(function (name) { return document.getElementById("by-" + name); });
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var number = new Intl.NumberFormat("en");

  function show() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
    rows.forEach(function (row, at) {
      var fits = choices.every(function (choice) { return !choice.value || row.getAttribute("data-" + choice.id.slice(3)) === choice.value; }) &&
        words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    none.hidden = count > 0;
    said.textContent = said.getAttribute("data-says").replace("{n}", number.format(count)).replace("{m}", number.format(rows.length));
  }
  function choose(name, value) {
    var choice = document.getElementById("by-" + name);
    search.value = "";
    choices.forEach(function (each) { each.value = ""; });
    choice.value = value;
    show();
    document.getElementById("findings").scrollIntoView();
    document.getElementById("findings-title").focus({ preventScroll: true });
  }
  var waiting = 0;
  search.addEventListener("input", function () { window.clearTimeout(waiting); waiting = window.setTimeout(show, 120); });
  choices.forEach(function (choice) { choice.addEventListener("change", show); });
  document.getElementById("reset").addEventListener("click", function () {
    search.value = "";
    choices.forEach(function (choice) { choice.value = ""; });
    show();
    search.focus();
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[data-choose]") : null;
    if (link) { event.preventDefault(); choose(link.getAttribute("data-choose"), link.getAttribute("data-value")); }
  });

  var order = new Map(rows.map(function (row, at) { return [row, at]; })), spelled = new Intl.Collator(document.documentElement.lang, { numeric: true });
  table.querySelectorAll("thead th[data-sort]").forEach(function (head) {
    head.querySelector("button").addEventListener("click", function () {
      var way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1, cell = Number(head.getAttribute("data-sort"));
      table.querySelectorAll("thead th").forEach(function (each) { each.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      function key(row) { var td = row.cells[cell]; return td.hasAttribute("data-k") ? td.getAttribute("data-k") : td.textContent.trim(); }
      var keyed = rows.map(function (row) { return [key(row), row]; });
      keyed.sort(function (a, b) { return way * spelled.compare(a[0], b[0]) || order.get(a[1]) - order.get(b[1]); });
      var all = document.createDocumentFragment();
      keyed.forEach(function (pair) { all.appendChild(pair[1]); });
      body.appendChild(all);
    });
  });
  show();

  function clauses() {
    var box = document.getElementById("only-problems");
    if (!box) { return; }
    function pick() {
      document.querySelectorAll("tr[data-ended]").forEach(function (row) {
        row.hidden = box.checked && ["fail", "suspect", "error"].indexOf(row.getAttribute("data-ended")) < 0;
      });
    }
    box.addEventListener("change", pick);
    pick();
  }
})();
