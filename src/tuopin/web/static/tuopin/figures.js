// Bars and the map beside their tables. Without this file every figure is still on the page.
(function () {
  "use strict";
  function colour(name) { return getComputedStyle(document.body).getPropertyValue(name).trim(); }

  function bars() {
    var place = document.getElementById("gaps"), data = document.getElementById("gaps-data");
    if (!place || !data || !window.echarts) return;
    var told = JSON.parse(data.textContent);
    place.hidden = false;
    var chart = echarts.init(place);
    function draw() {
      var ink = colour("--tp-ink"), quiet = colour("--tp-quiet"), line = colour("--tp-line");
      var good = { color: colour("--tp-brand"), decal: { symbol: "circle", color: colour("--tp-paper"), symbolSize: 0.5 } };
      var looks = [
        { color: colour("--tp-not-met"), decal: { symbol: "none" } },
        { color: colour("--tp-hatch-ground"), borderColor: colour("--tp-hatch"), borderWidth: 1,
          decal: { symbol: "rect", color: colour("--tp-hatch"), dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 } }
      ];
      chart.setOption({
        animation: false, aria: { enabled: true, decal: { show: true } },
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
        grid: { left: 4, right: 44, top: 34, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, textStyle: { color: ink }, itemGap: 18 },
        xAxis: { type: "value", minInterval: 1, axisLabel: { color: quiet }, splitLine: { lineStyle: { color: line } } },
        yAxis: { type: "category", data: told.labels, inverse: true, axisTick: { show: false },
          axisLabel: { color: ink, width: Math.min(150, place.clientWidth * 0.38), overflow: "break" }, axisLine: { lineStyle: { color: line } } },
        series: told.series.map(function (each, at) {
          return { name: each.name, type: "bar", data: each.values, itemStyle: each.good ? good : looks[at], barGap: "15%", barMaxWidth: 16,
            label: { show: true, position: "right", color: ink, formatter: function (point) { return point.value.toLocaleString("en"); } } };
        })
      });
    }
    draw();
    document.addEventListener("tuopin:theme", draw);
    window.addEventListener("resize", function () { chart.resize(); });
  }

  function lines() {
    var place = document.getElementById("trend"), data = document.getElementById("trend-data");
    if (!place || !data || !window.echarts) return;
    var told = JSON.parse(data.textContent);
    place.hidden = false;
    var chart = echarts.init(place);
    function draw() {
      var ink = colour("--tp-ink"), quiet = colour("--tp-quiet"), line = colour("--tp-line");
      var looks = [["--tp-not-met", "solid", "circle"], ["--tp-brand", "dashed", "triangle"]];
      chart.setOption({
        animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
        grid: { left: 4, right: 20, top: 40, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, textStyle: { color: ink }, itemGap: 18 },
        xAxis: { type: "category", data: told.days, axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } } },
        yAxis: { type: "value", minInterval: 1, axisLabel: { color: quiet }, splitLine: { lineStyle: { color: line } } },
        series: told.series.map(function (each, at) {
          var shade = colour(looks[at][0]);
          return { name: each.name, type: "line", data: each.values, symbol: looks[at][2], symbolSize: 8,
            lineStyle: { type: looks[at][1], color: shade, width: 2 }, itemStyle: { color: shade } };
        })
      });
    }
    draw();
    document.addEventListener("tuopin:theme", draw);
    window.addEventListener("resize", function () { chart.resize(); });
  }

  function map() {
    var place = document.getElementById("map");
    if (!place || !window.L) return;
    fetch(place.dataset.url).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (told) {
      if (!told.features.length) return;
      place.parentElement.hidden = false;
      var drawn = L.map(place, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", place.dataset.label);
      function look(feature) {
        var step = feature.properties.step;
        return { color: colour("--tp-quiet"), weight: 0.8, fillOpacity: 1,
          fillColor: step === null ? "url(#tp-hatch)" : colour("--tp-step-" + step) };
      }
      var shapes = L.geoJSON(told, { style: look, onEachFeature: function (feature, layer) {
        var words = document.createElement("span");
        words.textContent = feature.properties.name + " · " + feature.properties.told;
        layer.bindTooltip(words, { sticky: true });
        layer.on("click", function () { location.href = place.dataset.page.replace("CODE", feature.properties.code); });
      } }).addTo(drawn);
      drawn.fitBounds(shapes.getBounds(), { padding: [6, 6] });
      document.addEventListener("tuopin:theme", function () { shapes.setStyle(look); });
    }).catch(function () { place.parentElement.hidden = true; });
  }

  bars();
  lines();
  map();
})();
