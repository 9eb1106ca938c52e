import { test as base } from '@playwright/test';
import type { BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { signIn } from './people';
import type { Role } from './people';
import type { Product } from './product';
import { SharedProduct, startWith } from './stock';
import type { Stock } from './stock';
import { Watch } from './watch';

export { expect } from '@playwright/test';
export { password, people } from './people';

interface TestFixtures {
  /** What the test finds in the product: `test.use({ stock: 'empty' })`. */
  stock: Stock;
  /** The running product; `baseURL` is its address. */
  product: Product;
  /** Fails the test for errors on the console and requests to foreign hosts; `watch.allow(…)` names those that belong. */
  watch: Watch;
  /** Fails the test for every barrier (WCAG 2.2 AA) on `page` or on the page given. */
  expectAccessible: (page?: Page) => Promise<void>;
  /** Signs in as the demo person of a role, on `page` or on the page given. */
  signIn: (role: Role, page?: Page) => Promise<void>;
  /** Opens a browser of another person: own cookies, same settings, watched as well. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  shared: SharedProduct;
}

/** Playwright's `test` for Weiterblick: a product to visit, people to be, and a watch that nothing escapes. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  shared: [
    async ({}, use) => {
      const shared = new SharedProduct();
      await use(shared);
      await shared.stop();
    },
    { scope: 'worker' },
  ],

  stock: ['shared', { option: true }],

  product: async ({ stock, shared }, use) => {
    if (stock === 'shared') return use(await shared.get());
    const product = await startWith(stock);
    await use(product);
    await product.stop();
  },

  baseURL: async ({ product }, use) => use(product.url),

  watch: [
    async ({ product }, use) => {
      const watch = new Watch(product.url);
      await use(watch);
      watch.finish();
    },
    { auto: true },
  ],

  context: async ({ context, watch }, use) => {
    watch.attach(context);
    await use(context);
  },

  expectAccessible: async ({ page, javaScriptEnabled }, use) =>
    use((other = page) => expectAccessible(other, javaScriptEnabled !== false)),

  signIn: async ({ page }, use) => use((role, other = page) => signIn(other, role)),

  visitor: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch.attach(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});
