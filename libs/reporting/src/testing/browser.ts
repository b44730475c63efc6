import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium, NO_CHROMIUM } from './chromium';

/** How a page is looked at. */
export interface View {
  /** Of the window, in pixels: 375 is a phone, 1440 a desktop. */
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  /** Default: true. */
  readonly script?: boolean;
}

/** A rule of axe-core that a page breaks in a way that shuts people out. */
export interface Violation {
  readonly rule: string;
  readonly impact: 'serious' | 'critical';
  readonly help: string;
  /** Selectors of the elements. */
  readonly elements: readonly string[];
}

/** A page in the browser. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors and warnings of the console, and what was thrown: empty for a sound page. */
  readonly consoleErrors: readonly string[];
  /** Addresses that were asked for, other than the file and `data:`: empty for a page of one file. */
  readonly requests: readonly string[];
  /** The page's serious and critical violations of WCAG and of axe-core's best practices. */
  axeViolations(): Promise<Violation[]>;
  /** Whether the page, not a region in it, scrolls sideways. */
  scrollsSideways(): Promise<boolean>;
  close(): Promise<void>;
}

const HEIGHT = 900;

let browser: Promise<Browser> | null = null;

/**
 * Opens a file in the system's Chromium, without a network. The browser is started once and kept until {@link closeBrowser}.
 * @param path of an HTML file
 * @throws where there is no Chromium
 */
export async function openPage(path: string, { width, colorScheme, script = true }: View): Promise<OpenedPage> {
  browser ??= launch();
  const context = await (
    await browser
  ).newContext({
    viewport: { width, height: HEIGHT },
    colorScheme,
    javaScriptEnabled: script,
    offline: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const address = pathToFileURL(path).href;
  const consoleErrors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith('data:')) requests.push(url);
  });
  await page.goto(address, { waitUntil: 'load' });
  return {
    page,
    consoleErrors,
    requests,
    axeViolations: () => axeViolations(page),
    scrollsSideways: () =>
      page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
    close: () => context.close(),
  };
}

/** Ends the browser that {@link openPage} started. */
export async function closeBrowser(): Promise<void> {
  const started = browser;
  browser = null;
  await (await started)?.close();
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`Expected a browser, but there is ${NO_CHROMIUM}`);
  // Chromium's sandbox does not work for root; a container's /dev/shm may be too small for it.
  const root = process.getuid?.() === 0;
  const args = [...(root ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath, args, chromiumSandbox: !root });
}

/** Runs in the page's own world, past its policy, as the debugger may. */
async function axeViolations(page: Page): Promise<Violation[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, { resultTypes: ['violations'] })`);
  return violations.flatMap(({ id, impact, help, nodes }) =>
    impact === 'serious' || impact === 'critical'
      ? [{ rule: id, impact, help, elements: nodes.map(({ target }) => target.join(' ')) }]
      : [],
  );
}
