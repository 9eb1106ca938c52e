import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** WCAG 2.2, levels A and AA: every rule that axe can decide. */
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** Fails with rule, reason and element for every barrier on the page. */
export async function expectAccessible(page: Page, javaScriptEnabled: boolean): Promise<void> {
  const { violations } = await (javaScriptEnabled ? analyze(page) : analyzeTwin(page));
  const barriers = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ''}`),
  );
  expect(barriers, `barriers on ${page.url()}`).toEqual([]);
}

async function analyze(page: Page) {
  // Colours that are still on their way to another theme are not those that people read. One that ends may let another
  // one begin, where a colour is inherited.
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => {
      for (const running of document.getAnimations()) if (running instanceof CSSTransition) running.finish();
    });
    await page.waitForTimeout(20);
  }
  return new AxeBuilder({ page }).withTags(WCAG_22_AA).analyze();
}

/**
 * axe is a script, and this page runs none. So its twin is examined: the same document with the same styles in a
 * browser that runs scripts, but not those of the page.
 */
async function analyzeTwin(page: Page) {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const context = await browser.newContext({
    javaScriptEnabled: true,
    viewport: page.viewportSize(),
    storageState: await page.context().storageState(),
  });
  try {
    const twin = await context.newPage();
    const document = (await page.content()).replace(/<\/?noscript[^>]*>/g, '');
    await twin.route(page.url(), (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'Content-Security-Policy': "script-src 'none'" },
        body: document,
      }),
    );
    await twin.goto(page.url());
    return await analyze(twin);
  } finally {
    await context.close();
  }
}
