(function () {
  "use strict";
  var COLUMNS = ["child", "words", "decision", "same_as", "narrative", "leaks", "version"];
  var SAID = { mask: "mask", always: "mask in all files", keep: "keep", "keep-all": "keep in all files", same: "same person as", different: "somebody else than", checked: "read" };
  // Only in this page's memory: a browser's storage would keep what identifies.
  var made = new Map();
  var unsaved = false;

  function row(item, choice) {
    var words = item.querySelector("input.words") ? item.querySelector("input.words").value.trim() : item.dataset.words || "";
    var as = item.dataset.other || (item.querySelector(".same input") ? item.querySelector(".same input").value.trim() : "");
    var child = item.dataset.child || "";
    if (choice === "always") return { child: "", words: words, decision: "always" };
    if (choice === "keep-all") return { child: "", words: words, decision: "keep" };
    if (choice === "same" || choice === "different") return { child: child, words: words, decision: choice, same_as: as };
    return { child: child, words: words, decision: choice };
  }

  function reading(item) {
    var writeup = item.closest(".writeup");
    return { decision: "checked", narrative: writeup.dataset.narrative, version: writeup.dataset.version, leaks: item.querySelector(".leaks").value.trim() };
  }

  function wrong(decision) {
    if (decision.decision === "checked") return /^\d{1,3}$/.test(decision.leaks) ? "" : "Write how many identifiers are left; 0 if none.";
    if (!/[\p{L}\p{N}]/u.test(decision.words)) return "Write the words first.";
    if (decision.decision === "same" && !/[\p{L}\p{N}]/u.test(decision.same_as)) return "Choose or write whom first.";
    return "";
  }

  function told(decision, choice) {
    if (choice === "checked") return "Read: " + decision.leaks + (decision.leaks === "1" ? " identifier left" : " identifiers left");
    return SAID[choice] + (decision.same_as ? " “" + decision.same_as + "”" : "");
  }

  function decide(button) {
    var item = button.closest(".item"), choice = button.dataset.decide;
    var decision = choice === "checked" ? reading(item) : row(item, choice);
    var fault = wrong(decision);
    if (fault) return say(item, fault, true);
    var name = item.dataset.kind === "other" ? "other\n" + item.dataset.child + "\n" + decision.words.toLowerCase() : item;
    if (button.getAttribute("aria-pressed") === "true" && item.dataset.kind !== "other" && choice !== "checked" && choice !== "same") made.delete(name);
    else made.set(name, { row: decision, choice: choice, item: item, text: told(decision, choice) });
    unsaved = true;
    say(item, made.has(name) ? "Decided: " + told(decision, choice) + (item.dataset.kind === "other" ? " “" + decision.words + "”" : "") : "", false);
    if (item.dataset.kind === "other") item.querySelector("input.words").value = "";
    else press(item, made.has(name) ? choice : "");
    list();
  }

  function press(item, choice) {
    item.querySelectorAll("[data-decide]").forEach(function (one) {
      one.setAttribute("aria-pressed", String(one.dataset.decide === choice));
    });
  }

  function say(item, words, isWrong) {
    var place = item.querySelector(".decided");
    place.textContent = words;
    place.hidden = !words;
    place.classList.toggle("wrong", isWrong);
    place.setAttribute("role", "status");
  }

  function rows() {
    return Array.from(made.values());
  }

  function list() {
    var kept = rows();
    var some = kept.length ? kept.length + (kept.length === 1 ? " decision" : " decisions") + (unsaved ? ", not saved yet" : ", saved") : "No decisions yet";
    document.getElementById("count").textContent = some;
    document.getElementById("save").disabled = !kept.length;
    var place = document.querySelector("#made ul");
    place.textContent = "";
    made.forEach(function (one, name) {
      var line = document.createElement("li"), words = document.createElement("span"), take = document.createElement("button");
      words.textContent = (one.row.words || one.row.narrative) + ": " + one.text + (one.row.child ? " (child " + one.row.child + ")" : "");
      take.type = "button";
      take.textContent = "Take back";
      take.setAttribute("aria-label", "Take back: " + words.textContent);
      take.addEventListener("click", function () {
        made.delete(name);
        unsaved = true;
        say(one.item, "", false);
        press(one.item, "");
        list();
        document.querySelector("#made summary").focus();
      });
      line.append(words, take);
      place.append(line);
    });
    sift();
  }

  function cell(words) {
    // As the exports do: a spreadsheet must not take words for a formula.
    var safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(words) ? "'" + words : words;
    return '"' + safe.replace(/"/g, '""') + '"';
  }

  function table() {
    var lines = rows().map(function (one) {
      return COLUMNS.map(function (name) { return cell(one.row[name] || ""); }).join(",");
    });
    return "\uFEFF" + [COLUMNS.join(",")].concat(lines).join("\r\n") + "\r\n";
  }

  function save() {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/csv" }));
    link.download = "decisions.csv";
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    unsaved = false;
    list();
  }

  function sift() {
    var sought = document.getElementById("filter").value.trim().toLowerCase();
    var open = document.getElementById("undecided").checked;
    var shown = 0;
    document.querySelectorAll(".items .item").forEach(function (item) {
      item.hidden = (open && made.has(item)) || (sought && item.querySelector(".said").textContent.toLowerCase().indexOf(sought) < 0);
      shown += !item.hidden;
    });
    document.querySelectorAll(".writeup").forEach(function (one) {
      one.hidden = Boolean(sought) && one.textContent.toLowerCase().indexOf(sought) < 0;
    });
    document.getElementById("shown").textContent = sought || open ? shown + " to decide" : "";
  }

  function reveal() {
    var place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (place && place.tagName === "DETAILS") {
      place.open = true;
      place.querySelector("summary").focus();
      place.scrollIntoView();
    }
  }

  function together(event) {
    document.querySelectorAll("mark.both").forEach(function (one) { one.classList.remove("both"); });
    var mark = event.target.closest && event.target.closest("mark[data-pair]");
    if (!mark) return;
    mark.closest(".pair").querySelectorAll('mark[data-pair="' + mark.dataset.pair + '"]').forEach(function (one) { one.classList.add("both"); });
  }

  function selected() {
    var words = String(getSelection()).trim().replace(/\s+/g, " ");
    var node = getSelection().anchorNode;
    var text = node && (node.nodeType === 1 ? node : node.parentElement).closest(".text");
    if (text && words && words.length < 80) text.closest(".writeup").querySelector("input.words").value = words;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-decide]");
    if (button) decide(button);
    if (event.target.closest('a[href^="#w-"]')) setTimeout(reveal, 0);
  });
  document.addEventListener("mouseover", together);
  document.addEventListener("focusin", together);
  document.addEventListener("mouseup", selected);
  document.addEventListener("keyup", function (event) { if (event.shiftKey) selected(); });
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("filter").addEventListener("input", sift);
  document.getElementById("undecided").addEventListener("change", sift);
  addEventListener("hashchange", reveal);
  addEventListener("beforeunload", function (event) { if (unsaved && rows().length) event.preventDefault(); });
  document.querySelectorAll(".items [data-decide]").forEach(function (one) { one.setAttribute("aria-pressed", "false"); });
  reveal();
})();
