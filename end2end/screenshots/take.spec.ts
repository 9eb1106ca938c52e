import { join } from 'node:path';
import { places } from '../support/places';
import { expect, test } from '../support/test';
import { pictures, screens } from './pages';

for (const { name, path, follow = [], then, as, screen, theme } of pictures) {
  test.describe(() => {
    test.use({ ...screens[screen], colorScheme: theme, stock: then ? 'own' : 'shared' });

    test(`${name}.png`, async ({ page, signIn, visitor }) => {
      if (as) await signIn(as);
      const response = await page.goto(path);
      expect(response?.ok()).toBe(true);
      for (const link of follow) await page.getByRole('link', { name: link, exact: true }).first().click();
      if (then) await then(page, await visitor());
      await page.waitForLoadState('load');
      await page.screenshot({ path: join(places.pictures, `${name}.png`), animations: 'disabled' });
    });
  });
}
