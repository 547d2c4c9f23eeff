/* Before the first paint: the reader's own size and theme. */
(function () {
  "use strict";
  var root = document.documentElement;
  ["size", "theme"].forEach(function (look) {
    try {
      var kept = window.localStorage.getItem("cairong." + look);
      if (kept) root.setAttribute("data-" + look, kept);
    } catch (refused) {
      root.removeAttribute("data-" + look);
    }
  });
})();
