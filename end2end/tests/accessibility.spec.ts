import type { Page } from '@playwright/test';
import { beginWithCode, rate } from '../steps/answering';
import { follow, pagesOf, publicPages, waysOf } from '../steps/pages';
import { freshCode } from '../steps/survey';
import type { Role } from '../support/people';
import { expect, test } from '../support/test';

/** The narrowest screen that must do without scrolling sideways (WCAG 1.4.10), in CSS pixels. */
const NARROW = { width: 320, height: 640 };

const softly = expect.configure({ soft: true });

type Check = (page?: Page) => Promise<void>;

/** No barriers in light and dark, and nothing wider than a narrow screen. */
async function examine(page: Page, expectAccessible: Check): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectAccessible(page);
  const size = page.viewportSize() ?? NARROW;
  await page.setViewportSize(NARROW);
  await softly.poll(() => tooWide(page), `wider than ${page.url()}`).toEqual([]);
  await page.setViewportSize(size);
}

/** What makes the page scroll sideways: the elements that end beyond its right edge; empty when nothing does. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > clientWidth);
    return beyond.map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''}`);
  });
}

async function examineAll(page: Page, paths: string[], expectAccessible: Check): Promise<void> {
  for (const path of paths) {
    await test.step(path, async () => {
      const response = await page.goto(path);
      expect(response?.status(), path).toBe(200);
      await examine(page, expectAccessible);
    });
  }
}

test.describe('without barriers @js @phone', () => {
  test.beforeEach(() => test.setTimeout(300_000));

  test('pages for everybody', async ({ page, expectAccessible }) => {
    await examineAll(page, publicPages, expectAccessible);
  });

  for (const role of Object.keys(pagesOf) as Role[]) {
    test(`pages of ${role}`, async ({ page, signIn, expectAccessible }) => {
      await signIn(role);
      const paths = [...pagesOf[role]];
      for (const way of waysOf[role] ?? []) paths.push(await follow(page, way));
      await examineAll(page, paths, expectAccessible);
    });
  }

  test('the way of an answer', async ({ page, visitor, signIn, expectAccessible }) => {
    const hr = await visitor();
    await signIn('hr', hr);
    const code = await freshCode(hr);
    await expectAccessible(hr);

    await page.goto(`/code?code=${code}`);
    await page.getByRole('button', { name: 'Code prüfen' }).click();
    await examine(page, expectAccessible);
    await page.getByRole('button', { name: 'Teilnahme starten' }).click();
    await examine(page, expectAccessible);
    await page.getByRole('link', { name: /^Ich habe den Code notiert/ }).click();
    await page.getByRole('button', { name: 'Weiter', exact: true }).click();
    await rate(page, { can: 2, matters: 5 });
    await examine(page, expectAccessible);
    await page.goto('/fragebogen?seite=24');
    await examine(page, expectAccessible);
    await examineAll(page, ['/fragebogen/pruefen', '/fragebogen/code'], expectAccessible);
    await page.goto('/fragebogen/pruefen');
    await page.getByRole('button', { name: 'Abgeben' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ihr Ergebnis');
    await examine(page, expectAccessible);
  });

  test('a page with errors', async ({ page, signIn, watch, expectAccessible }) => {
    watch.allow(/status of 422/);
    await signIn('hr');
    await page.goto('/organisation/personen/neu');
    await page.getByLabel('E-Mail-Adresse').fill('keine');
    await page.getByRole('button', { name: 'Person anlegen' }).click();
    await examine(page, expectAccessible);
  });
});

test.describe('@js @phone', () => {
  test('a questionnaire can be answered by keyboard alone', async ({ page, visitor, signIn }) => {
    const hr = await visitor();
    await signIn('hr', hr);
    await beginWithCode(page, await freshCode(hr));
    await page.getByRole('button', { name: 'Weiter', exact: true }).press('Enter');
    await expect(page.getByText('Frage 1 von')).toBeVisible();

    const first = page.getByRole('radio').first();
    await first.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio').nth(1)).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Frage 2 von')).toBeVisible();
  });
});
