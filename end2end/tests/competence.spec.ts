import { expect, test } from '../support/test';

test.use({ stock: 'own' });

test('a shipped framework is read, copied, and its levels described in own words', async ({ page, signIn }) => {
  await signIn('hr');
  await page.goto('/kompetenzen');
  const shipped = page.getByRole('region', { name: 'Mitgelieferte Kompetenzmodelle' });
  await shipped.getByRole('link', { name: /DigComp/ }).first().click();
  await expect(page.getByRole('main')).toContainText('21 Kompetenzen');
  await expect(page.getByRole('main').getByRole('link', { name: 'Bearbeiten' })).toHaveCount(0);

  await page.getByRole('link', { name: 'Als Entwurf kopieren' }).click();
  await page.getByLabel('Bezeichnung (Deutsch)').fill('Digital bei Muster');
  await page.getByRole('button', { name: 'Kopie anlegen' }).click();
  await expect(page.getByRole('status')).toContainText('Die Kopie ist angelegt.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Digital bei Muster');

  const item = page.getByRole('listitem').filter({ has: page.locator('details') }).first();
  await item.getByRole('link', { name: /^Bearbeiten/ }).click();
  await page.getByLabel(/^Stufe 1:.*\(Deutsch\)/).fill('Ich frage jemanden, der sich auskennt.');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByRole('status')).toContainText('Ihre Änderungen sind gespeichert.');
  await expect(page.getByText('Ich frage jemanden, der sich auskennt.')).toHaveCount(1);
});

test('a level left out is told, and the other texts stay', async ({ page, signIn, watch }) => {
  watch.allow(/status of 422/);
  await signIn('hr');
  await page.goto('/kompetenzen/modelle/neu');
  await page.getByLabel('Bezeichnung (Deutsch)').fill('Lager');
  await page.getByRole('button', { name: 'Modell anlegen' }).click();
  await page.getByRole('link', { name: 'Kompetenz hinzufügen' }).click();
  await page.getByLabel('Bezeichnung (Deutsch)').fill('Ware annehmen');
  await page.getByLabel(/^Stufe 1:.*\(Deutsch\)/).fill('Ich schaue zu.');
  await page.getByRole('button', { name: 'Speichern', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Beschreiben Sie auch Stufe 2');
  await expect(page.getByLabel('Bezeichnung (Deutsch)')).toHaveValue('Ware annehmen');
  await page.getByLabel(/^Stufe 1:.*\(Deutsch\)/).fill('');
  await page.getByRole('button', { name: 'Speichern', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Die Kompetenz ist hinzugefügt.');
});

test('what a kind of work asks for is set level by level', async ({ page, signIn, watch, visitor }) => {
  watch.allow(/status of 422/);
  await signIn('hr');
  await page.goto('/kompetenzen/profile');
  await page.getByRole('link', { name: 'Fachkraft Metall, Fertigung', exact: true }).click();
  const from = page.getByRole('combobox', { name: /^Soll von/ }).first();
  const to = page.getByRole('combobox', { name: /^Soll bis/ }).first();
  await from.selectOption('5');
  await to.selectOption('3');
  await page.getByRole('button', { name: 'Soll speichern' }).click();
  await expect(page.getByRole('alert')).toContainText('mindestens die Stufe von „Soll von“');
  await expect(from).toHaveValue('5');
  await to.selectOption('5');
  await page.getByRole('button', { name: 'Soll speichern' }).click();
  await expect(page.getByRole('status')).toContainText('Das Soll ist gespeichert.');
  await expect(to).toHaveValue('5');

  const council = await visitor();
  await signIn('council', council);
  await council.goto(new URL(page.url()).pathname);
  await expect(council.getByRole('row').nth(1)).toContainText('5 – ');
  await expect(council.getByRole('combobox')).toHaveCount(0);
});
