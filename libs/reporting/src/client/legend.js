/**
 * Makes a button of each entry of a chart's legend: pressed, its series is shown.
 *
 * @param {Element} chart
 * @returns {Set<number>} the series that are hidden, kept up to date
 */
function setUpLegend(chart) {
  /** @type {Set<number>} */
  const hidden = new Set();
  for (const entry of chart.querySelectorAll('[data-entry]')) {
    const index = Number(entry.getAttribute('data-entry'));
    const button = document.createElement('button');
    button.type = 'button';
    button.ariaPressed = 'true';
    button.append(...entry.childNodes);
    entry.append(button);
    button.addEventListener('click', () => {
      const hide = !hidden.has(index);
      if (hide) hidden.add(index);
      else hidden.delete(index);
      button.ariaPressed = String(!hide);
      for (const mark of chart.querySelectorAll(`[data-series="${index}"]`)) mark.toggleAttribute('hidden', hide);
    });
  }
  return hidden;
}
