/**
 * Lets a picture be read by pointer and by keys: what is there is marked, and said in a tooltip.
 *
 * @param {HTMLElement} plot
 * @param {ReadonlySet<number>} hidden
 */
function setUpPlot(plot, hidden) {
  const svg = plot.querySelector('svg');
  const told = plot.querySelector('script')?.textContent;
  if (!svg || !told) return;
  /** @type {import('../interaction').Interaction} */
  const chart = JSON.parse(told);
  const reader = readerOf(chart, hidden);
  const label = `${svg.getAttribute('aria-label')}: values by arrow keys`;
  const surface = element('div', { class: 'surface', tabindex: 0, role: 'application', 'aria-label': label });
  const tooltip = /** @type {HTMLElement} */ (element('div', { class: 'tooltip', role: 'status' }));
  const marks = element('g', { 'pointer-events': 'none' }, [], svg.namespaceURI);
  svg.append(marks);
  plot.append(surface, tooltip);
  /** @type {number | null} */
  let stop = null;

  const clear = () => {
    stop = null;
    marks.replaceChildren();
    tooltip.replaceChildren();
  };

  const show = (/** @type {number | null} */ next) => {
    if (next === null) return clear();
    stop = next;
    const reading = reader.read(next);
    marks.replaceChildren(...readingMarks(reading, svg.namespaceURI));
    tooltip.replaceChildren(...tooltipContent(reading, thumbnail(reading.tile ?? null)));
    place(reading.at);
  };

  const thumbnail = (/** @type {number | null} */ tile) => {
    const sprite = plot.querySelector('img');
    if (tile === null || !sprite || chart.kind !== 'points' || !chart.sprite) return null;
    return thumbnailOf(sprite, chart.sprite, tile);
  };

  /** Picture units in a pixel of the window. */
  const scale = () => svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;

  /** Beside the place, on the side where the window has room. */
  const place = (/** @type {readonly [number, number]} */ [x, y]) => {
    const GAP = 10;
    const { left } = plot.getBoundingClientRect();
    const [px, width] = [x / scale(), tooltip.offsetWidth];
    const last = document.documentElement.clientWidth - left - width - GAP;
    const beside = px + GAP <= last ? px + GAP : px - GAP - width;
    tooltip.style.left = `${Math.max(GAP - left, Math.min(beside, last))}px`;
    tooltip.style.top = `${y / scale() + 4}px`;
  };

  const point = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const { left, top } = svg.getBoundingClientRect();
    show(reader.at((clientX - left) * scale(), (clientY - top) * scale()));
  };

  surface.addEventListener('pointermove', (event) => point(/** @type {PointerEvent} */ (event)));
  surface.addEventListener('pointerdown', (event) => point(/** @type {PointerEvent} */ (event)));
  // A finger that is lifted has left, too; what it pointed at stays until another place is touched.
  surface.addEventListener('pointerleave', (event) => {
    if (/** @type {PointerEvent} */ (event).pointerType !== 'touch') clear();
  });
  surface.addEventListener('blur', clear);
  surface.addEventListener('focus', () => {
    if (stop === null && surface.matches(':focus-visible')) show(reader.next(null, 'ArrowRight'));
  });
  surface.addEventListener('keydown', (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (key === 'Escape') return clear();
    const next = reader.next(stop, key);
    if (next === null) return;
    event.preventDefault();
    show(next);
  });
}

/**
 * @param {import('../interaction').Interaction} chart
 * @param {ReadonlySet<number>} hidden
 * @returns {Reader}
 */
function readerOf(chart, hidden) {
  switch (chart.kind) {
    case 'lines':
      return readLines(chart, hidden);
    case 'bands':
      return readBands(chart, hidden);
    case 'cells':
      return readCells(chart);
    case 'points':
      return readPoints(chart, hidden);
  }
}
