import { expect, test } from '../support/test';

const nobodysId = '0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee';

test('an address that leads nowhere says so, and shows the way back', async ({ page, watch, expectAccessible }) => {
  watch.allow(/status of 404/);
  const response = await page.goto('/gibt-es-nicht');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Diese Seite gibt es nicht');
  await expectAccessible();
  await page.getByRole('link', { name: 'Zur Startseite', exact: true }).click();
  await expect(page).toHaveURL(/\/$/);
});

test('what a role may not open is a friendly page, not an empty one', async ({ page, signIn, watch, expectAccessible }) => {
  watch.allow(/status of 403/);
  await signIn('employee');
  for (const path of ['/organisation', '/umfragen', '/kompetenzen', '/freigaben', '/organisation/import']) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Diese Seite ist für Ihr Konto nicht freigegeben');
  }
  await expectAccessible();
  await page.getByRole('link', { name: 'Zur Startseite', exact: true }).click();
  await expect(page).toHaveURL(/\/uebersicht$/);
});

test('an id of nobody, and one of another organisation, are both "not there"', async ({ page, signIn, visitor, watch }) => {
  watch.allow(/status of 404/);
  await signIn('hr');
  const paths = ['/umfragen/', '/auswertung/', '/organisation/teams/', '/organisation/personen/', '/frageboegen/', '/kompetenzen/profile/'];
  for (const path of paths) {
    for (const id of [nobodysId, 'keine-id']) expect((await page.goto(path + id))?.status(), path + id).toBe(404);
  }

  await page.goto('/kompetenzen/profile');
  const profile = await page.getByRole('rowheader').getByRole('link').first().getAttribute('href');
  const other = await visitor();
  await signIn('facilitator', other);
  expect((await other.goto('/kompetenzen/profile'))?.status()).toBe(200);
  expect((await other.goto(profile ?? ''))?.status()).toBe(404);
});

test('a link that opens nothing says what to do', async ({ page, expectAccessible }) => {
  await page.goto('/u/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dieser Link öffnet keine Umfrage');
  await expectAccessible();
  await page.getByRole('link', { name: 'Code eingeben' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mit Code teilnehmen');

  await page.goto('/einladung/unbekannt');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Diese Einladung gilt nicht mehr');
});

test('a mistyped code is told by what is wrong with it, and stays in the field', async ({ page, watch }) => {
  watch.allow(/status of 422/);
  const mistakes: [string, string][] = [
    ['', 'Geben Sie Ihren Code ein'],
    ['K7MX 29TD', 'Zählen Sie die Zeichen noch einmal.'],
    ['K7MX 29TD 4HP0', 'Prüfen Sie das Zeichen „0“.'],
    ['K7MX 29TD 4HPQ', 'Mit diesem Code öffnet sich nichts.'],
  ];
  await page.goto('/code');
  for (const [code, told] of mistakes) {
    await page.getByLabel('Ihr Code').fill(code);
    await page.getByRole('button', { name: 'Code prüfen' }).click();
    await expect(page.getByRole('alert')).toContainText(told);
    await expect(page.getByLabel('Ihr Code')).toHaveValue(code);
    await expect(page.getByLabel('Ihr Code')).toHaveAccessibleDescription(new RegExp(told));
  }
});

test('the links of an error summary lead into the fields', async ({ page, signIn, watch }) => {
  watch.allow(/status of 422/);
  await signIn('hr');
  await page.goto('/organisation/teams/neu');
  await page.getByRole('button', { name: 'Team anlegen' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Bitte prüfen Sie 2 Angaben');
  await summary.getByRole('link').first().press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await summary.getByRole('link').last().press('Enter');
  await expect(page.getByLabel('Kürzel')).toBeFocused();
});

test('the first stop of the keyboard is the way past the navigation', async ({ page, signIn }) => {
  await signIn('hr');
  await page.goto('/umfragen');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Zum Inhalt springen' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);
});
