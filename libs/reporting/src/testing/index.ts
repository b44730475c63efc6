export { closeBrowser, openPage, type OpenedPage, type View, type Violation } from './browser';
export { findChromium } from './chromium';
export { describeInBrowser } from './describe-in-browser';
