import type { Page } from '@playwright/test';
import { beginWithCode, levelCards, resume } from '../steps/answering';
import { freshCode } from '../steps/survey';
import { expect, test as weiterblick } from '../support/test';

/** A code from paper, fresh from the printer. */
const test = weiterblick.extend<{ code: string }>({
  code: async ({ visitor, signIn }, use) => {
    const hr = await visitor();
    await signIn('hr', hr);
    const code = await freshCode(hr);
    await hr.context().close();
    await use(code);
  },
});

const saveState = (page: Page) => page.locator('.save-state');
const level = (page: Page, name: string) => levelCards(page).getByRole('radio', { name: new RegExp(`^${name}`) });
const forward = (page: Page) => page.getByRole('button', { name: 'Weiter', exact: true }).click();

/** To the first competence: the first page is for reading only. */
async function toFirstQuestion(page: Page): Promise<void> {
  await forward(page);
  await expect(page.getByText('Frage 1 von')).toBeVisible();
}

test.describe('with script @js @phone', () => {
  test('what is chosen is saved by itself, and nothing of it stays in the browser', async ({ page, code }) => {
    await beginWithCode(page, code);
    await expect(saveState(page)).toHaveText('Noch nichts gespeichert');
    await toFirstQuestion(page);
    await level(page, 'Selbstständig').check();
    await expect(saveState(page)).toContainText('Gespeichert um');

    await page.reload();
    await expect(level(page, 'Selbstständig')).toBeChecked();
    await expect(saveState(page)).toContainText('Gespeichert');
    const kept = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
    }));
    expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0 });
  });

  test('a broken connection loses nothing', async ({ page, context, code, watch }) => {
    watch.allow(/ERR_INTERNET_DISCONNECTED/);
    await beginWithCode(page, code);
    await toFirstQuestion(page);
    await context.setOffline(true);
    await level(page, 'Mit Hilfe').check();
    await expect(saveState(page)).toContainText('Keine Verbindung');
    await forward(page);
    await expect(page.getByText('Frage 1 von')).toBeVisible();
    await expect(level(page, 'Mit Hilfe')).toBeChecked();

    // The step that was asked for while offline happens as soon as it can.
    await context.setOffline(false);
    await expect(page.getByText('Frage 2 von')).toBeVisible();
    await page.getByRole('button', { name: 'Zurück', exact: true }).click();
    await expect(level(page, 'Mit Hilfe')).toBeChecked();
  });

  test('the back button of the browser comes to what was answered, and it can be changed there', async ({ page, code }) => {
    await beginWithCode(page, code);
    await toFirstQuestion(page);
    await level(page, 'Noch nicht').check();
    await forward(page);
    await expect(page.getByText('Frage 2 von')).toBeVisible();
    await page.goBack();
    await expect(page.getByText('Frage 1 von')).toBeVisible();
    await expect(level(page, 'Noch nicht')).toBeChecked();
    await level(page, 'Mit Hilfe').check();
    await expect(saveState(page)).toContainText('Gespeichert um');
    await page.reload();
    await expect(level(page, 'Mit Hilfe')).toBeChecked();
  });

  test('two devices that answer differently are told, and the person decides', async ({ page, visitor, code, watch }) => {
    watch.allow(/status of 409/);
    const response = await beginWithCode(page, code);
    await toFirstQuestion(page);
    const other = await visitor();
    await resume(other, response);
    await other.goto(page.url());
    await level(page, 'Noch nicht').check();
    await expect(saveState(page)).toContainText('Gespeichert um');

    await level(other, 'Selbstständig').check();
    await expect(saveState(other)).toContainText('Zwei Antworten');
    await other.getByRole('button', { name: 'Speichern' }).click();
    await expect(other.getByRole('alert')).toContainText('Auf einem anderen Gerät steht hier: „Noch nicht');
    await expect(level(other, 'Selbstständig')).toBeChecked();
    await forward(other);
    await expect(other.getByText('Frage 2 von')).toBeVisible();
    await page.reload();
    await expect(level(page, 'Selbstständig')).toBeChecked();
  });

  test('the picture on paper and the address with a response code fill the code in', async ({ page, visitor, code }) => {
    await page.goto(`/c/${code.replaceAll(' ', '')}`);
    await expect(page.getByLabel('Ihr Code')).toHaveValue(code.replaceAll(' ', ''));
    const response = (await beginWithCode(page, code)).replaceAll(' ', '');

    const other = await visitor();
    await other.goto(`/code#${response}`);
    await expect(other.getByLabel('Ihr Code')).toHaveValue(response);
    await expect(other).toHaveURL(/\/code$/);
  });
});

test.describe('without script @nojs', () => {
  test('buttons save, go back and forward, and solve a conflict', async ({ page, visitor, code, watch, expectAccessible }) => {
    watch.allow(/status of 409/);
    const response = await beginWithCode(page, code);
    await toFirstQuestion(page);
    await expectAccessible();
    const other = await visitor();
    await resume(other, response);
    await other.goto(page.url());

    await level(page, 'Noch nicht').check();
    await page.getByRole('button', { name: 'Speichern' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Ihre Antworten sind gespeichert.' })).toBeVisible();
    await expect(saveState(page)).toHaveText('Gespeichert');
    await forward(page);
    await page.getByRole('button', { name: 'Zurück', exact: true }).click();
    await expect(level(page, 'Noch nicht')).toBeChecked();

    await level(other, 'Selbstständig').check();
    await forward(other);
    await expect(other.getByRole('alert')).toContainText('Auf einem anderen Gerät steht hier: „Noch nicht');
    await expect(level(other, 'Selbstständig')).toBeChecked();
    await forward(other);
    await expect(other.getByText('Frage 2 von')).toBeVisible();
    await page.reload();
    await expect(level(page, 'Selbstständig')).toBeChecked();
  });
});

test('who answered can read, take along, leave, come back and delete', async ({ page, code, watch }) => {
  watch.allow(/status of 422/);
  const response = await beginWithCode(page, code);
  await toFirstQuestion(page);
  await level(page, 'Selbstständig').check();
  await page.getByRole('button', { name: 'Alle Antworten prüfen' }).click();
  await expect(page.getByRole('cell', { name: /Selbstständig/ })).toHaveCount(1);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Antworten als Daten herunterladen' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.json$/);

  await page.locator('summary', { hasText: 'Auf diesem Gerät beenden' }).click();
  await page.getByRole('button', { name: 'Jetzt beenden' }).click();
  await expect(page.getByRole('status')).toContainText('Auf diesem Gerät ist Ihre Teilnahme beendet.');
  await page.goto('/fragebogen');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Auf diesem Gerät läuft kein Fragebogen');

  await resume(page, response);
  await page.goto('/fragebogen/pruefen');
  await page.locator('summary', { hasText: 'Alle Antworten löschen' }).click();
  await page.getByRole('button', { name: 'Endgültig löschen' }).click();
  await expect(page.getByRole('status')).toContainText('Ihre Antworten sind endgültig gelöscht.');
  await page.getByLabel('Ihr Code').fill(response);
  await page.getByRole('button', { name: 'Code prüfen' }).click();
  await expect(page.getByRole('alert')).toContainText('Mit diesem Code öffnet sich nichts.');
});
