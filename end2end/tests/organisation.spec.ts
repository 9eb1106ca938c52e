import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test';

test.beforeEach(({ signIn }) => signIn('hr'));

async function createTeam(page: Page, name: string, code: string, parent?: string): Promise<void> {
  await page.goto('/organisation/teams/neu');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Kürzel').fill(code);
  if (parent) await page.getByLabel('Gehört zu').selectOption({ label: parent });
  await page.getByRole('button', { name: 'Team anlegen' }).click();
  await expect(page.getByRole('status')).toContainText('Das Team ist angelegt.');
}

const team = (page: Page, name: string) => page.getByRole('row', { name });

async function openTeam(page: Page, name: string): Promise<void> {
  await page.goto('/organisation');
  await team(page, name).getByRole('link', { name, exact: true }).click();
}

test('teams are made, renamed and moved, and a code is given once only', async ({ page, watch }) => {
  watch.allow(/status of (409|422)/);
  await createTeam(page, 'Werk Nord', 'NORD');
  await createTeam(page, 'Halle 3', 'H3', 'Werk Nord');
  await page.goto('/organisation/teams/neu');
  await page.getByLabel('Name', { exact: true }).fill('Halle 4');
  await page.getByLabel('Kürzel').fill('H3');
  await page.getByRole('button', { name: 'Team anlegen' }).click();
  await expect(page.getByRole('alert')).toContainText('Wählen Sie ein anderes Kürzel.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Halle 4');

  await openTeam(page, 'Halle 3');
  await expect(page.getByRole('navigation', { name: 'Sie sind hier' })).toContainText('Werk Nord');
  await page.getByLabel('Name', { exact: true }).fill('Halle 3 und Lager');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Halle 3 und Lager');

  await page.getByLabel('Gehört zu').selectOption({ label: 'Keinem anderen Team (oberste Ebene)' });
  await page.getByRole('button', { name: 'Team verschieben' }).click();
  await expect(page.getByRole('status')).toContainText('Das Team ist verschoben.');
  await page.goto('/organisation');
  await expect(team(page, 'Halle 3 und Lager').getByRole('rowheader')).toContainText('Ebene 1:');

  await openTeam(page, 'Werk Nord');
  await page.locator('summary', { hasText: 'Team löschen' }).click();
  await page.getByRole('button', { name: 'Team löschen' }).click();
  await expect(page.getByRole('status')).toContainText('Das Team ist gelöscht.');
  await expect(team(page, 'Werk Nord')).toHaveCount(0);
});

test('a new person is assigned, found, and invited by a link that works once', async ({ page, visitor, watch }) => {
  watch.allow(/status of 422/);
  await page.goto('/organisation/personen/neu');
  await page.getByRole('button', { name: 'Person anlegen' }).click();
  await expect(page.getByRole('alert')).toContainText('Geben Sie einen Namen');
  await page.getByLabel('Vorname').fill('Wanda');
  await page.getByLabel('Nachname').fill('Weitblick');
  await page.getByLabel('E-Mail-Adresse').fill('wanda@muster.example');
  await page.getByLabel('Team', { exact: true }).selectOption({ label: 'Konstruktion' });
  await page.getByRole('button', { name: 'Person anlegen' }).click();
  await expect(page.getByRole('status')).toContainText('Die Person ist angelegt.');

  await page.goto('/organisation/personen?q=weitblick');
  await page.getByRole('link', { name: 'Wanda Weitblick' }).click();
  await page.getByRole('button', { name: 'Einladungslink erstellen' }).click();
  const link = await page.getByLabel('Link zum Kopieren').inputValue();

  const wanda = await visitor();
  await wanda.goto(link);
  await expect(wanda.getByRole('heading', { level: 1 })).toHaveText('Willkommen, Wanda Weitblick');
  await wanda.getByLabel('Neues Passwort', { exact: true }).fill('vier bunte Enten im Teich');
  await wanda.getByLabel('Neues Passwort wiederholen').fill('vier bunte Enten im Teich');
  await wanda.getByRole('button', { name: 'Einladung annehmen' }).click();
  await expect(wanda.getByRole('status')).toContainText('Sie sind angemeldet.');
  await wanda.goto(link);
  await expect(wanda.getByRole('heading', { level: 1 })).toHaveText('Diese Einladung gilt nicht mehr');
});

test('a list with mistakes names row and column, and nothing of it is taken over', async ({ page }) => {
  const list = [
    'personnel_ref;first_name;last_name;email;unit_code',
    '9001;Zoe;Zander;zoe@muster.example;fertigung',
    '9002;Zacharias;Zander;keine-adresse;fertigung',
    '9003;=1+1;Zander;;gibtsnicht',
  ];
  await page.goto('/organisation/import');
  await page.getByLabel('Oder Zeilen einfügen').fill(list.join('\n'));
  await page.getByRole('button', { name: 'Liste prüfen' }).click();
  await expect(page.getByRole('heading', { name: '3 Stellen sind zu ändern' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Zeile 3.*email/ })).toContainText('Geben Sie die E-Mail-Adresse vollständig ein');
  await expect(page.getByRole('row', { name: /Zeile 4.*first_name/ })).toContainText('Ersetzen Sie die Formel');
  await expect(page.getByRole('row', { name: /Zeile 4.*unit_code/ })).toContainText('Legen Sie das Team zuerst an');
  await expect(page.getByRole('button', { name: /übernehmen/ })).toHaveCount(0);
  await expect(page.getByLabel('Oder Zeilen einfügen')).toHaveValue(list.join('\n'));

  await page.goto('/organisation/personen?q=Zander');
  await expect(page.getByText('Niemand passt zu dieser Suche')).toBeVisible();
});

test('a good list is shown, confirmed, taken over, and comes out again as a file', async ({ page }) => {
  const list = 'personnel_ref,first_name,last_name,unit_code\r\n9101,Jürgen,Zöllner,montage\r\n9102,Änne,Zöllner,montage\r\n';
  await page.goto('/organisation/import');
  const file = { name: 'personen.csv', mimeType: 'text/csv', buffer: Buffer.from(list, 'latin1') };
  await page.getByLabel('CSV-Datei').setInputFiles(file);
  await page.getByRole('button', { name: 'Liste prüfen' }).click();
  await expect(page.getByText('Gelesen als Windows-1252, getrennt durch Komma.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Jürgen Zöllner/ })).toContainText('Neu');
  await page.getByRole('button', { name: '2 Zeilen übernehmen' }).click();
  await expect(page.getByRole('status')).toContainText('Die Liste ist übernommen.');

  await page.goto('/organisation/personen?q=Zöllner');
  await expect(page.getByRole('row', { name: /Änne Zöllner/ })).toContainText('Montage');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Als CSV speichern' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('personen.csv');
  const saved = await readFile(await download.path(), 'utf8');
  expect(saved).toMatch(/^\uFEFF?personnel_ref[;,]/);
  expect(saved).toMatch(/9101[;,]Jürgen[;,]Zöllner/);
});

test('a lead sees the own team and nobody else', async ({ visitor, signIn, watch }) => {
  watch.allow(/status of (403|404)/);
  const lead = await visitor();
  await signIn('lead', lead);
  await lead.goto('/organisation');
  await expect(lead.getByRole('rowheader')).toHaveText([/Fertigung/]);
  await lead.goto('/organisation/personen?q=Arnold');
  await expect(lead.getByText('Niemand passt zu dieser Suche')).toBeVisible();
  await lead.goto('/organisation/personen?q=Nowak');
  await lead.getByRole('link', { name: 'Tomasz Nowak' }).click();
  await expect(lead.getByRole('heading', { level: 1 })).toHaveText('Tomasz Nowak');
  await expect(lead.getByRole('main').getByRole('button')).toHaveCount(0);
  expect((await lead.goto('/organisation/personen/neu'))?.status()).toBe(403);
});
