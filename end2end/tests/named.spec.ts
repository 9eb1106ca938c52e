import type { Page } from '@playwright/test';
import { rate } from '../steps/answering';
import { startSurvey } from '../steps/survey';
import { expect, test } from '../support/test';

test.use({ stock: 'own' });

const card = (page: Page, title: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: title });

/** The lead's list of results that were shown to her. */
async function sharedWithLead(lead: Page): Promise<Page> {
  await lead.goto('/freigaben');
  await expect(lead.getByRole('heading', { level: 1 })).toHaveText('Freigegebene Ergebnisse');
  return lead;
}

test('an own result is shown to the lead, part by part, and taken back', async ({ page, visitor, signIn, watch }) => {
  watch.allow(/status of 404/);
  const lead = await visitor();
  await signIn('lead', lead);
  await sharedWithLead(lead);
  await expect(lead.getByRole('link', { name: 'Tomasz Nowak' })).toHaveCount(0);

  await signIn('employee');
  await page.goto('/meine-ergebnisse');
  await card(page, 'Probelauf Fertigung').getByRole('link', { name: 'Ergebnis ansehen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ihr Ergebnis');
  await expect(page.getByRole('main')).toContainText('Zurzeit sehen nur Sie dieses Ergebnis.');
  await expect(page.getByRole('radio', { name: /^Meiner Führungskraft.*Petra Lindner/ })).toBeChecked();
  await page.getByRole('checkbox', { name: 'Lücken zum Soll' }).uncheck();
  await page.getByRole('checkbox', { name: 'Lernwünsche' }).check();
  await page.getByRole('button', { name: 'Vorschau ansehen' }).click();
  await expect(page.getByRole('main')).toContainText('Genau das sieht Ihre Führungskraft, wenn Sie freigeben: Lernwünsche.');
  await page.getByRole('button', { name: 'Freigabe speichern' }).click();
  await expect(page.getByRole('status')).toContainText('Ihre Freigabe gilt ab jetzt.');

  await sharedWithLead(lead);
  await lead.getByRole('link', { name: 'Tomasz Nowak' }).click();
  await expect(lead.getByRole('heading', { level: 1 })).toHaveText('Ergebnis von Tomasz Nowak');
  await expect(lead.getByRole('heading', { name: 'Das möchten Sie lernen' }).or(lead.getByText('Lernwünsche')).first()).toBeVisible();
  await expect(lead.getByRole('heading', { name: 'Hier verlangt Ihre Arbeit mehr' })).toHaveCount(0);
  const address = lead.url();

  await page.locator('summary', { hasText: 'Freigabe zurücknehmen' }).click();
  await page.getByRole('button', { name: 'Freigabe zurücknehmen' }).click();
  await expect(page.getByRole('status')).toContainText('Die Freigabe ist zurückgenommen.');
  expect((await lead.goto(address))?.status()).toBe(404);
  await sharedWithLead(lead);
  await expect(lead.getByRole('link', { name: 'Tomasz Nowak' })).toHaveCount(0);
});

test('HR does not see what was shown to the lead', async ({ page, signIn }) => {
  await signIn('hr');
  await page.goto('/freigaben');
  await expect(page.getByText('Noch hat Ihnen niemand ein Ergebnis freigegeben')).toBeVisible();
});

test('a named survey is answered from the own account, without a link', async ({ page, visitor, signIn }) => {
  const hr = await visitor();
  await signIn('hr', hr);
  const survey = await startSurvey(hr, {
    title: 'Lernplan 2027',
    questionnaire: 'Führung und Zusammenarbeit',
    teams: ['Fertigung'],
    mode: 'Namentlich',
    layout: 'Alle Fragen auf einer Seite',
  });

  await signIn('employee');
  await page.goto('/meine-ergebnisse');
  await card(page, 'Lernplan 2027').getByRole('button', { name: 'Starten' }).click();
  await expect(page.getByRole('complementary', { name: 'Datenschutz' })).toContainText('nur, was Sie ihnen selbst freigeben');
  await rate(page, { can: 3, matters: 4 });
  await page.getByRole('button', { name: 'Antworten prüfen', exact: true }).click();
  await page.getByRole('button', { name: 'Fertig' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ihr Ergebnis');
  await page.getByRole('link', { name: 'Ergebnis freigeben' }).click();
  await expect(page).toHaveURL(/\/meine-ergebnisse\//);
  await expect(page.getByRole('main')).toContainText('Zurzeit sehen nur Sie dieses Ergebnis.');
  await page.goto('/meine-ergebnisse');
  await expect(card(page, 'Lernplan 2027')).toContainText('Nur für Sie sichtbar');

  await hr.goto(survey);
  await expect(hr.getByRole('region', { name: 'Beteiligung' })).toContainText('1 von 31');
  await expect(hr.getByRole('main')).not.toContainText('Nowak');
});
