for (const chart of document.querySelectorAll('.chart')) {
  const hidden = setUpLegend(chart);
  for (const plot of chart.querySelectorAll('.plot')) setUpPlot(/** @type {HTMLElement} */ (plot), hidden);
}
