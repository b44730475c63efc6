export { bucketMeans, type Point } from './bucket-means';
export { columns, figure, grid, pngImage } from './figure';
export { heatMap, type HeatMap } from './heat-map';
export { histogramChart, type HistogramChart } from './histogram-chart';
export { html, Html } from './html';
export { lineChart, type LineChart } from './line-chart';
export { page, type Page, type Section } from './page';
export { settingsCard, table, type Cell, type Table } from './table';
