import { expect, password, people, test } from '../support/test';
import type { Page } from '@playwright/test';

const unfold = (page: Page, name: string) => page.locator('summary', { hasText: name }).click();

async function signOut(page: Page): Promise<void> {
  await unfold(page, 'Konto');
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await expect(page.getByRole('status')).toContainText('Sie sind abgemeldet.');
}

test.describe('on a first start', () => {
  test.use({ stock: 'empty' });

  test('HR sets the installation up with the code that the program has printed', async ({ page, product, watch, expectAccessible }) => {
    watch.allow(/status of (404|422)/);
    const code = /Code: *(.+)/.exec(product.output())?.[1]?.trim() ?? '';
    const own = 'ein langer Satz als Passwort';

    await page.goto('/anmelden');
    await expect(page).toHaveURL(/\/einrichten$/);
    await expectAccessible();
    await page.getByLabel('Code zum Einrichten').fill('FALSCH');
    await page.getByLabel('Name der Organisation').fill('Tischlerei Ast');
    await page.getByLabel('Vorname').fill('Anna');
    await page.getByLabel('Nachname').fill('Ast');
    await page.getByLabel('E-Mail-Adresse').fill('anna@ast.example');
    await page.getByLabel('Neues Passwort', { exact: true }).fill(own);
    await page.getByLabel('Neues Passwort wiederholen').fill(own);
    await page.getByRole('button', { name: 'Organisation einrichten' }).click();

    await expect(page.getByRole('alert')).toContainText('Bitte prüfen Sie 1 Angabe');
    await expect(page.getByLabel('Code zum Einrichten')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Name der Organisation')).toHaveValue('Tischlerei Ast');
    await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue('anna@ast.example');
    await expect(page.getByLabel('Neues Passwort', { exact: true })).toHaveValue('');

    await page.getByLabel('Code zum Einrichten').fill(code);
    await page.getByLabel('Neues Passwort', { exact: true }).fill(own);
    await page.getByLabel('Neues Passwort wiederholen').fill(own);
    await page.getByRole('button', { name: 'Organisation einrichten' }).click();
    await expect(page.getByRole('status')).toContainText('Ihre Organisation ist eingerichtet.');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Anna');

    await page.goto('/umfragen');
    await expect(page.getByRole('heading', { name: 'Starten Sie mit einer Vorlage' })).toBeVisible();
    await signOut(page);
    await page.getByLabel('E-Mail-Adresse').fill('anna@ast.example');
    await page.getByLabel('Passwort').fill(own);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Anna');

    await page.goto('/einrichten');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Diese Seite gibt es nicht');
  });
});

test('who is not signed in comes to the sign-in, and from there to the page asked for', async ({ page }) => {
  await page.goto('/organisation/personen?q=Nowak');
  await expect(page).toHaveURL(/\/anmelden\?next=/);
  await page.getByLabel('E-Mail-Adresse').fill(people.hr);
  await page.getByLabel('Passwort').fill(password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page).toHaveURL(/\/organisation\/personen\?q=Nowak$/);
  await expect(page.getByRole('link', { name: 'Tomasz Nowak' })).toBeVisible();
});

test('a wrong password is told without saying what was wrong', async ({ page, watch }) => {
  watch.allow(/status of 422/);
  for (const email of [people.employee, 'niemand@muster.example']) {
    await page.goto('/anmelden');
    await page.getByLabel('E-Mail-Adresse').fill(email);
    await page.getByLabel('Passwort').fill('das ist es ganz sicher nicht');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await expect(page.getByRole('alert')).toContainText('E-Mail-Adresse und Passwort passen nicht zusammen.');
    await expect(page.getByRole('textbox', { name: 'E-Mail-Adresse' })).toHaveValue(email);
  }
  await expect(page).toHaveTitle(/^Fehler: Anmelden/);
});

test('signing out ends the session on this device', async ({ page, signIn, context }) => {
  await signIn('employee');
  await signOut(page);
  expect((await context.cookies()).map((cookie) => cookie.name)).not.toContain('__Host-wb');
  await page.goto('/meine-ergebnisse');
  await expect(page).toHaveURL(/\/anmelden/);
});

test('the language is chosen by hand, else it is that of the browser, else German', async ({ page, visitor }) => {
  await page.goto('/hilfe');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await unfold(page, 'Sprache');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/hilfe$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
  await page.goto('/datenschutz');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  const british = await visitor({ locale: 'en-GB' });
  await british.goto('/');
  await expect(british.locator('html')).toHaveAttribute('lang', 'en');
  const french = await visitor({ locale: 'fr-FR' });
  await french.goto('/');
  await expect(french.locator('html')).toHaveAttribute('lang', 'de');
});

test('light and dark follow the device until somebody chooses', async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto('/');
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await background()).not.toBe(light);

  await page.getByRole('button', { name: 'Hell' }).click();
  await expect(page.getByRole('button', { name: 'Hell' })).toHaveAttribute('aria-pressed', 'true');
  expect(await background()).toBe(light);
  await page.getByRole('button', { name: 'Wie das Gerät' }).click();
  expect(await background()).not.toBe(light);
});

/** What stands in the main menu, by role. */
const menus = {
  hr: ['Umfragen', 'Auswertung', 'Kompetenzen', 'Organisation', 'Freigaben', 'Meine Ergebnisse'],
  lead: ['Auswertung', 'Kompetenzen', 'Organisation', 'Freigaben', 'Meine Ergebnisse'],
  employee: ['Meine Ergebnisse'],
  council: ['Umfragen', 'Auswertung', 'Kompetenzen', 'Meine Ergebnisse'],
  facilitator: ['Kompetenzen', 'Meine Ergebnisse'],
} as const;

test('the menu holds what the role may open', async ({ page, visitor, signIn, isMobile }) => {
  for (const role of ['hr', 'lead', 'employee', 'council', 'facilitator'] as const) {
    const visit = role === 'hr' ? page : await visitor();
    await signIn(role, visit);
    if (isMobile) await visit.getByRole('button', { name: 'Menü' }).click();
    const menu = visit.getByRole('navigation', { name: 'Hauptmenü' });
    await expect(menu.getByRole('link')).toHaveText([...menus[role]]);
    for (const entry of menus[role]) {
      const card = visit.getByRole('main').getByRole('heading', { name: entry, exact: true });
      await expect(card).toHaveCount(1);
    }
  }
});
