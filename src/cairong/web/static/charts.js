/* Draws each [data-chart] with ECharts in the page's own colours; its table stands behind it. */
(function () {
  "use strict";
  if (!window.echarts) return;

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function axis(given) {
    var rule = { lineStyle: { color: token("--line") } };
    // Named here too: what makes room for the labels measures them by this and not by the chart's.
    var words = { color: token("--ink-2"), fontSize: 13, fontFamily: token("--sans") };
    return Object.assign(
      {
        axisLabel: words,
        axisLine: { lineStyle: { color: token("--edge") } },
        splitLine: rule,
        nameTextStyle: words,
      },
      given
    );
  }

  function dressed(option) {
    var plain = JSON.parse(JSON.stringify(option));
    plain.animation = false;
    plain.color = [token("--accent"), token("--warn-line"), token("--ink-3"), token("--ok")];
    plain.textStyle = { fontFamily: token("--sans"), color: token("--ink") };
    plain.grid = Object.assign({ left: 8, right: 16, top: 40, bottom: 8, containLabel: true }, plain.grid);
    plain.tooltip = Object.assign({ trigger: "axis", renderMode: "richText" }, plain.tooltip);
    if (plain.legend) plain.legend = Object.assign({ textStyle: { color: token("--ink") } }, plain.legend);
    ["xAxis", "yAxis"].forEach(function (name) {
      if (plain[name]) plain[name] = [].concat(plain[name]).map(axis);
    });
    return plain;
  }

  document.querySelectorAll("[data-chart]").forEach(function (place) {
    var option = JSON.parse(place.getAttribute("data-chart"));
    place.classList.add("chart-drawn");
    var chart = window.echarts.init(place, null, { renderer: "canvas" });
    function draw() {
      chart.setOption(dressed(option), true);
    }
    draw();
    document.addEventListener("cairong:look", draw);
    window.addEventListener("resize", function () {
      chart.resize();
    });
    var fold = place.parentElement.querySelector("[data-fold-chart]");
    if (fold) fold.open = false;
  });
})();
